package dev.weir.io;

import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/**
 * Which connections are open, as far as their packets tell: begun by a SYN/ACK, and neither reset nor closed from both
 * ends with both FINs acknowledged. Who captures them waits for the last of them to end.
 */
final class SeenConnections {
    /** Beyond so many at a time nobody waits for the rest. */
    static final int MOST = 1 << 16;

    /** The lower end first, so that both directions have the same. */
    private record Ends(IpAddress low, int lowPort, IpAddress high, int highPort) {}

    /** How far a connection is closed; of each direction the sequence number behind its FIN. */
    private static final class Ending {
        private final boolean[] finished = new boolean[2];
        private final boolean[] acknowledged = new boolean[2];
        private final int[] behindFin = new int[2];

        /** Answers whether nothing is left to come. */
        boolean pass(int direction, int flags, int behind, int acknowledgment) {
            if ((flags & TcpFlags.FIN) != 0) {
                finished[direction] = true;
                behindFin[direction] = behind;
            }
            int other = 1 - direction;
            if ((flags & TcpFlags.ACK) != 0 && finished[other] && acknowledgment - behindFin[other] >= 0) {
                acknowledged[other] = true;
            }
            return acknowledged[0] && acknowledged[1];
        }
    }

    private final Map<Ends, Ending> open = new HashMap<>();

    /** @param length bytes of the segment at {@code o}, its header well-formed */
    void pass(IpAddress source, IpAddress destination, MemorySegment s, long o, int length) {
        int flags = TcpHeader.flags(s, o);
        int sourcePort = TcpHeader.sourcePort(s, o);
        int destinationPort = TcpHeader.destinationPort(s, o);
        int order = source.compareTo(destination);
        boolean isLow = order < 0 || order == 0 && sourcePort <= destinationPort;
        var ends = isLow ? new Ends(source, sourcePort, destination, destinationPort)
                : new Ends(destination, destinationPort, source, sourcePort);
        if ((flags & TcpFlags.RST) != 0) {
            open.remove(ends);
        } else if ((flags & TcpFlags.SYN) != 0) {
            if ((flags & TcpFlags.ACK) != 0 && open.size() < MOST) open.put(ends, new Ending());
        } else {
            var ending = open.get(ends);
            int behind = TcpHeader.sequence(s, o) + length - TcpHeader.dataOffset(s, o) + 1;
            if (ending != null && ending.pass(isLow ? 0 : 1, flags, behind, TcpHeader.acknowledgment(s, o))) {
                open.remove(ends);
            }
        }
    }

    boolean areAllOver() {
        return open.isEmpty();
    }
}
