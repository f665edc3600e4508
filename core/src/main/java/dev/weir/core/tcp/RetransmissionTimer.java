package dev.weir.core.tcp;

import dev.weir.core.config.TcpConfig;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.TimerKind;
import dev.weir.core.time.Deadline;

/**
 * When what is outstanding is given up for lost: the retransmission timer, the measurements that set it, and R1 and R2,
 * for the handshake and after it.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6298#section-5 RFC 6298, section 5; RFC 9293, sections 3.8.1 and 3.8.3
 */
final class RetransmissionTimer {
    private final Connection connection;
    private final SentSegments sent;
    private final LossRecovery recovery;
    private final SendStatistics statistics;
    private final Timers timers;
    private final TcpConfig config;
    private final RttEstimator rtt;
    private int timeouts; // in a row
    private int synTimeouts;
    private int partialAcks; // of this recovery
    private int synAgainAt = -1; // number of time-outs at which the SYN was last repeated out of turn

    RetransmissionTimer(Connection connection, SentSegments sent, LossRecovery recovery, SendStatistics statistics,
            Timers timers, TcpConfig config) {
        this.connection = connection;
        this.sent = sent;
        this.recovery = recovery;
        this.statistics = statistics;
        this.timers = timers;
        this.config = config;
        this.rtt = new RttEstimator(config.rto());
    }

    RttEstimator rtt() {
        return rtt;
    }

    /** The SYN or SYN-ACK was not answered in time. */
    boolean synTimedOut() {
        return synTimeouts > 0;
    }

    /** In a row. */
    int timeouts() {
        return timeouts;
    }

    /** Something left. */
    void sent(long now) {
        timers.armIfIdle(TimerKind.RETRANSMISSION, Deadline.after(now, rtt.rtoNanos())); // (5.1)
        timers.armIfIdle(TimerKind.USER_TIMEOUT, Deadline.after(now, connection.userTimeoutNanos()));
    }

    /** (5.3); in recovery only the first partial ACK restarts the timer (RFC 6582 section 4, "impatient"). */
    void acknowledged(boolean partial, long now) {
        timeouts = 0;
        if (sent.isEmpty()) {
            timers.cancel(TimerKind.RETRANSMISSION);
            timers.cancel(TimerKind.USER_TIMEOUT);
            partialAcks = 0;
            return;
        }
        partialAcks = partial ? partialAcks + 1 : 0;
        if (partialAcks <= 1) timers.arm(TimerKind.RETRANSMISSION, Deadline.after(now, rtt.rtoNanos()));
        timers.arm(TimerKind.USER_TIMEOUT, Deadline.after(now, connection.userTimeoutNanos()));
    }

    /**
     * Karn: by send times if nothing acknowledged was sent twice, else by the timestamp that the ACK echoes.
     *
     * @param timestamps null: none were agreed on
     * @param sentAt when what is acknowledged left; {@link SentSegments#NONE} where that does not measure
     * @return the measurement, or -1
     */
    long measure(Segment seg, Timestamps timestamps, long sentAt, boolean handshake, long now) {
        long sample = -1;
        if (sentAt != SentSegments.NONE) {
            sample = now - sentAt;
        } else if (timestamps != null && seg.options().hasTimestamps() && seg.options().tsEcr() != 0) {
            sample = timestamps.rttNanos(seg.options().tsEcr(), now);
        }
        if (sample < 0) return -1;
        rtt.sample(sample);
        if (handshake) statistics.handshakeRtt(sample);
        if (connection.observer().wants(EventKind.RTT_MEASURED)) {
            connection.observer().on(new Event.RttMeasured(now, connection.flow(), sample, rtt.srttNanos(),
                    rtt.rttvarNanos(), rtt.rtoNanos()));
        }
        return sample;
    }

    /**
     * What the {@link HalfOpen} of a passive open found out.
     *
     * @param rttNanos -1 if its SYN-ACK was sent more than once
     * @param timeouts of the SYN-ACK
     */
    void handshakeMeasured(long rttNanos, int timeouts) {
        synTimeouts = timeouts;
        if (rttNanos < 0) return;
        rtt.sample(rttNanos);
        statistics.handshakeRtt(rttNanos);
    }

    /**
     * (5.4) to (5.7).
     *
     * @param shut the window is shut behind what is outstanding: it is probed, and the probes back off
     */
    void expired(boolean shut, long now) {
        timeouts++;
        statistics.timeout();
        if (connection.isHandshaking()) {
            handshakeTimeout(now);
            return;
        }
        if (timeouts == config.rto().r1()) connection.softErrors().adviseNegatively(timeouts, now);
        if (!shut) rtt.timedOut();
        recovery.timedOut(timeouts == 1, now);
        timers.arm(TimerKind.RETRANSMISSION, Deadline.after(now, rtt.rtoNanos()));
    }

    private void handshakeTimeout(long now) {
        var handshake = config.handshake();
        synTimeouts = timeouts;
        int retries = connection.isSynSent()
                ? handshake.synRetries() + handshake.synLinearTimeouts()
                : handshake.synAckRetries();
        if (timeouts > retries) {
            connection.softErrors().timedOut(now);
            return;
        }
        connection.fastOpen().timedOut(now);
        if (timeouts == config.rto().r1()) connection.softErrors().adviseNegatively(timeouts, now);
        if (!connection.isSynSent() || timeouts > handshake.synLinearTimeouts()) rtt.timedOut();
        if (connection.isSynSent() && timeouts == handshake.plainSynAfter()) connection.offerMssOnly();
        if (connection.isSynSent()) connection.ecn().synUnanswered(timeouts);
        sent.allAreLost();
        timers.arm(TimerKind.RETRANSMISSION, Deadline.after(now, rtt.rtoNanos()));
    }

    /** The SYN may have been eaten by an old connection at the peer, which our reset has just ended: try again at once. */
    void synAgainNow() {
        if (timeouts == synAgainAt) return; // once per time-out: a forger must not drive us
        synAgainAt = timeouts;
        sent.allAreLost();
    }

    /** The handshake is complete: (5.7) and RFC 5681 3.1 if our SYN was lost. */
    void established(int mss, long now) {
        recovery.established(mss, synTimeouts > 0, now);
        if (synTimeouts > 0) rtt.dataBeginsAfterLostSyn();
        timeouts = 0;
    }
}
