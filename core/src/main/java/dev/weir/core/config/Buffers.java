package dev.weir.core.config;

/**
 * What a connection may hold. A capacity is a number, not memory.
 *
 * @param sendBytes bytes written but not yet acknowledged, 2 KiB..1 GiB
 * @param receiveBytes bytes received but not yet read, 2 KiB..1 GiB; the largest window offered
 * @param scaledBytes the window scale in our SYN can express so much, even where {@code receiveBytes} is less, 0..1 GiB
 * @param wholeSegments both capacities are rounded up to whole segments once the peer's MSS is known
 * @param offersAll each segment that leaves anyway offers all the room there is; otherwise the window grows by steps
 *     worth a segment (MUST-39)
 * @param holes separate out-of-order ranges per connection, 1..65536
 */
public record Buffers(
        int sendBytes,
        int receiveBytes,
        int scaledBytes,
        boolean wholeSegments,
        boolean offersAll,
        int holes) {
    public Buffers {
        Range.check("sendBytes", sendBytes, 2048, 1 << 30);
        Range.check("receiveBytes", receiveBytes, 2048, 1 << 30);
        Range.check("scaledBytes", scaledBytes, 0, 1 << 30);
        Range.check("holes", holes, 1, 65536);
    }

    public Buffers withSendBytes(int sendBytes) {
        return new Buffers(sendBytes, receiveBytes, scaledBytes, wholeSegments, offersAll, holes);
    }

    public Buffers withReceiveBytes(int receiveBytes) {
        return new Buffers(sendBytes, receiveBytes, scaledBytes, wholeSegments, offersAll, holes);
    }

    public Buffers withHoles(int holes) {
        return new Buffers(sendBytes, receiveBytes, scaledBytes, wholeSegments, offersAll, holes);
    }

    public Buffers withScaledBytes(int scaledBytes) {
        return new Buffers(sendBytes, receiveBytes, scaledBytes, wholeSegments, offersAll, holes);
    }

    public Buffers withWholeSegments(boolean wholeSegments) {
        return new Buffers(sendBytes, receiveBytes, scaledBytes, wholeSegments, offersAll, holes);
    }

    public Buffers withOffersAll(boolean offersAll) {
        return new Buffers(sendBytes, receiveBytes, scaledBytes, wholeSegments, offersAll, holes);
    }
}
