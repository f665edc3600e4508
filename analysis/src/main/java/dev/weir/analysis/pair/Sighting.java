package dev.weir.analysis.pair;

import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOptions;

/**
 * One segment, as one capture saw it.
 *
 * @param nanos by the clock of that capture
 * @param sequence relative to the sender's SYN, or to its first segment here
 * @param acknowledgment relative to the other side's likewise; 0 without ACK
 * @param flags without ECE and CWR, which devices on the way may change
 * @param identification of IPv4; -1 in IPv6
 */
record Sighting(
        long frame, long nanos, int sequence, int acknowledgment, int flags, int lengthBytes, int identification,
        int timeToLive, int ecn, TcpOptions options) {

    static Sighting of(CapturedSegment s, int sequenceBase, int acknowledgmentBase) {
        boolean acknowledges = s.has(TcpFlags.ACK);
        return new Sighting(s.frame(), s.timestampNanos(), s.sequence() - sequenceBase,
                acknowledges ? s.acknowledgment() - acknowledgmentBase : 0,
                s.flags() & ~(TcpFlags.ECE | TcpFlags.CWR | TcpFlags.PSH), s.lengthBytes(), s.identification(),
                s.timeToLive(), s.ecn(), s.options());
    }

    boolean isSyn() {
        return (flags & TcpFlags.SYN) != 0;
    }

    boolean isReset() {
        return (flags & TcpFlags.RST) != 0;
    }

    int end() {
        return sequence + lengthBytes;
    }

    /** What a packet keeps on its way, whoever forwards it. */
    record Key(int sequence, int acknowledgment, int flags, int lengthBytes, boolean timed, int tsVal, int tsEcr) {}

    Key key() {
        return new Key(sequence, acknowledgment, flags, lengthBytes, options.hasTimestamps(), options.tsVal(),
                options.tsEcr());
    }
}
