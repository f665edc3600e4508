package dev.weir.core.config;

/**
 * What a connection may hold. A capacity is a number, not memory.
 *
 * @param sendBytes bytes written but not yet acknowledged, 2 KiB..1 GiB
 * @param receiveBytes bytes received but not yet read, 2 KiB..1 GiB; the largest window offered
 * @param holes separate out-of-order ranges per connection, 1..65536
 */
public record Buffers(
        int sendBytes,
        int receiveBytes,
        int holes) {
    public Buffers {
        Range.check("sendBytes", sendBytes, 2048, 1 << 30);
        Range.check("receiveBytes", receiveBytes, 2048, 1 << 30);
        Range.check("holes", holes, 1, 65536);
    }

    public Buffers withSendBytes(int sendBytes) {
        return new Buffers(sendBytes, receiveBytes, holes);
    }

    public Buffers withReceiveBytes(int receiveBytes) {
        return new Buffers(sendBytes, receiveBytes, holes);
    }

    public Buffers withHoles(int holes) {
        return new Buffers(sendBytes, receiveBytes, holes);
    }
}
