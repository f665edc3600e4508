package dev.weir.core.tcp;

import dev.weir.core.config.Congestion;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.RecoveryState;
import dev.weir.core.event.SendCause;
import dev.weir.core.tcp.congestion.AckSample;
import dev.weir.core.tcp.congestion.CongestionControl;
import dev.weir.core.tcp.congestion.Dctcp;
import dev.weir.core.tcp.congestion.NewReno;
import dev.weir.wire.TcpOptions;

/**
 * What an acknowledgment, a duplicate or a time-out says about loss: {@link DuplicateAcks} tells which positions are
 * lost, {@link CongestionControl} how much may be in flight, and {@link SentSegments} remembers it for the {@link Sender}.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc5681 RFC 5681, sections 3.1 and 3.2; RFC 6582, section 3.2; RFC 3042; RFC 4015
 */
final class LossRecovery {
    private final Connection connection;
    private final SendSequence snd;
    private final SentSegments sent;
    private final SendStatistics statistics;
    private final Congestion config;
    private final DuplicateAcks duplicates;
    private final SpuriousRecovery spurious = new SpuriousRecovery();
    private final WindowUse use = new WindowUse();
    private CongestionControl congestion;
    private SendCause whyLost = SendCause.TIMEOUT_RETRANSMIT;
    private boolean retransmitFirst; // fast retransmit: not held back by cwnd
    private long limitedTransmitBytes; // in flight beyond cwnd by RFC 3042
    private long maximumCwnd;
    private long timedOutTo; // SND.NXT when the timer last fired

    LossRecovery(Connection connection, SendSequence snd, SentSegments sent, SendStatistics statistics,
            Congestion config, int mss) {
        this.connection = connection;
        this.snd = snd;
        this.sent = sent;
        this.statistics = statistics;
        this.config = config;
        this.duplicates = new DuplicateAcks(config.duplicateThreshold());
        begin(mss, config.initialWindowSegments());
    }

    /** The handshake is complete; RFC 5681 3.1: one segment if our SYN was lost. */
    void established(int mss, boolean synWasLost, long now) {
        begin(mss, synWasLost ? 1 : config.initialWindowSegments());
        windowChanged("initial window", now);
    }

    private void begin(int mss, int segments) {
        congestion = connection.tcp().config().ecn().proportional()
                ? new Dctcp(mss, segments, config.slowStartSegments())
                : new NewReno(mss, segments, config.slowStartSegments());
        maximumCwnd = congestion.cwnd();
    }

    // ---- what arrives

    /**
     * New data was acknowledged: SND.UNA is {@code ack} now.
     *
     * @param advanced how far it moved
     * @param sample the same in bytes of text, with what else congestion control wants to know
     * @return true if that was a partial ACK of a recovery (RFC 6582 3.2 step 3)
     */
    boolean acknowledged(long ack, long advanced, AckSample sample, long now) {
        limitedTransmitBytes = 0;
        boolean wasRecovering = duplicates.recovering();
        if (duplicates.advanced(ack)) {
            congestion.onRecovered(sent.inFlightBytes(), now);
            windowChanged("recovery complete", now);
            return false;
        }
        if (wasRecovering) {
            firstIsLost(SendCause.RECOVERY_RETRANSMIT, "partial ACK in recovery", now);
            congestion.onPartialAck(advanced, now);
            windowChanged("partial ACK", now);
            return true;
        }
        if (sample.acknowledgedBytes() > 0) {
            long before = congestion.cwnd();
            congestion.onAck(sample);
            if (congestion.cwnd() != before) {
                windowChanged(before < congestion.ssthresh() ? "slow start" : "congestion avoidance", now);
            }
        }
        return false;
    }

    /**
     * New data was acknowledged: if that shows that nothing was lost, what is outstanding is still on its way, and the
     * window was reduced for nothing (RFC 4015 3.2).
     */
    SpuriousRecovery.Verdict undoIfSpurious(TcpOptions options, long advanced, long now) {
        boolean hasEcho = connection.negotiated().timestamps() && options.hasTimestamps() && options.tsEcr() != 0;
        var verdict = spurious.acknowledged(hasEcho, options.tsEcr());
        if (verdict == SpuriousRecovery.Verdict.NONE) return verdict;
        limitedTransmitBytes = 0;
        sent.noneIsLost(); // (5)
        duplicates.undone(snd.una());
        timedOutTo = snd.una();
        congestion.onSpurious(sent.inFlightBytes(), advanced, now); // (6)
        connection.ecn().reductionUndone();
        windowChanged("spurious retransmission undone", now);
        return verdict;
    }

    /** A duplicate by RFC 5681 section 2. */
    void duplicateAck(long now) {
        switch (duplicates.duplicate(snd.una(), snd.nxt())) {
            case LOSS -> {
                statistics.fastRetransmit();
                boolean reducedAlready = connection.ecn().isReduced(snd.una()); // RFC 3168 6.1.2: once for drops and marks
                congestion.onLoss(sent.inFlightBytes() - limitedTransmitBytes, reducedAlready, now); // RFC 5681 3.2 (2)
                connection.ecn().reduced(snd.nxt());
                limitedTransmitBytes = 0;
                spurious.begins(SpuriousRecovery.Verdict.FAST_RETRANSMIT);
                firstIsLost(SendCause.FAST_RETRANSMIT, "3 duplicate ACKs", now);
                windowChanged("fast retransmit", now);
            }
            case INFLATE -> {
                congestion.onDuplicateAck(now);
                windowChanged("duplicate ACK in recovery", now);
            }
            case WAIT, STALE -> { }
        }
    }

    /**
     * The peer has seen marks on our packets. RFC 3168 6.1.2: as if one had been lost, but nothing has to be sent again; once
     * per window, and for drops and marks together.
     */
    void congestionExperienced(long inFlightBytes, long now) {
        boolean sameWindow = duplicates.recovering() || connection.ecn().isReduced(snd.una());
        if (sameWindow || inFlightBytes == 0) return;
        congestion.onCongestionExperienced(inFlightBytes, now);
        connection.ecn().reduced(snd.nxt());
        windowChanged("ECN: congestion experienced", now);
    }

    /** The retransmission timer fired: everything outstanding is taken as lost. */
    void timedOut(boolean first, long now) {
        // RFC 5681 equation 4 says "no more than": what is SACKed has left the network, and an inflated window has let as
        // much new data in behind it, so that half of all would be more than the path has ever carried
        long inFlight = sent.outstandingBytes() - sent.lostBytes() - sent.sackedBytes();
        boolean lossIsCertain = duplicates.recovering() && !spurious.suspects(); // a partial ACK has shown a hole
        sent.forgetSacks();
        observeLoss(sent.outstandingBytes(), "timeout", now);
        allAreLost(SendCause.TIMEOUT_RETRANSMIT);
        duplicates.timedOut(snd.nxt());
        timedOutTo = snd.nxt();
        if (!lossIsCertain) spurious.begins(SpuriousRecovery.Verdict.TIMEOUT);
        congestion.onTimeout(inFlight, first, now);
        connection.ecn().reduced(snd.nxt());
        windowChanged("timeout", now);
    }

    /** The byte of a window probe, which the peer did not take, leaves again. */
    void windowOpened() {
        whyLost = SendCause.WINDOW_OPEN_RETRANSMIT;
    }

    /** A smaller path MTU: what was larger is sliced anew, and that is no congestion (RFC 1191). */
    void segmentSizeChanged(int mss, boolean outstandingTooBig, long now) {
        congestion.onSegmentSize(mss);
        windowChanged("segment size", now);
        if (outstandingTooBig) allAreLost(SendCause.PATH_MTU_RETRANSMIT);
    }

    /** All that is outstanding leaves again, the first segment whatever cwnd says. */
    void allAreLost(SendCause cause) {
        sent.allAreLost();
        whyLost = cause;
        retransmitFirst = true;
    }

    void idle(long now) {
        long before = congestion.cwnd();
        congestion.onIdle(now);
        if (congestion.cwnd() != before) windowChanged("restart after idle", now);
    }

    private void firstIsLost(SendCause cause, String how, long now) {
        whyLost = cause;
        retransmitFirst = true;
        long length = Math.min(connection.segmentSize(), sent.outstandingBytes());
        observeLoss(length, how, now);
        sent.firstIsLost((int) length);
    }

    // ---- what may be sent

    /** Whether the first lost segment of {@code mss} bytes may leave. */
    boolean mayResend(int mss) {
        return retransmitFirst || sent.inFlightBytes() == 0 || sent.inFlightBytes() + mss <= congestion.cwnd();
    }

    /** Something lost has left again. */
    void resent(long now) {
        if (connection.negotiated().timestamps()) spurious.resent(connection.timestamps().value(now));
        retransmitFirst = false;
    }

    /** Bytes of new data that cwnd, and limited transmit beyond it, allow in flight besides what is there. */
    long room(int mss) {
        long beyond = config.limitedTransmit() ? (long) duplicates.allowance() * mss : 0;
        long room = congestion.cwnd() + beyond - sent.inFlightBytes();
        return sent.isEmpty() ? Math.max(room, mss) : room; // a window below one segment would wait for ever
    }

    /** Why new data of this length leaves, if it leaves now. */
    SendCause causeOfNew(long length) {
        boolean beyond = duplicates.allowance() > 0 && sent.inFlightBytes() + length > congestion.cwnd();
        return beyond ? SendCause.LIMITED_TRANSMIT : SendCause.DATA;
    }

    void sentNew(SendCause cause, long length) {
        if (cause == SendCause.LIMITED_TRANSMIT) limitedTransmitBytes += length;
    }

    /** Why what is marked lost leaves again. */
    SendCause whyLost() {
        return whyLost;
    }

    /** At the end of a flush that has sent something, or that cwnd has held back. */
    void flushed(boolean limited) {
        long inFlight = sent.inFlightBytes();
        use.sent(inFlight, limited || inFlight >= congestion.cwnd(), snd.una(), snd.nxt());
    }

    /** cwnd held the sender so far that it may grow. */
    boolean isUsed() {
        return use.isUsed(congestion.cwnd(), congestion.ssthresh());
    }

    /**
     * How many of {@code acknowledged} bytes this ACK is the first to tell of: others were SACKed, or each duplicate has
     * told of a segment.
     */
    long newlyDelivered(long acknowledged, long sackedBefore) {
        int mss = connection.segmentSize();
        long told = sackedBefore + (connection.negotiated().sack() ? 0 : (long) duplicates.count() * mss);
        return Math.max(acknowledged - told, Math.min(acknowledged, mss));
    }

    // ---- what others may know

    CongestionControl congestion() {
        return congestion;
    }

    long maximumCwnd() {
        return maximumCwnd;
    }

    long duplicateAcks() {
        return duplicates.total();
    }

    boolean recovering() {
        return duplicates.recovering();
    }

    RecoveryState state() {
        if (duplicates.recovering()) return RecoveryState.RECOVERY;
        if (snd.una() < timedOutTo) return RecoveryState.LOSS;
        if (connection.ecn().isReduced(snd.una())) return RecoveryState.REDUCED;
        return sent.sackedBytes() > 0 || duplicates.count() > 0 ? RecoveryState.DISORDER : RecoveryState.OPEN;
    }

    private void observeLoss(long length, String how, long now) {
        if (!sent.isEmpty() && connection.observer().wants(EventKind.LOSS_DECLARED)) {
            connection.observer().on(new Event.LossDeclared(now, connection.flow(), snd.una(), snd.una() + length,
                    sent.sentAt(snd.una()), how));
        }
    }

    private void windowChanged(String why, long now) {
        maximumCwnd = Math.max(maximumCwnd, congestion.cwnd());
        if (connection.observer().wants(EventKind.WINDOW_CHANGED)) {
            connection.observer().on(new Event.WindowChanged(now, connection.flow(), congestion.cwnd(),
                    congestion.ssthresh(), sent.inFlightBytes(), why));
        }
    }
}
