package dev.weir.core.tcp;

import dev.weir.core.buffer.Marked;
import dev.weir.core.buffer.ReceiveBuffer;
import dev.weir.core.buffer.SendBuffer;
import dev.weir.core.buffer.WaitPoint;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Counter;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Flow;
import dev.weir.core.event.Observer;
import dev.weir.core.event.SendCause;
import dev.weir.core.event.State;
import dev.weir.core.event.TimerKind;
import dev.weir.core.time.Deadline;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOptions;
import java.lang.foreign.MemorySegment;

/**
 * One connection: the TCB, and the user calls OPEN, SEND, RECEIVE, CLOSE, ABORT and STATUS.
 *
 * <p>It composes the halves, which do not know each other: {@link Sender} and {@link Receiver}. What a segment does to
 * it stands in {@link SegmentArrives}.
 *
 * <p>Threads: one application thread at a time may read and one may write; both touch only the buffers, and ring their
 * driver afterwards. The methods of the third part below are called inside a turn. {@link #state}, {@link
 * #closeReason} and the wait points may be used by any thread.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.10 RFC 9293, sections 3.3.1, 3.9.1 and 3.10.1 to 3.10.6
 */
public final class Connection extends Marked implements TcpEndpoint.OfFlow {
    private final Tcp tcp;
    private final Flow flow;
    private final long serial;
    private Negotiated.Offer offer; // of our SYN; reduced to what the peer's SYN allows when we answer one
    private final Binding binding;
    private final Listener listener; // whose connection this is; null for an active open
    private final SendBuffer sendBuffer;
    private final ReceiveBuffer receiveBuffer;
    private final Timers timers;
    private final Sender sender;
    private final KeepAlive keepAlive;
    private final Timestamps timestamps;
    private final WaitPoint readable = new WaitPoint();
    private final WaitPoint writable = new WaitPoint();
    private final WaitPoint opened = new WaitPoint();
    private final WaitPoint finished = new WaitPoint();

    private Receiver receiver; // null until the peer's SYN is known
    private Negotiated negotiated;
    private volatile ConnectionOptions options;
    private volatile State state = State.CLOSED;
    private volatile CloseReason closeReason = CloseReason.NONE;
    private volatile boolean wasOpened;
    private volatile boolean endOfStream; // the peer's FIN is taken: after what is published nothing follows
    private volatile boolean outputShut;
    private volatile boolean finAcknowledged;
    private volatile long urgentMark;
    private boolean closedByUser; // both halves: nobody will read
    private CloseReason softError = CloseReason.NONE;
    private int pathMtu;
    private int segmentSize; // effective: SND.MSS of RFC 9293 3.7.1, options taken off
    private boolean due;
    private boolean linkBlocked;
    private long openedAt;
    private long heardAt;
    private long lastInvalidAckAt = Long.MIN_VALUE;
    private long segmentsReceived;
    private long segmentsSent;

    /** @param una 0: our SYN is still to be sent; 1: a {@link HalfOpen} or cookie has done the handshake */
    Connection(Tcp tcp, Flow flow, long serial, int iss, long una, Negotiated.Offer offer, ConnectionOptions options,
            Binding binding, Listener listener, long now) {
        this.tcp = tcp;
        this.flow = flow;
        this.serial = serial;
        this.offer = offer;
        this.binding = binding;
        this.listener = listener;
        this.options = options;
        this.sendBuffer = new SendBuffer(tcp.pool(), 1, options.sendBytes());
        this.receiveBuffer = new ReceiveBuffer(tcp.pool(), 1, options.receiveBytes());
        this.timers = new Timers(this, tcp.timers());
        this.keepAlive = new KeepAlive(timers);
        this.timestamps = new Timestamps(tcp.initialSequence().timestampOffset(flow));
        this.negotiated = Negotiated.nothing(offer, flow.remote().isIpv4());
        this.pathMtu = tcp.ip().pathMtu(flow.remote(), now);
        slice();
        this.sender = new Sender(this, new SendSequence(iss, una), sendBuffer, timers, tcp.config(), segmentSize);
        this.openedAt = now;
        this.heardAt = now;
    }

    // ------------------------------------------------------------------------------------ any thread

    @Override
    public Flow flow() {
        return flow;
    }

    public State state() {
        return state;
    }

    /** {@link CloseReason#NONE} while open; {@link CloseReason#CLOSED} after an orderly end. */
    public CloseReason closeReason() {
        return closeReason;
    }

    /** True once the handshake was complete; stays true. */
    public boolean isOpened() {
        return wasOpened;
    }

    /** Our FIN is acknowledged, or the connection has ended otherwise: what SO_LINGER waits for. */
    public boolean isFinished() {
        return finAcknowledged || closeReason != CloseReason.NONE;
    }

    public ConnectionOptions options() {
        return options;
    }

    /** Signalled when there is something to read, at the end of the stream, and at the end of the connection. */
    public WaitPoint readable() {
        return readable;
    }

    /** Signalled when the send buffer has room again, and at the end of the connection. */
    public WaitPoint writable() {
        return writable;
    }

    /** Signalled when the handshake is complete or has failed. */
    public WaitPoint opened() {
        return opened;
    }

    /** Signalled when {@link #isFinished} becomes true. */
    public WaitPoint finished() {
        return finished;
    }

    // ------------------------------------------------------------------------ application threads

    /**
     * RECEIVE, without waiting.
     *
     * @return bytes read; 0 if there is nothing now (then look at {@link #closeReason}); -1 at the end of the stream
     */
    public int read(byte[] target, int offset, int length) {
        boolean ends = endOfStream; // before the look into the buffer: what was published before the FIN is still there
        int limit = untilUrgentByte(length);
        int n = receiveBuffer.read(target, offset, limit);
        return n == 0 && ends && length > 0 && receiveBuffer.available() == 0 ? -1 : n;
    }

    /** As {@link #read(byte[], int, int)}. */
    public int read(MemorySegment target, long offset, int length) {
        boolean ends = endOfStream;
        int limit = untilUrgentByte(length);
        int n = receiveBuffer.read(target, offset, limit);
        return n == 0 && ends && length > 0 && receiveBuffer.available() == 0 ? -1 : n;
    }

    /** As {@link #read(byte[], int, int)}, but what is read stays, and opens no window. */
    public int peek(byte[] target, int offset, int length) {
        boolean ends = endOfStream;
        int n = receiveBuffer.peek(target, offset, untilUrgentByte(length));
        return n == 0 && ends && length > 0 && receiveBuffer.available() == 0 ? -1 : n;
    }

    /** Bytes that can be read now. */
    public int available() {
        return receiveBuffer.available();
    }

    /** {@link #read} would not answer 0, or the connection has ended. */
    public boolean isReadable() {
        return receiveBuffer.available() > 0 || endOfStream || closeReason != CloseReason.NONE;
    }

    /** True if a turn has something to do for what was read: a window update, or chunks to give back. */
    public boolean needsRingAfterRead() {
        var half = receiver;
        return half != null && half.needsTurnAfterRead();
    }

    /** The next byte to read is the first behind the urgent data. */
    public boolean isAtUrgentMark() {
        return urgentMark != 0 && receiveBuffer.consumed() == urgentMark;
    }

    /** Urgent bytes that are still to be read; 0 where there are none (MUST-33). */
    public long urgentBytesLeft() {
        return Math.max(0, urgentMark - receiveBuffer.consumed());
    }

    /**
     * SEND, without waiting.
     *
     * @return bytes taken, 0 to {@code length}; -1 if nothing can be written any more
     */
    public int write(byte[] source, int offset, int length) {
        return isOutputOver() ? -1 : sendBuffer.write(source, offset, length);
    }

    /** As {@link #write(byte[], int, int)}. */
    public int write(MemorySegment source, long offset, int length) {
        return isOutputOver() ? -1 : sendBuffer.write(source, offset, length);
    }

    /** {@link #write} would take something, or answer -1. */
    public boolean isWritable() {
        return isOutputOver() || sendBuffer.free() > 0;
    }

    private boolean isOutputOver() {
        return outputShut || closeReason != CloseReason.NONE;
    }

    /** Unless it is wanted inline, the last urgent byte is taken out of the stream, and a read ends before it. */
    private int untilUrgentByte(int length) {
        long mark = urgentMark;
        if (mark == 0 || options.urgentInline()) return length;
        long before = mark - 1 - receiveBuffer.consumed();
        if (before == 0 && receiveBuffer.available() > 0) receiveBuffer.skip(1);
        return before > 0 ? (int) Math.min(length, before) : length;
    }

    // ------------------------------------------------------------------------- inside a turn: user calls

    /** 3.10.1 OPEN, active. */
    void open(long now) {
        become(State.SYN_SENT, "OPEN", now);
        tcp.due(this);
    }

    /**
     * 3.10.4 CLOSE of the sending half: what is written is sent first. Repeating it changes nothing.
     *
     * @throws CallRefused NOT_CONNECTED
     */
    public void shutdownOutput(long now) {
        if (closeReason != CloseReason.NONE || state == State.SYN_SENT) throw new CallRefused(CallRefused.Why.NOT_CONNECTED);
        finish("CLOSE", now);
    }

    /** What is unread is thrown away, and so is what still arrives; it is acknowledged all the same. Reading answers the end. */
    public void shutdownInput(long now) {
        endOfStream = true;
        if (receiver != null) {
            receiver.discard();
            receiver.applicationRead();
            tcp.due(this);
        }
        tcp.signal(readable);
    }

    /**
     * CLOSE of both halves: a FIN behind what is written; or a reset if received data is unread (RFC 9293 3.6.1, SHLD-3).
     * Idempotent, and allowed in every state.
     */
    public void close(long now) {
        if (closedByUser) return;
        closedByUser = true;
        boolean unread = receiveBuffer.available() > 0;
        if (closeReason != CloseReason.NONE || state == State.TIME_WAIT) {
            receiveBuffer.close();
        } else if (state == State.SYN_SENT) {
            end(CloseReason.ABORTED, "CLOSE", now);
        } else if (unread) {
            reset(CloseReason.ABORTED_UNREAD_DATA, SendCause.RESET_UNREAD_DATA, now);
        } else {
            finish("CLOSE", now);
            if (state == State.FIN_WAIT_2) armFinWait2(now);
        }
    }

    /** 3.10.5 ABORT: the peer gets a reset. */
    public void abort(long now) {
        closedByUser = true;
        if (closeReason != CloseReason.NONE || state == State.TIME_WAIT) {
            receiveBuffer.close();
        } else if (state == State.SYN_SENT) {
            end(CloseReason.ABORTED, "ABORT", now);
        } else {
            reset(CloseReason.ABORTED, SendCause.RESET_ABORT, now);
        }
    }

    /** Everything written so far is urgent (MUST-30). SHLD-13: for old protocols only. */
    public void sendUrgent(long now) {
        sender.urgent();
        tcp.due(this);
    }

    /** Takes effect at once, on what is queued too (MUST-17, SHLD-21). */
    public void options(ConnectionOptions changed, long now) {
        boolean probing = changed.keepAlive() != options.keepAlive() || !changed.keepAliveIdle().equals(options.keepAliveIdle());
        options = changed;
        sendBuffer.capacity(changed.sendBytes());
        receiveBuffer.capacity(changed.receiveBytes());
        if (closeReason != CloseReason.NONE) return;
        if (timers.isArmed(TimerKind.USER_TIMEOUT)) {
            timers.arm(TimerKind.USER_TIMEOUT, Deadline.after(now, userTimeoutNanos()));
        }
        if (probing && state.isSynchronized()) keepAlive.configure(changed, now);
        slice();
        tcp.due(this);
    }

    /** 3.10.6 STATUS. */
    public TcpInfo info(long now) {
        return Status.of(this, now);
    }

    /** Why it is not sending now, in words. */
    public String explain(long now) {
        return Status.explain(this, now);
    }

    /** The application wrote or read. */
    @Override
    protected void attend(long now) {
        tcp.applicationChanged(this, now);
    }

    void applicationChanged(long now) {
        if (receiver != null && state.isSynchronized()) receiver.applicationRead();
        if (closeReason == CloseReason.NONE) tcp.due(this);
    }

    // ------------------------------------------------------------------------- flush: nothing else emits

    /** Sends what is due. Answers how it ended; not {@code DONE}: call again. */
    Sender.Flushed flush(long now) {
        if (closeReason != CloseReason.NONE || state == State.TIME_WAIT) return Sender.Flushed.DONE;
        linkBlocked = false;
        var outcome = sender.flush(now);
        if (outcome == Sender.Flushed.BLOCKED) return outcome;
        if (receiver != null && receiver.acks().due() != null && !acknowledge(receiver.acks().due(), now)) {
            return Sender.Flushed.BLOCKED;
        }
        if (keepAlive.probeDue() && !probe(now)) return Sender.Flushed.BLOCKED;
        if (receiver != null) {
            receiver.buffer().releaseConsumed();
            receiver.settle();
        }
        return outcome;
    }

    /** Sends positions {@code from} to {@code to}; false if the link is blocked. */
    boolean emit(long from, long to, SendCause cause, long firstSentAt, long now) {
        var snd = sender.sequence();
        int flags = state == State.SYN_SENT ? 0 : TcpFlags.ACK;
        if (from == 0) flags |= TcpFlags.SYN;
        if (to > snd.finPosition()) flags |= TcpFlags.FIN;
        boolean text = from > 0 && from < snd.finPosition();
        if (text && Math.min(to, snd.finPosition()) == sendBuffer.tail()) flags |= TcpFlags.PSH; // MUST-61
        if (!tcp.output().segment(this, from, to, flags, cause, firstSentAt, now)) return blocked();
        sent(text);
        return true;
    }

    private boolean acknowledge(SendCause cause, long now) {
        long nxt = sender.sequence().nxt();
        if (!tcp.output().segment(this, nxt, nxt, TcpFlags.ACK, cause, now, now)) return blocked();
        sent(false);
        return true;
    }

    /** SHLD-12: one position back, no data, so that the peer must answer. */
    private boolean probe(long now) {
        long before = sender.sequence().nxt() - 1;
        if (!tcp.output().segment(this, before, before, TcpFlags.ACK, SendCause.KEEP_ALIVE_PROBE, now, now)) return blocked();
        keepAlive.probeSent();
        segmentsSent++;
        return true;
    }

    private boolean blocked() {
        linkBlocked = true;
        return false;
    }

    private void sent(boolean withData) {
        segmentsSent++;
        if (receiver != null) receiver.ackSent(withData);
    }

    // ------------------------------------------------------------------------- what SegmentArrives asks for

    /** The peer's SYN is known: both halves can work. */
    void synReceived(int irs, TcpOptions peer, int window, long now) {
        negotiated = Negotiated.of(offer, peer, flow.remote().isIpv4());
        offer = offer.answering(peer);
        if (negotiated.timestamps()) timestamps.take(peer.tsVal(), now);
        slice();
        long offered = Math.min(options.receiveBytes(), 0xffff); // what our SYN said, unscaled
        receiver = new Receiver(new ReceiveSequence(irs, 1), receiveBuffer,
                new ReceiveWindow(negotiated.receiveShift(), 1 + offered), negotiated.ourMss(), timers, tcp.config());
        sender.sequence().updateWindow(0, sender.sequence().una(), window);
    }

    /** SYN-SENT or SYN-RECEIVED has become ESTABLISHED. */
    void established(String trigger, long now) {
        sender.established(segmentSize, sender.timeouts(), now);
        become(State.ESTABLISHED, trigger, now);
        openedAt = now;
        wasOpened = true;
        keepAlive.configure(options, now);
        if (outputShut) become(State.FIN_WAIT_1, "CLOSE was queued", now);
        tcp.signal(opened);
        tcp.signal(writable);
        tcp.due(this);
    }

    /** A passive open is complete; the states before were its {@link HalfOpen}'s. */
    void accepted(long now) {
        state = State.SYN_RECEIVED;
        established("ACK received", now);
    }

    /** MUST-10: SYNs crossed. */
    void simultaneousOpen(long now) {
        sender.synBecomesSynAck();
        become(State.SYN_RECEIVED, "SYN received", now);
        tcp.due(this);
    }

    void heard(long now) {
        heardAt = now;
        segmentsReceived++;
        keepAlive.heard();
    }

    /** New data was acknowledged: room for the writer, and perhaps our FIN. */
    void acknowledged(Segment seg, long now) {
        sender.acknowledged(seg, negotiated.timestamps() ? timestamps : null, now);
        tcp.signal(writable);
        if (sender.sequence().finAcknowledged() && !finAcknowledged) {
            finAcknowledged = true;
            tcp.signal(finished);
        }
        tcp.due(this);
    }

    void textArrived() {
        tcp.signal(readable);
    }

    void finArrived() {
        endOfStream = true;
        tcp.signal(readable);
    }

    void urgentArrived(long now) {
        urgentMark = receiver.urgentMark().mark();
        if (observer().wants(EventKind.URGENT_PENDING)) observer().on(new Event.UrgentPending(now, flow, urgentMark));
        tcp.signal(readable);
    }

    /** An ACK of its own for this segment, saying what is true now; leaves with the next flush, not merged with others. */
    void owesAckNow(SendCause cause, long now) {
        var snd = sender.sequence();
        var rcv = receiver.sequence();
        int[] blocks = hasSackBlocks() ? takeSackBlocks() : TcpOptions.NONE.sackEdges();
        var carried = new TcpOptions(-1, -1, false, negotiated.timestamps(), negotiated.timestamps() ? timestamps.value(now) : 0,
                negotiated.timestamps() ? timestamps.echo() : 0, blocks);
        int window = receiver.offeredField();
        tcp.replies().add(new Reply(flow, snd.wire(snd.nxt()), rcv.wire(rcv.nxt()), TcpFlags.ACK, window, carried,
                options.trafficClass(), options.timeToLive(), cause, snd.nxt(), rcv.nxt(),
                (long) window << negotiated.receiveShift()));
        receiver.ackSent(false);
        segmentsSent++;
    }

    /** As {@link #owesAckNow}, but not more often than the limit, lest two confused peers answer each other for ever. */
    void owesLimitedAck(Segment seg, SendCause cause, long now) {
        boolean limited = seg.length() == 0 || seg.syn();
        long interval = tcp.config().security().invalidAckInterval().toNanos();
        if (limited && lastInvalidAckAt != Long.MIN_VALUE && now - lastInvalidAckAt < interval) return;
        if (limited) lastInvalidAckAt = now;
        owesAckNow(cause, now);
    }

    /** RFC 5961 section 7: limited for the whole stack. */
    void owesChallengeAck(long now) {
        if (tcp.challenges().grant(now)) {
            owesAckNow(SendCause.CHALLENGE_ACK, now);
        } else {
            tcp.counters().add(Counter.CHALLENGE_ACKS_SUPPRESSED);
        }
    }

    void become(State to, String trigger, long now) {
        var from = state;
        state = to;
        if (observer().wants(EventKind.STATE_CHANGED)) {
            observer().on(new Event.StateChanged(now, flow, from, to, trigger));
        }
    }

    /** FIN-WAIT-2 of a connection that nobody reads does not last for ever. */
    void armFinWait2(long now) {
        if (closedByUser) {
            timers.arm(TimerKind.FIN_WAIT_2, Deadline.after(now, tcp.config().closing().finWait2().toNanos()));
        }
    }

    /** Both FINs are exchanged and ours is acknowledged: a {@link TimeWait} stands in for us from now on. */
    void enterTimeWait(String trigger, long now) {
        become(State.TIME_WAIT, trigger, now);
        timers.cancelAll();
        tcp.enterTimeWait(this, now);
        closeReason = CloseReason.CLOSED;
        release(now);
    }

    /** Tells the peer, and ends. */
    void reset(CloseReason reason, SendCause cause, long now) {
        tcp.replies().add(Reset.ending(this, cause));
        end(reason, cause.text(), now);
    }

    /** The connection is over: nothing is sent any more, and whoever waits learns why. */
    void end(CloseReason reason, String trigger, long now) {
        if (closeReason != CloseReason.NONE) return;
        timers.cancelAll();
        tcp.remove(this);
        closeReason = reason;
        become(State.CLOSED, trigger, now);
        if (observer().wants(EventKind.CONNECTION_ENDED)) observer().on(new Event.ConnectionEnded(now, flow, reason));
        release(now);
    }

    private void release(long now) {
        sender.stop(now);
        sendBuffer.close();
        if (closedByUser) receiveBuffer.close();
        tcp.signal(readable);
        tcp.signal(writable);
        tcp.signal(opened);
        tcp.signal(finished);
    }

    // ------------------------------------------------------------------------- timers, ICMP, path MTU

    void timerExpired(TimerKind kind, long now) {
        switch (kind) {
            case RETRANSMISSION -> sender.retransmissionTimeout(now);
            case PERSIST -> sender.persistTimeout();
            case DELAYED_ACK -> receiver.acks().owe(SendCause.ACK_DELAYED);
            case KEEP_ALIVE -> {
                if (keepAlive.expired(options, heardAt, !sender.allAcknowledged(), now)) {
                    reset(CloseReason.KEEP_ALIVE_TIMED_OUT, SendCause.RESET, now);
                }
            }
            case USER_TIMEOUT -> timedOut(now);
            case FIN_WAIT_2 -> end(CloseReason.FIN_WAIT_2_TIMED_OUT, "FIN-WAIT-2 timeout", now);
        }
        if (observer().wants(EventKind.TIMER_EXPIRED)) {
            observer().on(new Event.TimerExpired(now, flow, kind, Math.max(1, sender.timeouts())));
        }
        if (closeReason == CloseReason.NONE) tcp.due(this);
    }

    /** MUST-20 (b): R2, or the user timeout, has passed. A soft error that came before is the better explanation. */
    void timedOut(long now) {
        CloseReason reason = isHandshaking() ? CloseReason.CONNECT_TIMED_OUT
                : options.userTimeout().isZero() ? CloseReason.RETRANSMISSION_TIMED_OUT
                : CloseReason.USER_TIMED_OUT;
        end(softError != CloseReason.NONE ? softError : reason, "R2 timeout", now);
    }

    /** MUST-20 (a), SHLD-9: R1 has passed. */
    void adviseNegatively(int retransmissions, long now) {
        if (observer().wants(EventKind.NEGATIVE_ADVICE)) {
            observer().on(new Event.NegativeAdvice(now, flow, retransmissions));
        }
        softError(CloseReason.NONE, "no acknowledgment after " + retransmissions + " retransmissions", now);
    }

    /** MUST-47: remembered and reported, unless the application does not want reports (SHLD-20). */
    void softError(CloseReason what, String detail, long now) {
        if (what != CloseReason.NONE) softError = what;
        if (options.reportSoftErrors() && observer().wants(EventKind.SOFT_ERROR)) {
            observer().on(new Event.SoftError(now, flow, what, detail));
        }
    }

    /** The path carries less than we thought: slice smaller, and send again what was too big. */
    void pathMtuChanged(int mtu, long now) {
        if (mtu >= pathMtu) return;
        int before = segmentSize;
        pathMtu = mtu;
        slice();
        sender.segmentSizeChanged(segmentSize, segmentSize < before && sender.sent().outstandingBytes() > 0);
        tcp.due(this);
    }

    /** MUST-16: Eff.snd.MSS = min(SendMSS + 20, MMS_S) - TCP header - options, where options are always sent in full. */
    private void slice() {
        int ipHeader = flow.remote().isIpv4() ? 20 : 40;
        int mss = Math.min(Math.min(negotiated.peerMss(), options.maximumMss()), pathMtu - ipHeader - 20);
        segmentSize = Math.max(1, mss - (negotiated.timestamps() ? 12 : 0));
    }

    private void finish(String trigger, long now) {
        if (outputShut) return;
        outputShut = true;
        sender.queueFin();
        switch (state) {
            case ESTABLISHED -> become(State.FIN_WAIT_1, trigger, now);
            case CLOSE_WAIT -> become(State.LAST_ACK, trigger, now);
            case SYN_RECEIVED -> { } // queued until ESTABLISHED
            case CLOSED, LISTEN, SYN_SENT, FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT -> { }
        }
        tcp.signal(writable);
        tcp.due(this);
    }

    // ------------------------------------------------------------------------- what neighbours may know

    Tcp tcp() {
        return tcp;
    }

    Binding binding() {
        return binding;
    }

    Listener listener() {
        return listener;
    }

    long serial() {
        return serial;
    }

    Sender sender() {
        return sender;
    }

    Receiver receiver() {
        return receiver;
    }

    SendBuffer sendBuffer() {
        return sendBuffer;
    }

    ReceiveBuffer receiveBuffer() {
        return receiveBuffer;
    }

    Timestamps timestamps() {
        return timestamps;
    }

    Negotiated negotiated() {
        return negotiated;
    }

    Observer observer() {
        return tcp.observer();
    }

    boolean isSynSent() {
        return state == State.SYN_SENT;
    }

    boolean isHandshaking() {
        return state == State.SYN_SENT || state == State.SYN_RECEIVED;
    }

    boolean mayCarryText() {
        return state.isSynchronized();
    }

    boolean isClosedByUser() {
        return closedByUser;
    }

    boolean isLinkBlocked() {
        return linkBlocked;
    }

    boolean isDue() {
        return due;
    }

    void due(boolean isDue) {
        due = isDue;
    }

    CloseReason softError() {
        return softError;
    }

    int pathMtu() {
        return pathMtu;
    }

    /** Payload bytes of a full segment. SACK blocks, which come and go, are taken off only while there are some. */
    int segmentSize() {
        int blocks = receiver == null || !negotiated.sack() || receiver.reassembly().isEmpty() ? 0 : sackOptionBytes();
        return Math.max(1, segmentSize - blocks);
    }

    private int sackOptionBytes() {
        return 4 + 8 * Math.min(receiver.reassembly().holes() + 1, mostSackBlocks());
    }

    /** Payload bytes of the largest packet that the link takes, a whole number of segments if it is more than one. */
    int largestPayload() {
        var link = tcp.ip().capabilities(flow.remote());
        int mss = segmentSize();
        if (!link.segments()) return mss;
        int headers = (flow.remote().isIpv4() ? 20 : 40) + 60;
        return Math.max(mss, (link.maximumSuperPacket() - headers) / mss * mss);
    }

    long userTimeoutNanos() {
        var timeout = options.userTimeout();
        return timeout.isZero() ? tcp.config().rto().r2().toNanos() : timeout.toNanos();
    }

    /** The options of our SYN or SYN-ACK. */
    TcpOptions synOptions(long now) {
        return new TcpOptions(offer.mss(), offer.windowShift(), offer.sack(), offer.timestamps(),
                offer.timestamps() ? timestamps.value(now) : 0, offer.timestamps() ? timestamps.echo() : 0,
                TcpOptions.NONE.sackEdges());
    }

    /** The window field of a segment that leaves now; a SYN's is never scaled. */
    int windowField(boolean syn) {
        if (syn || receiver == null) return Math.min(options.receiveBytes(), 0xffff);
        return receiver.offer();
    }

    int acknowledgmentField() {
        return receiver == null ? 0 : receiver.sequence().wire(receiver.sequence().nxt());
    }

    long acknowledgmentPosition() {
        return receiver == null ? 0 : receiver.sequence().nxt();
    }

    boolean hasSackBlocks() {
        return receiver != null && negotiated.sack() && receiver.reassembly().hasSomethingToSay();
    }

    int[] takeSackBlocks() {
        return receiver.reassembly().blocks(receiver.sequence(), mostSackBlocks());
    }

    private int mostSackBlocks() {
        return negotiated.timestamps() ? Reassembly.MAXIMUM_BLOCKS - 1 : Reassembly.MAXIMUM_BLOCKS;
    }

    long openedAt() {
        return openedAt;
    }

    long segmentsReceived() {
        return segmentsReceived;
    }

    long segmentsSent() {
        return segmentsSent;
    }
}
