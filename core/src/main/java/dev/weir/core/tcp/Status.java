package dev.weir.core.tcp;

import dev.weir.core.event.CloseReason;
import dev.weir.core.event.FastOpenStep;
import dev.weir.core.event.State;
import java.util.Locale;

/**
 * STATUS: a snapshot of a connection, and the same in words.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.10.6 RFC 9293, section 3.10.6
 */
final class Status {
    private Status() {}

    static TcpInfo of(Connection c, long now) {
        var sender = c.sender();
        var snd = sender.sequence();
        var receiver = c.receiver();
        var statistics = sender.statistics();
        var accurate = c.ecn().accurate();
        long written = Math.min(c.sendBuffer().tail(), snd.finPosition());
        return new TcpInfo(
                c.flow(),
                c.state(),
                c.closeReason(),
                c.softErrors().last(),
                now - c.openedAt(),
                c.segmentSize(),
                receiver == null ? 0 : receiver.largestSegment(),
                c.negotiated().ourMss(),
                c.pathMtu(),
                c.negotiated().timestamps(),
                c.negotiated().sack(),
                c.ecn().isAgreed(),
                accurate != null,
                c.ecn().isSeen(),
                c.negotiated().sendShift(),
                c.negotiated().receiveShift(),
                sender.rtt().srttNanos(),
                sender.rtt().rttvarNanos(),
                sender.rtt().rtoNanos(),
                statistics.handshakeRttNanos(),
                sender.rtt().minimumRttNanos(),
                sender.rtt().backoff(),
                sender.recovery().congestion().name(),
                sender.recovery().congestion().cwnd(),
                sender.recovery().congestion().ssthresh(),
                sender.recovery().maximumCwnd(),
                snd.wnd(),
                receiver == null ? 0 : receiver.window().edge() - receiver.sequence().nxt(),
                snd.nxt() - snd.una(),
                sender.sent().sackedBytes(),
                sender.recovery().state(),
                Math.max(0, written - Math.max(1, snd.nxt())),
                c.available(),
                receiver == null ? 0 : receiver.reassembly().bytes(),
                statistics.bytesSent(),
                statistics.bytesResent(),
                statistics.bytesAcknowledged(),
                receiver == null ? 0 : receiver.bytesReceived(),
                c.emission().segmentsSent(),
                c.segmentsReceived(),
                statistics.resentSegments(),
                sender.recovery().duplicateAcks(),
                statistics.fastRetransmits(),
                statistics.timeouts(),
                statistics.probes(),
                accurate != null ? accurate.packetsMarked() : statistics.segmentsMarked(),
                accurate != null ? accurate.bytesMarked() : 0,
                accurate != null ? accurate.bytesEct0() : 0,
                accurate != null ? accurate.bytesEct1() : 0,
                c.ecn().marksReceived(),
                sender.windowProbe().unanswered(),
                sender.busy().busyNanos(now),
                sender.busy().fullNanos(now),
                c.wasFastOpened() ? FastOpenStep.ACCEPTED : c.fastOpen().outcome(),
                c.wasFastOpened() ? receiver.synBytes() : c.fastOpen().acknowledgedBytes(),
                sender.limits().current(),
                sender.limits().spent(now));
    }

    static String explain(Connection c, long now) {
        if (c.closeReason() != CloseReason.NONE) return "It has ended: " + c.closeReason().text() + ".";
        if (c.isSynWaiting(now)) return "Its SYN waits for the first write, which it will take along (Fast Open).";
        if (c.state() == State.SYN_SENT) {
            return "It waits for an answer to its SYN; " + c.sender().retransmission().timeouts() + " time-outs so far.";
        }
        if (c.state() == State.SYN_RECEIVED) return "It waits for the last ACK of the handshake.";
        var info = of(c, now);
        var limits = c.sender().limits();
        String since = " for " + milliseconds(now - limits.since());
        String flight = info.bytesInFlight() + " bytes in flight";
        String recovery = c.sender().recovery().recovering() ? " It is recovering from a loss." : "";
        return switch (limits.current()) {
            case APPLICATION -> info.bytesInFlight() > 0
                    ? "Everything written is sent; " + flight + " wait for their ACK." + recovery
                    : "It has nothing to send: the application has not written" + since + ".";
            case CONGESTION_WINDOW -> "The congestion window of " + info.cwndBytes() + " bytes is full" + since + ": "
                    + flight + ", " + info.unsentBytes() + " more wait." + recovery;
            case RECEIVER_WINDOW -> info.sendWindowBytes() == 0
                    ? "The receiver's window is closed" + since + "; "
                            + (info.bytesInFlight() + info.unsentBytes()) + " bytes wait, "
                            + info.zeroWindowProbes() + " probes were sent."
                    : "The receiver's window of " + info.sendWindowBytes() + " bytes is full" + since + ": " + flight + ".";
            case PACING -> "Pacing holds the next segment back" + since + ".";
            case NAGLE -> "Nagle's algorithm holds " + info.unsentBytes() + " bytes back" + since
                    + " until the " + flight + " are acknowledged.";
            case LINK -> "The link takes no more packets" + since + ".";
            case NOT_ESTABLISHED -> "It cannot carry data in " + c.state() + ".";
        };
    }

    private static String milliseconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
}
