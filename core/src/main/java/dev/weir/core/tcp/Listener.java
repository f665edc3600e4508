package dev.weir.core.tcp;

import dev.weir.core.buffer.WaitPoint;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Flow;
import dev.weir.core.event.SendCause;
import dev.weir.wire.FastOpenOption;
import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpFlags;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * A passive open: LISTEN, its half-open connections and its accept queue.
 *
 * <p>Inside turns, except {@link #hasPending}, {@link #acceptable} and {@link #isClosed}, which any thread may ask.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.10.7.2 RFC 9293, section 3.10.7.2; RFC 4987
 */
public final class Listener implements TcpEndpoint {
    private final Tcp tcp;
    private final Binding binding;
    private final int backlog;
    private final Admission admission;
    private final WaitPoint acceptable = new WaitPoint();
    private final ArrayDeque<Connection> ready = new ArrayDeque<>();
    private final Map<IpAddress, Integer> openByPeer = new HashMap<>();
    private final FastOpenServer fastOpen;
    private volatile ConnectionOptions options;
    private volatile int pending;
    private volatile boolean closed;
    private int open;
    private int halfOpen;

    Listener(Tcp tcp, Binding binding, int backlog, ConnectionOptions options, Admission admission) {
        this.tcp = tcp;
        this.binding = binding;
        this.backlog = backlog;
        this.options = options;
        this.admission = admission;
        this.fastOpen = new FastOpenServer(tcp, this);
    }

    public IpAddress address() {
        return binding.address();
    }

    public int port() {
        return binding.port();
    }

    public ConnectionOptions options() {
        return options;
    }

    /** For connections to come. */
    public void options(ConnectionOptions changed) {
        options = changed;
    }

    /** The oldest established connection that was not accepted yet, or null. It may have ended meanwhile. */
    public Connection accept(long now) {
        var connection = ready.poll();
        pending = ready.size();
        return connection;
    }

    public boolean hasPending() {
        return pending > 0;
    }

    /** Signalled when there is something to accept, and when the listener closes. */
    public WaitPoint acceptable() {
        return acceptable;
    }

    public boolean isClosed() {
        return closed;
    }

    /** Half-open connections are forgotten, connections not accepted yet are reset. Idempotent. */
    public void close(long now) {
        if (closed) return;
        closed = true;
        for (Connection c; (c = ready.poll()) != null; ) c.abort(now);
        pending = 0;
        tcp.endpoints().listenerClosed(this, now);
        tcp.signal(acceptable);
    }

    FastOpenServer fastOpen() {
        return fastOpen;
    }

    Binding binding() {
        return binding;
    }

    /**
     * 3.10.7.2: a segment for which there is no connection.
     *
     * @param seg numbered from its own SEG.SEQ; the acknowledgment is raw
     */
    DropReason receive(Flow flow, Segment seg, int wireAck, long now) {
        if (seg.rst()) return DropReason.RESET_TO_LISTENER; // first
        if (seg.ack()) return acknowledgment(flow, seg, wireAck, now); // second
        if (!seg.syn()) return DropReason.NO_ACK; // fourth: neither SYN nor ACK
        return syn(flow, seg, now); // third
    }

    /** Any acknowledgment is bad here, unless it completes the handshake of a SYN cookie. */
    private DropReason acknowledgment(Flow flow, Segment seg, int wireAck, long now) {
        int irs = seg.initial() - 1;
        int mss = seg.syn() ? -1 : tcp.cookies().mssOf(flow, irs, wireAck - 1, now);
        if (mss >= 0 && hasRoom() && tcp.endpoints().hasRoomForConnection()) return tcp.handshakes().completeCookie(this, flow, seg, irs, wireAck - 1, mss, now);
        if (mss >= 0) return DropReason.ACCEPT_QUEUE_FULL;
        boolean expected = !seg.syn() && tcp.cookies().areExpected(now);
        int flags = (seg.syn() ? TcpFlags.SYN : 0) | TcpFlags.ACK;
        tcp.replies().add(Reset.answering(flow, seg.initial(), wireAck, flags, 0, options,
                SendCause.RESET_NO_ENDPOINT));
        return expected ? DropReason.BAD_COOKIE : DropReason.ACK_TO_LISTENER;
    }

    private DropReason syn(Flow flow, Segment seg, long now) {
        DropReason refused = refuse(flow, seg, now);
        if (refused != DropReason.NONE) return refused;
        int iss = tcp.initialSequence().of(flow, now);
        var answer = fastOpen.judge(flow, seg, now);
        if (answer.accepted()) return tcp.handshakes().fastOpen(this, flow, seg, iss, answer.option(), now);
        return listen(flow, seg, iss, answer.option(), null, now);
    }

    /** Asks the filter, and whether there is room; answers why not. */
    DropReason refuse(Flow flow, Segment seg, long now) {
        var verdict = admission.admit(flow, open, openByPeer.getOrDefault(flow.remote(), 0));
        tcp.filterDecided(flow, verdict, now);
        if (verdict.action() == Admission.Action.REJECT) {
            tcp.replies().add(Reset.answering(flow, seg.initial(), 0, TcpFlags.SYN, 1 + seg.length(),
                    options, SendCause.RESET_FILTERED));
        }
        if (verdict.action() != Admission.Action.ALLOW) return DropReason.FILTERED;
        return hasRoom() ? DropReason.NONE : DropReason.ACCEPT_QUEUE_FULL;
    }

    /**
     * A SYN that may open a connection: a half-open one, or a cookie where there are too many.
     *
     * @param fastOpen the option of the SYN-ACK
     * @param before whose place it takes; null: nobody's
     */
    DropReason listen(Flow flow, Segment seg, int iss, FastOpenOption fastOpen, TimeWait before, long now) {
        var offer = tcp.handshakes().offer(flow, options, now).answering(seg.options());
        if (hasRoomForHalfOpen()) {
            var waiting = new HalfOpen(tcp, this, flow, iss, seg, offer, fastOpen, before, now);
            halfOpen++;
            tcp.endpoints().halfOpened(waiting, now);
            opened(flow.remote());
            return DropReason.NONE;
        }
        if (!tcp.config().handshake().synCookies()) return DropReason.BACKLOG_FULL;
        tcp.handshakes().answerWithCookie(this, flow, seg, offer.mssOnly(), now);
        return DropReason.NONE;
    }

    boolean hasRoomForHalfOpen() {
        return halfOpen <= backlog && tcp.endpoints().hasRoomForHalfOpen();
    }

    /** The accept queue holds one more than the backlog, as Linux has it. */
    boolean hasRoom() {
        return !closed && ready.size() <= backlog;
    }

    void halfOpenEnded(HalfOpen gone) {
        halfOpen--;
        ended(gone.flow().remote());
    }

    /** The handshake is complete; the connection counts as open from here, the half-open one no longer. */
    void completed(Connection connection) {
        opened(connection.flow().remote());
        ready.add(connection);
        pending = ready.size();
        tcp.signal(acceptable);
    }

    void ended(IpAddress peer) {
        open--;
        openByPeer.merge(peer, -1, (a, b) -> a + b == 0 ? null : a + b);
    }

    private void opened(IpAddress peer) {
        open++;
        openByPeer.merge(peer, 1, Integer::sum);
    }

    /** Connections, half-open ones included, that came in here and have not ended. */
    public int open() {
        return open;
    }
}
