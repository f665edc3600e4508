package dev.weir.core.tcp;

import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Flow;
import dev.weir.core.event.Observer;
import dev.weir.core.event.SendCause;
import dev.weir.core.event.State;
import dev.weir.core.event.TimerKind;
import dev.weir.core.time.Deadline;
import dev.weir.wire.FastOpenOption;
import dev.weir.wire.TcpOptions;

/**
 * One connection: the TCB, and the user calls OPEN, SEND, RECEIVE, CLOSE, ABORT and STATUS.
 *
 * <p>It composes the halves, which do not know each other: {@link Sender} and {@link Receiver}. What a segment does to
 * it stands in {@link SegmentArrives}.
 *
 * <p>Threads: one application thread at a time may read and one may write; both touch only the buffers, and ring their
 * driver afterwards. The methods of the third part below are called inside a turn. {@link #state}, {@link
 * #closeReason()} and the wait points may be used by any thread.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.10 RFC 9293, sections 3.3.1, 3.9.1 and 3.10.1 to 3.10.6
 */
public final class Connection extends ApplicationSide implements TcpEndpoint.OfFlow {
    private final Tcp tcp;
    private final Flow flow;
    private final long serial;
    private Negotiated.Offer offer; // of our SYN; reduced to what the peer's SYN allows when we answer one
    private final Binding binding;
    private final Listener listener; // whose connection this is; null for an active open
    private final Timers timers;
    private final Sender sender;
    private final KeepAlive keepAlive;
    private final Emission emission;
    private final Timestamps timestamps;
    private final Answers answers = new Answers(this);
    private final UserClose userClose = new UserClose(this);
    private final SoftErrors softErrors = new SoftErrors(this);
    private final PathMtu path;
    private final Ecn ecn;

    private FastOpenClient fastOpen = FastOpenClient.UNUSED;
    private FastOpenOption synAckOption = FastOpenOption.ABSENT;
    private boolean fastOpened; // passively: the application had it before the handshake was complete
    private Receiver receiver; // null until the peer's SYN is known
    private Negotiated negotiated;
    private volatile State state = State.CLOSED;
    private boolean due;
    private long openedAt;
    private long heardAt;
    private long segmentsReceived;
    private volatile boolean resetReceived;

    /** @param una 0: our SYN is still to be sent; 1: a {@link HalfOpen} or cookie has done the handshake */
    Connection(Tcp tcp, Flow flow, long serial, int iss, long una, Negotiated.Offer offer, ConnectionOptions options,
            Binding binding, Listener listener, long now) {
        super(tcp.pool(), options);
        this.tcp = tcp;
        this.flow = flow;
        this.serial = serial;
        this.offer = offer;
        this.binding = binding;
        this.listener = listener;
        this.timers = new Timers(this, tcp.timers());
        this.keepAlive = new KeepAlive(timers);
        this.emission = new Emission(this, keepAlive);
        this.timestamps = new Timestamps(tcp.initialSequence().timestampOffset(flow));
        this.ecn = new Ecn(tcp.config().ecn());
        this.negotiated = Negotiated.nothing(offer, flow.remote().isIpv4());
        this.path = new PathMtu(tcp.ip(), flow.remote(), now);
        path.slice(negotiated, options.maximumMss());
        this.sender = new Sender(this, new SendSequence(iss, una), sendBuffer(), timers, tcp.config(), path.segmentSize(0));
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

    /** A reset of the peer ended it: also where both sides had closed, so that {@link #closeReason()} is an orderly one. */
    public boolean wasReset() {
        return resetReceived;
    }

    @Override
    public boolean needsRingAfterRead() {
        var half = receiver;
        return half != null && half.needsTurnAfterRead() || tcp.memory().isWaitedFor();
    }

    /** Some writer of the stack waits for memory: who has read or written must ring, for it may have given some back. */
    public boolean isMemoryWaitedFor() {
        return tcp.memory().isWaitedFor();
    }

    // ------------------------------------------------------------------------- inside a turn: user calls

    /** 3.10.1 OPEN, active. */
    void open(long now) {
        fastOpen = FastOpenClient.of(this, tcp.fastOpenPeers(), now);
        become(State.SYN_SENT, "OPEN", now);
        tcp.due(this);
    }

    /** How many bytes written now will leave with the SYN; 0 if it has left, or there is no cookie. */
    public int synRoom(long now) {
        if (!isSynSent() || sender.sequence().nxt() > 0) return 0;
        return (int) Math.max(0, fastOpen.take(Integer.MAX_VALUE) - written());
    }

    /** The SYN waits for what is written first. */
    public boolean isSynWaiting(long now) {
        return isSynSent() && sender.sequence().nxt() == 0 && fastOpen.isWaiting(written());
    }

    /** The SYN that Fast Open keeps back for what is written first goes without it. */
    public void openNow(long now) {
        fastOpen.goAhead();
        if (isSynSent()) tcp.due(this);
    }

    /**
     * 3.10.4 CLOSE of the sending half: what is written is sent first. Repeating it changes nothing.
     *
     * @throws CallRefused NOT_CONNECTED
     */
    public void shutdownOutput(long now) {
        userClose.shutdownOutput(now);
    }

    /** What is unread is thrown away, and so is what still arrives; it is acknowledged all the same. Reading answers the end. */
    public void shutdownInput(long now) {
        userClose.shutdownInput(now);
    }

    /**
     * CLOSE of both halves: a FIN behind what is written; or a reset if received data is unread (RFC 9293 3.6.1, SHLD-3).
     * Idempotent, and allowed in every state.
     */
    public void close(long now) {
        userClose.close(now);
    }

    /** 3.10.5 ABORT: the peer gets a reset. */
    public void abort(long now) {
        userClose.abort(now);
    }

    /**
     * {@link #write} took nothing although there is room: other connections of the stack hold all memory. Until {@link
     * #isAwaitingMemory} is false again, the writer may wait at {@link #writable}.
     */
    public void awaitMemory(long now) {
        if (!isOutputOver() && tcp.memory().add(this)) memoryAwaited();
    }

    /** Everything written so far is urgent (MUST-30). SHLD-13: for old protocols only. */
    public void sendUrgent(long now) {
        sender.urgent();
        tcp.due(this);
    }

    /** What is written so far and what follows never share a segment (MSG_EOR). */
    public void endRecord(long now) {
        sender.endRecord();
        tcp.due(this);
    }

    /** Takes effect at once, on what is queued too (MUST-17, SHLD-21). */
    public void options(ConnectionOptions changed, long now) {
        boolean probing = changed.keepAlive() != options().keepAlive()
                || !changed.keepAliveIdle().equals(options().keepAliveIdle());
        change(changed);
        if (closeReason() != CloseReason.NONE) return;
        if (timers.isArmed(TimerKind.USER_TIMEOUT)) {
            timers.arm(TimerKind.USER_TIMEOUT, Deadline.after(now, userTimeoutNanos()));
        }
        if (probing && state.isSynchronized()) keepAlive.configure(changed, now);
        path.slice(negotiated, changed.maximumMss());
        tcp.due(this);
    }

    /**
     * TCP_QUICKACK: acknowledge what arrives next, and what waits already, without delay; or delay from now on. Like Linux's
     * not for good: a conversation delays again.
     */
    public void quickAck(boolean on, long now) {
        if (receiver == null) return;
        receiver.acks().quick(on);
        tcp.due(this);
    }

    /** Acknowledgments are not delayed now. */
    public boolean isQuickAck(long now) {
        return receiver == null || receiver.acks().isQuick();
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
        if (closeReason() == CloseReason.NONE) tcp.due(this);
    }

    // ------------------------------------------------------------------------- flush: nothing else emits

    /** Sends what is due. Answers how it ended; not {@code DONE}: call again. */
    Sender.Flushed flush(long now) {
        if (closeReason() != CloseReason.NONE || state == State.TIME_WAIT) return Sender.Flushed.DONE;
        return emission.flush(now);
    }

    // ------------------------------------------------------------------------- what SegmentArrives asks for

    /** The peer's SYN is known: both halves can work. */
    void synReceived(int irs, TcpOptions peer, int window, long now) {
        negotiated = Negotiated.of(offer, peer, flow.remote().isIpv4());
        offer = offer.answering(peer);
        if (negotiated.timestamps()) timestamps.take(peer.tsVal(), now);
        path.slice(negotiated, options().maximumMss());
        boolean offersAll = tcp.config().buffers().offersAll();
        if (tcp.config().buffers().wholeSegments()) roundBuffers();
        int capacity = options().receiveBytes();
        long offered = offersAll ? capacity : Math.min(capacity, 0xffff); // what our SYN said, unscaled
        receiver = new Receiver(new ReceiveSequence(irs, 1), receiveBuffer(),
                new ReceiveWindow(negotiated.receiveShift(), 1 + offered, offersAll), negotiated.ourMss(), timers,
                tcp.config());
        if (userClose.isInputShut()) receiver.discard();
        sender.sequence().updateWindow(0, sender.sequence().una(), window);
    }

    /** So that a sender of full segments can fill the window. */
    private void roundBuffers() {
        int mss = Math.min(negotiated.peerMss(), negotiated.ourMss());
        change(options().withReceiveBytes(Math.ceilDiv(options().receiveBytes(), mss) * mss)
                .withSendBytes(Math.ceilDiv(options().sendBytes(), mss) * mss));
    }

    /** SYN-SENT or SYN-RECEIVED has become ESTABLISHED. */
    void established(String trigger, long now) {
        if (fastOpened) listener.fastOpen().completed();
        if (!fastOpened || sender.retransmission().synTimedOut()) sender.established(segmentSize(), now);
        become(State.ESTABLISHED, trigger, now);
        openedAt = now;
        keepAlive.configure(options(), now);
        if (isOutputShut()) become(State.FIN_WAIT_1, "CLOSE was queued", now);
        handshakeComplete(tcp.wake());
        tcp.due(this);
    }

    /** A passive open is complete; the states before were its {@link HalfOpen}'s. */
    void accepted(long now) {
        state = State.SYN_RECEIVED;
        established("ACK received", now);
    }

    /**
     * RFC 7413 4.2.2: the SYN showed a good cookie, and both sides may use the connection in SYN-RECEIVED.
     *
     * @param option of our SYN-ACK
     */
    void fastOpened(Segment syn, FastOpenOption option, long now) {
        fastOpened = true;
        synAckOption = option;
        tcp.stateChanged(flow, State.LISTEN, State.SYN_RECEIVED, "SYN with Fast Open", now);
        state = State.SYN_RECEIVED;
        ecn.granted(Ecn.grant(tcp.config().ecn(), syn), syn.ecn(), true);
        sender.established(segmentSize(), now);
        if (syn.length() > 0) receiver.synText(syn, now);
        handshakeComplete(tcp.wake());
        tcp.due(this);
    }

    /** The SYNs that are still to come carry no option but the MSS. */
    void offerMssOnly() {
        offer = offer.mssOnly();
        negotiated = Negotiated.nothing(offer, flow.remote().isIpv4());
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
        softErrors.pathWorks();
        sender.acknowledged(seg, negotiated.timestamps() ? timestamps : null, ecn.hears(seg, true, segmentSize()), now);
        roomGained(tcp.wake());
        if (sender.sequence().finAcknowledged()) finIsAcknowledged(tcp.wake());
        tcp.due(this);
    }

    void resetArrived() {
        resetReceived = true;
    }

    void textArrived() {
        textPublished(tcp.wake());
    }

    void finArrived() {
        streamEnds(tcp.wake());
    }

    void urgentArrived(long now) {
        long mark = receiver.urgentMark().mark();
        if (observer().wants(EventKind.URGENT_PENDING)) observer().on(new Event.UrgentPending(now, flow, mark));
        urgentUpTo(mark, tcp.wake());
    }

    Answers answers() {
        return answers;
    }

    void become(State to, String trigger, long now) {
        var from = state;
        state = to;
        if (observer().wants(EventKind.STATE_CHANGED)) {
            observer().on(new Event.StateChanged(now, flow, from, to, trigger));
        }
    }

    /** Both FINs are exchanged and ours is acknowledged: a {@link TimeWait} stands in for us from now on. */
    void enterTimeWait(String trigger, long now) {
        become(State.TIME_WAIT, trigger, now);
        timers.cancelAll();
        tcp.endpoints().enterTimeWait(this, now);
        over(CloseReason.CLOSED, now);
    }

    /** The stack goes down: whatever the peer has not acknowledged by now, it will not hear of. */
    void stackClosed(long now) {
        if (state == State.SYN_SENT) {
            end(CloseReason.STACK_CLOSED, "stack closed", now);
        } else {
            // nobody will be here to answer a challenge ACK (RFC 5961 3.2): one of the two is where the peer expects it
            if (state.isSynchronized() && sender.sequence().una() < sender.sequence().acceptable()) {
                tcp.replies().addLast(Reset.endingUnacknowledged(this, SendCause.RESET_ABORT, now));
            }
            reset(CloseReason.STACK_CLOSED, SendCause.RESET_ABORT, now);
        }
    }

    /** A broken invariant ends the connection that it concerns, and no other. */
    void broken(AssertionError invariant, long now) {
        if (state.isSynchronized() && closeReason() == CloseReason.NONE) {
            tcp.replies().addLast(Reset.ending(this, SendCause.RESET, now));
        }
        end(CloseReason.INTERNAL_ERROR, invariant.toString(), now);
    }

    /** Tells the peer, and ends. */
    void reset(CloseReason reason, SendCause cause, long now) {
        tcp.replies().addLast(Reset.ending(this, cause, now));
        end(reason, cause.text(), now);
    }

    /** The connection is over: nothing is sent any more, and whoever waits learns why. */
    void end(CloseReason reason, String trigger, long now) {
        if (closeReason() != CloseReason.NONE) return;
        timers.cancelAll();
        tcp.endpoints().remove(this);
        if (isSynSent()) fastOpen.ended(reason, now);
        if (isFastOpening()) listener.fastOpen().ended(reason == CloseReason.RESET_BY_PEER, now);
        over(reason, now);
        become(State.CLOSED, trigger, now);
        if (observer().wants(EventKind.CONNECTION_ENDED)) observer().on(new Event.ConnectionEnded(now, flow, reason));
    }

    private void over(CloseReason reason, long now) {
        sender.stop(now);
        over(reason, userClose.isClosed(), tcp.wake());
    }

    // ------------------------------------------------------------------------- path MTU

    /** The path carries less than we thought: slice smaller, and send again what was too big. */
    void pathMtuChanged(int mtu, long now) {
        int before = segmentSize();
        if (!path.shrink(mtu)) return;
        path.slice(negotiated, options().maximumMss());
        if (isSynSent() && tcp.config().options().mssOfPath()) {
            offer = offer.withMss(tcp.handshakes().offer(flow, options(), now).mss());
        }
        sender.segmentSizeChanged(segmentSize(), segmentSize() < before && sender.sent().outstandingBytes() > 0, now);
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

    Emission emission() {
        return emission;
    }

    PathMtu path() {
        return path;
    }

    Timestamps timestamps() {
        return timestamps;
    }

    Ecn ecn() {
        return ecn;
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
        return state.isSynchronized() || isFastOpening();
    }

    FastOpenClient fastOpen() {
        return fastOpen;
    }

    /** SYN-RECEIVED, and the application has it already. */
    boolean isFastOpening() {
        return fastOpened && state == State.SYN_RECEIVED;
    }

    boolean wasFastOpened() {
        return fastOpened;
    }

    /** Of our SYN or SYN-ACK; only the first one has it (RFC 7413 4.2.2). */
    FastOpenOption fastOpenOption() {
        if (sender.sequence().nxt() > 0) return FastOpenOption.ABSENT;
        return state == State.SYN_SENT ? fastOpen.option() : synAckOption;
    }

    UserClose userClose() {
        return userClose;
    }

    SoftErrors softErrors() {
        return softErrors;
    }

    Timers timers() {
        return timers;
    }

    KeepAlive keepAlive() {
        return keepAlive;
    }

    /** When anything last arrived. */
    long heardAt() {
        return heardAt;
    }

    boolean isDue() {
        return due;
    }

    void due(boolean isDue) {
        due = isDue;
    }

    int pathMtu() {
        return path.mtu();
    }

    /** Payload bytes of a full segment. SACK blocks, which come and go, are taken off only while there are some. */
    int segmentSize() {
        return path.segmentSize(emission.optionBytes());
    }

    /** Payload bytes of the largest packet that the link takes. */
    int largestPayload() {
        return path.largestPayload(segmentSize());
    }

    long userTimeoutNanos() {
        var timeout = options().userTimeout();
        var limit = tcp.config().handshake().openTimeout();
        if (isHandshaking() && timeout.isZero() && !limit.isZero()) return limit.toNanos();
        return timeout.isZero() ? tcp.config().rto().r2().toNanos() : timeout.toNanos();
    }

    /** The options of our SYN or SYN-ACK. */
    TcpOptions synOptions(long now) {
        return emission.synOptions(offer, now);
    }

    long openedAt() {
        return openedAt;
    }

    long segmentsReceived() {
        return segmentsReceived;
    }
}
