package dev.weir.lab.box;

import dev.weir.lab.packet.Headers;
import dev.weir.lab.packet.Packet;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.TcpOptions;
import java.lang.foreign.MemorySegment;

/**
 * Where inward segments of one TCP connection may lie, as a box in the middle believes: not beyond what the inner end
 * has offered, and not further behind the highest end of data seen than its largest window. What comes late enough is
 * outside, though the inner end would only drop it and acknowledge again.
 */
final class InwardWindow {
    private static final int LARGEST_SHIFT = 14;

    private boolean known; // the inner end has acknowledged something
    private int rightEdge; // one beyond the last sequence number that was offered
    private int highestEnd; // of what came inward
    private int largestWindow;
    private int innerShift;
    private boolean innerScales;
    private boolean scales; // both SYNs had the option

    /** A segment of the inner end passes: its acknowledgment and its window count. */
    void sawOutward(Packet packet) {
        MemorySegment s = packet.bytes();
        int at = Headers.transportOffset(packet);
        int flags = TcpHeader.flags(s, at);
        boolean syn = (flags & TcpFlags.SYN) != 0;
        if (syn) begin(windowScale(s, at), (flags & TcpFlags.ACK) != 0);
        if ((flags & TcpFlags.ACK) == 0 || (flags & TcpFlags.RST) != 0) return;
        int acknowledged = TcpHeader.acknowledgment(s, at);
        int window = TcpHeader.window(s, at) << (scales && !syn ? innerShift : 0);
        largestWindow = Math.max(largestWindow, window);
        int edge = acknowledged + window;
        if (!known || edge - rightEdge > 0) rightEdge = edge;
        if (!known) highestEnd = acknowledged;
        known = true;
    }

    private void begin(int shift, boolean accepts) {
        innerScales = shift >= 0;
        innerShift = Math.clamp(shift, 0, LARGEST_SHIFT);
        scales &= accepts && innerScales;
        if (accepts) return; // the outer SYN was seen before
        known = false;
        largestWindow = 0;
    }

    /** Whether an inward segment lies inside; if it does, it counts. */
    boolean admits(Packet packet) {
        MemorySegment s = packet.bytes();
        int at = Headers.transportOffset(packet);
        int flags = TcpHeader.flags(s, at);
        if ((flags & TcpFlags.SYN) != 0) {
            scales = windowScale(s, at) >= 0 && ((flags & TcpFlags.ACK) == 0 || innerScales);
            return true;
        }
        if (!known) return true;
        int begin = TcpHeader.sequence(s, at);
        int end = begin + Headers.tcpPayload(packet) + ((flags & TcpFlags.FIN) != 0 ? 1 : 0);
        boolean inside = begin - rightEdge <= 0 && end - highestEnd >= -largestWindow;
        if (inside && end - highestEnd > 0) highestEnd = end;
        return inside;
    }

    private static int windowScale(MemorySegment s, int at) {
        return TcpOptions.parse(s, TcpHeader.optionsOffset(at), TcpHeader.optionsLength(s, at)).windowScale();
    }
}
