package dev.weir.core.tcp;

import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOptions;
import java.lang.foreign.MemorySegment;

/**
 * A received segment, numbered for one connection: SEG.SEQ and SEG.ACK are positions.
 *
 * @param initial the peer's initial sequence number, from which SEG.SEQ counts
 * @param ecn the ECN field of the IP header, 0..3
 * @param window as on the wire, unscaled
 * @param length payload bytes
 * @param data where the payload is; borrowed for the call
 */
record Segment(
        int initial,
        long seq,
        long ackNumber,
        int flags,
        int ecn,
        int window,
        int urgentPointer,
        int length,
        TcpOptions options,
        MemorySegment data,
        long dataOffset) {

    boolean syn() {
        return (flags & TcpFlags.SYN) != 0;
    }

    boolean ack() {
        return (flags & TcpFlags.ACK) != 0;
    }

    boolean fin() {
        return (flags & TcpFlags.FIN) != 0;
    }

    boolean rst() {
        return (flags & TcpFlags.RST) != 0;
    }

    boolean urg() {
        return (flags & TcpFlags.URG) != 0;
    }

    boolean cwr() {
        return (flags & TcpFlags.CWR) != 0;
    }

    /** Position of the first payload byte. */
    long textStart() {
        return seq + (syn() ? 1 : 0);
    }

    /** Position after the last payload byte: where a FIN stands. */
    long textEnd() {
        return textStart() + length;
    }

    /** SEG.SEQ + SEG.LEN: SYN and FIN count. */
    long end() {
        return textEnd() + (fin() ? 1 : 0);
    }
}
