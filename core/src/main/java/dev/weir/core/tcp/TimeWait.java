package dev.weir.core.tcp;

import dev.weir.core.event.Counter;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Flow;
import dev.weir.core.event.SendCause;
import dev.weir.core.event.State;
import dev.weir.core.time.Deadline;
import dev.weir.core.time.Timer;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOptions;

/**
 * A connection in TIME-WAIT: just what is needed to answer the peer's FIN again and to tell a new SYN from an old one.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.6.1 RFC 9293, sections 3.6.1 and 3.10.7.4; RFC 6191; RFC 1337
 */
final class TimeWait extends Timer implements TcpEndpoint.OfFlow {
    private final Tcp tcp;
    private final Flow flow;
    private final SendSequence snd;
    private final ReceiveSequence rcv;
    private final int window;
    private final int sendShift;
    private final int receiveShift;
    private final int trafficClass;
    private final int timeToLive;
    private final Timestamps timestamps; // null where they were not negotiated
    private boolean ended;
    private long until;
    private long lastInvalidAckAt = Long.MIN_VALUE;

    TimeWait(Connection ended, long now) {
        this.tcp = ended.tcp();
        this.flow = ended.flow();
        this.snd = ended.sender().sequence();
        this.rcv = ended.receiver().sequence();
        this.window = ended.receiver().offeredField();
        this.sendShift = ended.negotiated().sendShift();
        this.receiveShift = ended.negotiated().receiveShift();
        this.trafficClass = ended.options().trafficClass();
        this.timeToLive = ended.options().timeToLive();
        this.timestamps = ended.negotiated().timestamps() ? ended.timestamps() : null;
        restart(now);
    }

    @Override
    public Flow flow() {
        return flow;
    }

    int sendShift() {
        return sendShift;
    }

    ReceiveSequence receiveSequence() {
        return rcv;
    }

    SendSequence sendSequence() {
        return snd;
    }

    /** 3.10.7.4 as far as it concerns TIME-WAIT. SYNs that may open a new connection were looked at before. */
    DropReason receive(Segment seg, long now) {
        if (tcp.config().closing().bsdTimeWait()) {
            receiveAsBsd(seg, now);
            return DropReason.IN_TIME_WAIT;
        }
        if (timestamps != null && !seg.rst()) { // RFC 7323 5.3 R1 and 3.2
            boolean old = timestamps.isOld(seg, now);
            if (old && mayAnswer(now)) acknowledge(now);
            boolean missing = !seg.options().hasTimestamps() && tcp.config().security().timestampsRequired();
            if (old || missing) return DropReason.IN_TIME_WAIT;
        }
        if (seg.fin() && !seg.rst() && seg.end() == rcv.nxt()) {
            restart(now); // eighth: the peer's FIN again; acknowledge it, restart the 2 MSL time-out
            acknowledge(now);
            return DropReason.IN_TIME_WAIT;
        }
        if (!accepts(seg)) { // first
            if (!seg.rst() && mayAnswer(now)) acknowledge(now);
            return DropReason.IN_TIME_WAIT;
        }
        if (timestamps != null) timestamps.update(seg, rcv.nxt(), now); // R3
        if (seg.rst()) return second_reset(seg, now);
        if (seg.syn()) return fourth_syn(now);
        if (seg.ack()) fifth_acknowledgment(seg, now);
        return DropReason.IN_TIME_WAIT;
    }

    private void receiveAsBsd(Segment seg, long now) {
        if (seg.rst() || !seg.ack()) return;
        boolean stampMissing = timestamps != null && !seg.options().hasTimestamps();
        if (stampMissing && tcp.config().security().timestampsRequired()) return;
        boolean finAgain = seg.fin() && seg.end() == rcv.nxt();
        if (finAgain) restart(now);
        boolean repetition = seg.end() == seg.seq() && seg.seq() == rcv.nxt() && seg.ackNumber() == snd.nxt();
        if (finAgain || !repetition && mayAnswer(now)) acknowledge(now);
    }

    /** Whether a SYN ends this record and is judged as if it had not been there. */
    boolean isEndedBy(Segment syn) {
        return tcp.config().closing().bsdTimeWait() && !syn.rst() && !syn.ack() && syn.seq() > rcv.nxt();
    }

    /** 3.4, with the window that was offered last. */
    private boolean accepts(Segment seg) {
        long edge = rcv.nxt() + ((long) window << receiveShift);
        boolean firstInside = rcv.nxt() <= seg.seq() && seg.seq() < edge;
        if (seg.end() == seg.seq() || seg.rst()) return seg.seq() == rcv.nxt() || firstInside;
        long last = seg.end() - 1;
        return firstInside || rcv.nxt() <= last && last < edge;
    }

    private DropReason second_reset(Segment seg, long now) {
        if (tcp.config().closing().timeWaitIgnoresReset()) return DropReason.IN_TIME_WAIT;
        if (seg.seq() != rcv.nxt() && tcp.config().security().challengeAcks()) {
            if (tcp.challenges().grant(now)) acknowledge(now);
            return DropReason.IN_TIME_WAIT;
        }
        end(now);
        return DropReason.CONNECTION_ENDED;
    }

    private DropReason fourth_syn(long now) {
        if (tcp.config().security().challengeAcks()) {
            if (tcp.challenges().grant(now)) acknowledge(now);
            return DropReason.IN_TIME_WAIT;
        }
        reply(TcpFlags.RST | TcpFlags.ACK, 0, TcpOptions.NONE, SendCause.RESET);
        end(now);
        return DropReason.CONNECTION_ENDED;
    }

    /** What occupies sequence space, or acknowledges what cannot be, is answered; a bare ACK never, lest it go on for ever. */
    private void fifth_acknowledgment(Segment seg, long now) {
        boolean tooOld = tcp.config().security().challengeAcks() && seg.ackNumber() < snd.una() - snd.maximumWnd();
        boolean answered = seg.end() > seg.seq() || tooOld || seg.ackNumber() > snd.nxt();
        if (answered && mayAnswer(now)) acknowledge(now);
    }

    /** Two records in TIME-WAIT must not acknowledge each other for ever. */
    private boolean mayAnswer(long now) {
        long interval = tcp.config().security().invalidAckInterval().toNanos();
        if (lastInvalidAckAt != Long.MIN_VALUE && now - lastInvalidAckAt < interval) return false;
        lastInvalidAckAt = now;
        return true;
    }

    /**
     * MAY-2 and RFC 6191: a SYN opens a new connection if it is certainly newer: by its timestamp, or, where that does
     * not decide, by its sequence number.
     */
    boolean mayBeReopenedBy(Segment syn) {
        if (!tcp.config().closing().timeWaitReuse() || syn.rst() || syn.ack()) return false;
        boolean newerNumber = syn.seq() > rcv.nxt();
        if (tcp.config().closing().bsdTimeWait()) return newerNumber;
        boolean stamped = syn.options().hasTimestamps() && tcp.config().options().timestamps();
        if (timestamps == null) return newerNumber || stamped;
        if (!syn.options().hasTimestamps()) return newerNumber;
        int value = syn.options().tsVal();
        if (value == timestamps.echo()) return newerNumber;
        return Sequence.timestampBefore(timestamps.echo(), value);
    }

    private void acknowledge(long now) {
        var options = timestamps == null
                ? TcpOptions.NONE
                : new TcpOptions(-1, -1, false, true, timestamps.value(now), timestamps.echo(), TcpOptions.NONE.sackEdges());
        reply(TcpFlags.ACK, window, options, SendCause.TIME_WAIT_ACK);
    }

    private void reply(int flags, int field, TcpOptions options, SendCause cause) {
        tcp.replies().add(new Reply(flow, snd.wire(snd.nxt()), rcv.wire(rcv.nxt()), flags, field, options, trafficClass,
                timeToLive, cause, snd.nxt(), rcv.nxt(), (long) field << receiveShift));
    }

    private void restart(long now) {
        until = Deadline.after(now, tcp.config().closing().timeWait().toNanos());
        tcp.timers().arm(this, until);
    }

    @Override
    protected void expired(long now) {
        end(now);
    }

    boolean hasEnded() {
        return ended;
    }

    void end(long now) {
        ended = true;
        tcp.timers().arm(this, Deadline.NEVER);
        tcp.endpoints().timeWaitEnded(this);
        if (tcp.observer().wants(EventKind.STATE_CHANGED)) {
            tcp.observer().on(new Event.StateChanged(now, flow, State.TIME_WAIT, State.CLOSED, "2 MSL"));
        }
        if (tcp.observer().wants(EventKind.CONNECTION_ENDED)) {
            tcp.observer().on(new Event.ConnectionEnded(now, flow, CloseReason.CLOSED));
        }
    }

    /** A new connection takes its place. */
    void reopened(long now) {
        tcp.counters().add(Counter.TIME_WAIT_REUSED);
        end(now);
    }

    /** MAY-2: the SYN that had reopened it turned out to be an old duplicate. */
    void restore(long now) {
        if (now >= until) return;
        ended = false;
        tcp.timers().arm(this, until);
        tcp.endpoints().backToTimeWait(this, now);
        tcp.stateChanged(flow, State.CLOSED, State.TIME_WAIT, "the SYN was an old duplicate", now);
    }
}
