package dev.weir.core.tcp;

import dev.weir.core.buffer.SendBuffer;
import dev.weir.core.config.TcpConfig;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.SendCause;
import dev.weir.core.event.SendLimit;
import dev.weir.core.event.TimerKind;
import dev.weir.core.tcp.congestion.AckSample;
import dev.weir.core.time.Deadline;

/**
 * The sending half of a connection: what to send now. {@link LossRecovery} says what is lost and how much may be in
 * flight; this class decides when, and {@link TcpOutput} writes.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.8 RFC 9293, sections 3.7.4, 3.8.1, 3.8.2 and 3.8.6
 */
final class Sender {
    /** Segments, super-packets counted once, that one flush sends before other connections have their turn. */
    private static final int QUOTA = 64;

    /** How a flush ended. */
    enum Flushed {
        /** Nothing more to send now. */
        DONE,
        /** The link took no more. */
        BLOCKED,
        /** The quota was used up. */
        MORE
    }

    private final Connection connection;
    private final SendSequence snd;
    private final SendBuffer buffer;
    private final SentSegments sent = new SentSegments();
    private final SendStatistics statistics = new SendStatistics();
    private final LossRecovery recovery;
    private final RetransmissionTimer retransmission;
    private final WindowProbe probe;
    private final LimitClock limits = new LimitClock();
    private final BusyClock busy = new BusyClock();
    private final Records records = new Records();
    private final Timers timers;
    private final TcpConfig config;
    private boolean isLimitedByCwnd; // in this flush
    private boolean hasSent;
    private boolean goesOn; // the next flush is the rest of this one
    private boolean hasBegunIdle; // when this flush began, nothing was outstanding
    private long lastSentAt;
    private long smallEnd; // of the last segment that was not full, SYN and FIN alone included
    private long urgentPointer; // SND.UP; 0: none

    Sender(Connection connection, SendSequence snd, SendBuffer buffer, Timers timers, TcpConfig config, int mss) {
        this.connection = connection;
        this.snd = snd;
        this.buffer = buffer;
        this.timers = timers;
        this.config = config;
        this.recovery = new LossRecovery(connection, snd, sent, statistics, config.congestion(), mss);
        this.retransmission = new RetransmissionTimer(connection, sent, recovery, statistics, timers, config);
        this.probe = new WindowProbe(connection, timers, config.rto());
    }

    // ---- what to send now

    Flushed flush(long now) {
        isLimitedByCwnd = false;
        hasSent = false;
        if (!goesOn) hasBegunIdle = sent.isEmpty();
        Flushed flushed = flushQuota(now);
        goesOn = flushed != Flushed.DONE;
        if (hasSent || isLimitedByCwnd) recovery.flushed(isLimitedByCwnd);
        boolean allSent = limits.current() == SendLimit.APPLICATION && !sent.isEmpty();
        busy.update(!sent.isEmpty() || somethingToSend(), allSent && buffer.free() == 0, now);
        return flushed;
    }

    private Flushed flushQuota(long now) {
        if (probe.isDue() && !probe(now)) return blocked(now);
        for (int quota = QUOTA; quota > 0; quota--) {
            long lost = sent.firstLost();
            boolean more = lost == SentSegments.NONE ? sendNew(now) : resend(lost, now);
            if (connection.emission().isLinkBlocked()) return blocked(now);
            if (!more) {
                armTimers(now);
                return Flushed.DONE;
            }
        }
        armTimers(now);
        return Flushed.MORE;
    }

    /** What cannot leave is not acknowledged either: R2 runs for it too. */
    private Flushed blocked(long now) {
        limit(SendLimit.LINK, now);
        timers.armIfIdle(TimerKind.USER_TIMEOUT, Deadline.after(now, connection.userTimeoutNanos()));
        return Flushed.BLOCKED;
    }

    /** One segment of what is lost, as far as window and cwnd allow. True if it left. */
    private boolean resend(long from, long now) {
        boolean handshake = from == 0;
        if (!handshake && connection.isHandshaking()) return limit(SendLimit.NOT_ESTABLISHED, now); // nor its data
        if (!handshake && from >= snd.rightEdge()) return limit(SendLimit.RECEIVER_WINDOW, now);
        if (!recovery.mayResend(segmentSize())) return limit(SendLimit.CONGESTION_WINDOW, now);
        long to = handshake ? 1 : Math.min(sent.lostRunEnd(from, segmentSize()), snd.rightEdge());
        if (!handshake) to = Math.min(to, records.next(from));
        if (to == snd.nxt() && recovery.whyLost() == SendCause.WINDOW_OPEN_RETRANSMIT) to = withNewData(from, to);
        if (!emit(from, to, handshake ? handshakeCause(true) : recovery.whyLost(), now)) return false;
        recovery.resent(now);
        return true;
    }

    /** The byte of a zero-window probe leaves with what follows it, so that Nagle does not hold that back for a round trip. */
    private long withNewData(long from, long to) {
        long end = Math.min(Math.min(buffer.tail(), snd.finPosition()), snd.rightEdge());
        return Math.max(to, Math.min(Math.min(end, records.next(from)), from + segmentSize()));
    }

    /** One segment or super-packet of what was never sent. True if it left. */
    private boolean sendNew(long now) {
        long from = snd.nxt();
        if (from == 0) return sendSyn(now);
        if (!connection.mayCarryText()) return limit(SendLimit.NOT_ESTABLISHED, now);
        long end = Math.min(buffer.tail(), snd.finPosition());
        long queued = end - from;
        if (queued <= 0) {
            if (!snd.finQueued() || snd.finSent()) return limit(SendLimit.APPLICATION, now);
            if (connection.isHandshaking()) return limit(SendLimit.NOT_ESTABLISHED, now); // 3.10.4: queued until then
            if (from >= snd.rightEdge()) return limit(SendLimit.RECEIVER_WINDOW, now);
            return emit(from, from + 1, SendCause.FIN, now);
        }
        boolean idle = sent.isEmpty() && lastSentAt > 0 && now - lastSentAt > rtt().rtoNanos();
        if (idle && config.congestion().restartAfterIdle() && from < snd.rightEdge()) {
            recovery.idle(now); // RFC 5681 4.1
        }
        long piece = Math.min(queued, records.next(from) - from);
        long length = allowed(from, piece, piece < queued, now);
        if (length <= 0) return false;
        boolean last = length == queued;
        boolean fin = last && snd.finQueued() && from + length < snd.rightEdge() && !connection.isHandshaking();
        var cause = recovery.causeOfNew(length);
        if (!emit(from, from + length + (fin ? 1 : 0), cause, now)) return false;
        recovery.sentNew(cause, length);
        return true;
    }

    /** The first SYN or SYN-ACK; Fast Open may keep it back for data, and lets a SYN take some along. */
    private boolean sendSyn(long now) {
        var fastOpen = connection.fastOpen();
        long written = Math.min(buffer.tail(), snd.finPosition()) - 1;
        if (fastOpen.isWaiting(written)) return limit(SendLimit.NOT_ESTABLISHED, now);
        int text = fastOpen.take(written);
        if (!emit(0, 1 + text, handshakeCause(false), now)) return false;
        fastOpen.sent(text, now);
        return true;
    }

    /**
     * RFC 9293 3.8.6.2.1 and 3.7.4: how many of {@code queued} bytes may leave in one packet now; 0 if it is better, or
     * demanded, to wait.
     *
     * @param more a record ends behind these bytes, and others are queued behind it: nothing can be added to them
     */
    private long allowed(long from, long queued, boolean more, long now) {
        int mss = segmentSize();
        long window = snd.rightEdge() - from;
        long room = recovery.room(mss);
        if (room < Math.min(queued, mss)) return hold(SendLimit.CONGESTION_WINDOW, now); // also where both are full
        if (window <= 0) return hold(SendLimit.RECEIVER_WINDOW, now);
        long length = Math.min(Math.min(queued, window), Math.min(room, largestPayload(from, mss)));
        if (length >= mss) {
            boolean all = length == queued;
            return all && (more || !mustWaitForTail(length % mss, true)) ? length : length - length % mss; // (1) full segments
        }
        if (length == queued) { // (2) everything that is queued
            return !more && mustWaitForTail(length, false) ? hold(SendLimit.NAGLE, now) : length;
        }
        if (length == window && length >= snd.maximumWnd() / 2 && (connection.options().noDelay() || sent.isEmpty())) {
            return length; // (3) half of the largest window ever offered
        }
        return hold(length == window ? SendLimit.RECEIVER_WINDOW : SendLimit.CONGESTION_WINDOW, now);
    }

    /**
     * Nagle: a short segment waits while anything is outstanding (Minshall: another short one; BSD: unless nothing was when
     * we began), unless it is the last one before a FIN.
     */
    private boolean mustWaitForTail(long tailBytes, boolean behindFullSegments) {
        boolean onlySyn = snd.una() == 0 && snd.nxt() == 1; // which is no data
        if (tailBytes == 0 || snd.finQueued() || onlySyn) return false;
        if (connection.options().cork()) return true;
        if (connection.options().noDelay()) return false;
        if (config.congestion().minshall()) return smallEnd > snd.una();
        if (config.congestion().nagleByCall() && hasBegunIdle) return false;
        return behindFullSegments || !sent.isEmpty();
    }

    /** Who cuts super-packets may repeat the urgent pointer, which counts from each segment's own number. */
    private int largestPayload(long from, int mss) {
        return urgentPointer > from ? mss : connection.largestPayload();
    }

    private boolean emit(long from, long to, SendCause cause, long now) {
        boolean again = from < snd.nxt();
        long firstSentAt = again ? sent.firstSentAt(from) : now;
        if (!connection.emission().emit(from, to, cause, firstSentAt, now)) return false;
        long nxt = snd.nxt();
        if (again) {
            sent.resent(from, Math.min(to, nxt), now);
            statistics.resent(textBytes(from, Math.min(to, nxt)));
        }
        if (to > nxt) {
            sent.sent(nxt, to, now);
            if ((to - nxt) % segmentSize() != 0) smallEnd = to;
            snd.advance(to);
            statistics.sent(textBytes(nxt, to));
        }
        hasSent = true;
        lastSentAt = now;
        retransmission.sent(now);
        return true;
    }

    /** Of these positions, without SYN and FIN. */
    private long textBytes(long from, long to) {
        return Math.max(0, Math.min(to, snd.finPosition()) - Math.max(from, 1));
    }

    private SendCause handshakeCause(boolean again) {
        if (connection.isSynSent()) {
            if (!again) return SendCause.SYN;
            return connection.ecn().hasGivenUp() ? SendCause.SYN_WITHOUT_ECN : SendCause.SYN_RETRANSMISSION;
        }
        boolean repeated = again && (retransmission.timeouts() > 0 || connection.isFastOpening());
        return repeated ? SendCause.SYN_ACK_RETRANSMISSION : SendCause.SYN_ACK;
    }

    /** The persist timer runs while something waits for the window and nothing in flight will bring an ACK. */
    private void armTimers(long now) {
        boolean waiting = sent.inFlightBytes() == 0 && connection.mayCarryText() && somethingToSend();
        if (waiting) {
            probe.await(limits.current() == SendLimit.NAGLE, rtt().rtoNanos(), now);
        } else {
            timers.cancel(TimerKind.PERSIST);
            if (sent.isEmpty()) {
                timers.cancel(TimerKind.RETRANSMISSION); // RFC 6298 (5.2)
                if (!somethingToSend()) timers.cancel(TimerKind.USER_TIMEOUT);
            }
        }
    }

    private boolean somethingToSend() {
        return sent.lostBytes() > 0 || snd.nxt() < Math.min(buffer.tail(), snd.finPosition())
                || snd.finQueued() && !snd.finSent();
    }

    // ---- what arrives

    /** {@code SND.UNA < SEG.ACK =< SND.NXT}; {@code marked}: of so many bytes it tells that they were. */
    void acknowledged(Segment seg, Timestamps timestamps, long marked, long now) {
        long una = snd.una();
        long ack = seg.ackNumber();
        long inFlightBefore = sent.inFlightBytes();
        long sackedBefore = sent.sackedBytes();
        long sentAt = sent.acknowledge(ack);
        snd.acknowledge(ack);
        long textAcknowledged = textBytes(una, ack);
        buffer.release(Math.min(ack, snd.finPosition()));
        records.acknowledged(ack);
        statistics.acknowledged(textAcknowledged);
        long rttNanos = retransmission.measure(seg, timestamps, sentAt, una == 0, now);
        boolean echo = marked > 0;
        if (echo) statistics.deliveredMarked(Math.ceilDiv(textAcknowledged, segmentSize()));
        long delivered = recovery.newlyDelivered(textAcknowledged, sackedBefore - sent.sackedBytes());
        var sample = new AckSample(delivered, sent.inFlightBytes(), rttNanos, recovery.isUsed(),
                echo ? Math.max(1, Math.min(marked, delivered)) : 0, now);
        var spurious = recovery.undoIfSpurious(seg.options(), ack - una, now);
        if (spurious == SpuriousRecovery.Verdict.TIMEOUT && rttNanos >= 0) rtt().timeoutWasSpurious(rttNanos);
        boolean partial = spurious == SpuriousRecovery.Verdict.NONE
                && recovery.acknowledged(ack, ack - una, sample, now);
        if (echo) recovery.congestionExperienced(inFlightBefore, now);
        probe.heard();
        retransmission.acknowledged(partial, now);
    }

    /** An ACK that moves nothing. {@code duplicate}: it is one by RFC 5681 section 2; {@code echo}: it tells of marks. */
    void notAdvanced(boolean duplicate, boolean echo, long now) {
        probe.heard();
        if (snd.wnd() == 0 || snd.rightEdge() < snd.nxt()) { // MUST-37, SHLD-17: the peer lives, its window is shut
            if (timers.isArmed(TimerKind.USER_TIMEOUT)) {
                timers.arm(TimerKind.USER_TIMEOUT, Deadline.after(now, connection.userTimeoutNanos()));
            }
        }
        if (echo) recovery.congestionExperienced(sent.inFlightBytes(), now);
        if (!duplicate || sent.inFlightBytes() == 0) return; // a window probe that was refused is not in flight
        recovery.duplicateAck(now);
    }

    /** Takes the window that a segment offers; {@code bytes} scaled. True if it changed. */
    boolean updateWindow(Segment seg, long bytes, long now) {
        boolean wasShut = snd.wnd() == 0;
        boolean changed = snd.updateWindow(seg.seq(), seg.ackNumber(), bytes);
        if (changed && wasShut) {
            probe.windowOpened();
            recovery.windowOpened();
        }
        return changed;
    }

    // ---- timers

    /** RFC 6298 (5.4) to (5.7). */
    void retransmissionTimeout(long now) {
        if (sent.isEmpty()) return;
        boolean shut = !connection.isHandshaking() && snd.rightEdge() <= snd.una();
        if (shut) probe.request(); // MUST-35, SHLD-29: the window was shut behind what is outstanding
        retransmission.expired(shut, now);
    }

    /** RFC 7413 4.2.2: the SYN-ACK acknowledged less than the SYN carried. That is no congestion. */
    void synTextNotAcknowledged() {
        recovery.allAreLost(SendCause.FAST_OPEN_RETRANSMIT);
    }

    /** The peer has sent its SYN again. */
    void synAckAgain() {
        if (snd.una() == 0) sent.firstIsLost(1);
    }

    /** A simultaneous open: the SYN leaves again, now with an acknowledgment. */
    void synBecomesSynAck() {
        sent.allAreLost();
    }

    /** The handshake is complete. */
    void established(int mss, long now) {
        retransmission.established(mss, now);
        limits.begin(now);
        busy.begin(now);
    }

    /** The next flush probes, if it still has to. */
    void persistTimeout() {
        probe.request();
    }

    /**
     * RFC 9293 3.8.6.1: the byte at SND.UNA, whatever cwnd says; or, where the window is only silly or the application
     * has corked, what fits. False if the link was blocked.
     */
    private boolean probe(long now) {
        boolean needed = somethingToSend() && sent.inFlightBytes() == 0 && connection.mayCarryText();
        if (needed) {
            long from = snd.una();
            boolean shut = snd.rightEdge() <= from;
            if (shut && config.rto().emptyProbes() && sent.isEmpty()) return probeEmpty(from, now);
            long to = shut ? from + 1 : probeEnd(from);
            if (!emit(from, to, shut ? SendCause.ZERO_WINDOW_PROBE : SendCause.DATA, now)) return false;
            if (shut) {
                probe.sent(now);
                statistics.probe();
                sent.firstIsLost((int) (to - from)); // not in flight: it leaves again when the window opens
            }
        }
        probe.done();
        return true;
    }

    private boolean probeEmpty(long from, long now) {
        if (!connection.emission().emitOld(from - 1, SendCause.ZERO_WINDOW_PROBE, now)) return false;
        probe.sent(now);
        statistics.probe();
        probe.done();
        return true;
    }

    private long probeEnd(long from) {
        long written = Math.max(Math.min(buffer.tail(), snd.finPosition()), from + 1);
        long end = Math.min(Math.min(written, records.next(from)), Math.min(snd.rightEdge(), from + segmentSize()));
        return from < snd.nxt() ? Math.min(end, snd.nxt()) : end; // old and new data do not share a segment
    }

    // ---- the application and the path

    /** CLOSE: the FIN follows what is written. */
    void queueFin() {
        if (!snd.finQueued()) snd.queueFin(Math.max(buffer.tail(), 1));
    }

    void urgent() {
        urgentPointer = buffer.tail();
    }

    void endRecord() {
        records.end(buffer.tail());
    }

    Records records() {
        return records;
    }

    /** SND.UP, or 0. */
    long urgentPointer() {
        return urgentPointer;
    }

    /** A smaller path MTU. */
    void segmentSizeChanged(int mss, boolean outstandingTooBig, long now) {
        recovery.segmentSizeChanged(mss, outstandingTooBig, now);
    }

    void stop(long now) {
        limits.limit(SendLimit.NOT_ESTABLISHED, now);
    }

    private int segmentSize() {
        return connection.segmentSize();
    }

    // ---- what holds it back

    private boolean limit(SendLimit limit, long now) {
        isLimitedByCwnd |= limit == SendLimit.CONGESTION_WINDOW;
        if (limits.limit(limit, now) && connection.observer().wants(EventKind.SENDER_LIMITED)) {
            connection.observer().on(new Event.SenderLimited(now, connection.flow(), limit));
        }
        return false;
    }

    private long hold(SendLimit limit, long now) {
        limit(limit, now);
        return 0;
    }

    // ---- what others may know

    SendSequence sequence() {
        return snd;
    }

    SentSegments sent() {
        return sent;
    }

    RetransmissionTimer retransmission() {
        return retransmission;
    }

    WindowProbe windowProbe() {
        return probe;
    }

    RttEstimator rtt() {
        return retransmission.rtt();
    }

    LossRecovery recovery() {
        return recovery;
    }

    LimitClock limits() {
        return limits;
    }

    BusyClock busy() {
        return busy;
    }

    SendStatistics statistics() {
        return statistics;
    }

    /** Nothing that the application gave us is still owed to the peer. */
    boolean allAcknowledged() {
        return sent.isEmpty() && !somethingToSend();
    }
}
