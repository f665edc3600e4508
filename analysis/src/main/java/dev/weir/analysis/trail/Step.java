package dev.weir.analysis.trail;

import dev.weir.analysis.tshark.Label;
import java.util.Set;

/**
 * One segment of a connection as it came by. Positions are relative: the SYN of its sender is 0, its first byte 1.
 *
 * @param frame of the capture
 * @param timestampNanos since 1970 UTC
 * @param sequence position of its first byte
 * @param acknowledgment position in the stream of the other side; -1 without ACK
 * @param lengthBytes of its text
 * @param windowBytes that it offers, scaled where the scale is known
 * @param sackEdges left, right, left, right ... positions in the stream of the other side
 * @param labels what tshark would say of it
 */
public record Step(
        long frame, long timestampNanos, boolean fromClient, int flags, long sequence, long acknowledgment,
        int lengthBytes, long windowBytes, long[] sackEdges, Set<Label> labels) {
    /** Whether any of these bits of {@link dev.weir.wire.TcpFlags} is set. */
    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Behind its last byte. */
    public long end() {
        return sequence + lengthBytes;
    }
}
