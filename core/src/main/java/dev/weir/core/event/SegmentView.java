package dev.weir.core.event;

import dev.weir.wire.TcpOptions;

/**
 * A TCP segment as an observer sees it.
 *
 * @param sequence SEG.SEQ relative to the sender's initial number (SYN is 0); the raw number where no connection is known
 * @param acknowledgment SEG.ACK relative to the other side's initial number; raw likewise; 0 without ACK
 * @param flags bits of {@link dev.weir.wire.TcpFlags}
 * @param lengthBytes payload
 * @param windowBytes the offered window with the scale applied (unscaled on a SYN)
 */
public record SegmentView(
        long sequence,
        long acknowledgment,
        int flags,
        int lengthBytes,
        long windowBytes,
        int urgentPointer,
        TcpOptions options) {

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
