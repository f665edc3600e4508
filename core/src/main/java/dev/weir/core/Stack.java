package dev.weir.core;

import dev.weir.core.buffer.Bell;
import dev.weir.core.buffer.ChunkPool;
import dev.weir.core.buffer.WaitPoint;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Counter;
import dev.weir.core.event.Counters;
import dev.weir.core.event.Observer;
import dev.weir.core.icmp.Icmp;
import dev.weir.core.icmp.IcmpReplies;
import dev.weir.core.ip.Addresses;
import dev.weir.core.ip.IpInput;
import dev.weir.core.ip.IpOutput;
import dev.weir.core.link.Doorbell;
import dev.weir.core.link.Frame;
import dev.weir.core.link.Link;
import dev.weir.core.tcp.CallRefused;
import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.Tcp;
import dev.weir.core.time.Deadline;
import dev.weir.core.time.TimerQueue;
import dev.weir.core.udp.Udp;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * One TCP/IP host: wires the layers together and runs them. Passive and single-threaded; whoever holds its {@link Turn}
 * drives it.
 *
 * <p>Six verbs: {@link #receive}, {@link #execute}, {@link #applicationChanged} and {@link #expireTimers} only change
 * state; {@link #flush} alone emits; {@link #nextDeadline} says when the next turn is needed. {@link #turn} calls them in
 * order. Every method inside a turn, unless it says otherwise.
 */
public final class Stack {
    /** Frames that one turn takes from the link, and as many from the stack itself. */
    public static final int FRAMES_PER_TURN = 64;

    private final StackConfig config;
    private final Link link;
    private final Counters counters = new Counters();
    private final Bell bell = new Bell();
    private final TimerQueue timers = new TimerQueue();
    private final ChunkPool pool;
    private final IpOutput output;
    private final IpInput input;
    private final IcmpReplies icmpReplies;
    private final Tcp tcp;
    private final Udp udp;
    private final Frame frame = new Frame();
    private List<Object> waiters = new ArrayList<>();
    private boolean exchanged;
    private long turnAt; // when the last turn began
    private volatile boolean closed;
    private volatile Throwable cause;

    /**
     * @param link the one road of this host; closed with the stack
     * @param seed of every random choice (initial sequence numbers, ports, table); secret in production
     * @param observer hears of everything inside turns; may not call the stack
     */
    public Stack(StackConfig config, Link link, long seed, Observer observer) {
        this.config = config;
        this.link = link;
        this.pool = new ChunkPool(config.limits().bufferBytes());
        var addresses = new Addresses(config.addresses());
        this.output = new IpOutput(link, addresses, config, counters, Arena.ofAuto(), seed);
        this.icmpReplies = new IcmpReplies(addresses, output, config, counters, observer);
        this.input = new IpInput(addresses, config, counters, observer, icmpReplies);
        this.tcp = Tcp.create(config, addresses, output, timers, pool, seed, counters, observer, this::wake);
        this.udp = new Udp(addresses, output, icmpReplies, config, counters, observer, this::wake, seed);
        input.register(tcp);
        input.register(udp);
        Icmp.register(input, icmpReplies, addresses, config, counters, observer);
    }

    // ------------------------------------------------------------------------------------- the six verbs

    /** A packet has arrived; borrowed for the call. */
    public void receive(Frame frame, long now) {
        input.receive(frame, false, now);
    }

    /** @throws CallRefused as the request does */
    public <R> R execute(Request<R> request, long now) {
        if (closed) throw new CallRefused(CallRefused.Why.STACK_CLOSED);
        return request.execute(this, now);
    }

    /** The application wrote to, or read from, this connection. */
    public void applicationChanged(Connection connection, long now) {
        tcp.applicationChanged(connection, now);
    }

    public void expireTimers(long now) {
        timers.expire(now);
        input.expire(now);
    }

    /** Sends what is due: ICMP answers first, then TCP's replies and connections, then UDP. */
    public void flush(long now) {
        long before = counters.count(Counter.PACKETS_SENT);
        if (output.flush(now) && icmpReplies.flush(now)) {
            tcp.flush(now);
            if (!output.blocked()) udp.flush(now);
        }
        exchanged |= counters.count(Counter.PACKETS_SENT) != before;
    }

    /** When {@link #turn} has something to do without anybody ringing; {@code NEVER} if nothing is planned. */
    public long nextDeadline() {
        if (closed) return Deadline.NEVER;
        return Math.min(Math.min(timers.nextDeadline(), input.nextDeadline()), link.nextDeadline());
    }

    // ------------------------------------------------------------------------------------- for drivers

    /** One turn. True if frames or connections are left over, so that another is due at once. */
    public boolean turn(long now) {
        turnAt = now;
        if (closed) {
            bell.attend(now); // requests that came late learn that it is closed
            return false;
        }
        int received = 0;
        while (received < FRAMES_PER_TURN && link.receive(frame, now)) {
            receive(frame, now);
            received++;
        }
        exchanged |= received > 0;
        int looped = 0;
        while (looped < FRAMES_PER_TURN && output.receiveLooped(frame)) {
            input.receive(frame, true, now);
            looped++;
        }
        bell.attend(now);
        expireTimers(now);
        flush(now);
        tcp.serveWriters();
        boolean unsent = !output.blocked() && (tcp.hasDue() || udp.isDue() || icmpReplies.isDue());
        return received == FRAMES_PER_TURN || output.hasLooped() || unsent;
    }

    /** True once if packets were sent or taken since the last call: the peer of an in-process link must be driven. */
    public boolean takeExchanged() {
        boolean answer = exchanged;
        exchanged = false;
        return answer;
    }

    /** Tokens of wait points to wake; now the caller's. */
    public List<Object> takeWaiters() {
        if (waiters.isEmpty()) return List.of();
        var taken = waiters;
        waiters = new ArrayList<>();
        return taken;
    }

    /** Wakes who waits there, after the turn. */
    public void signal(WaitPoint point) {
        point.signal(this::wake);
    }

    private void wake(Object token) {
        waiters.add(token);
    }

    /** The bell of the stack at the other end of an in-process link; null if there is none. Any thread. */
    public Doorbell peer() {
        return link.peer();
    }

    /** Where {@code Marked} things are pushed before ringing. Any thread. */
    public Bell bell() {
        return bell;
    }

    /** An error outside any connection: the stack closes with its cause, at the time of the last turn. Never throws. */
    public void fail(Throwable error) {
        if (closed) return;
        cause = error;
        try {
            shutdown(turnAt);
        } catch (Throwable again) {
            closed = true;
            error.addSuppressed(again);
        }
    }

    /**
     * Listeners close, connections get CLOSE, and new calls are refused. The driver goes on until {@link #isQuiet} or its
     * limit, then {@link #shutdown}.
     */
    public void beginClose(long now) {
        tcp.beginClose(now);
    }

    /** Nothing is owed to a peer any more: no unacknowledged data or FIN. TIME-WAIT does not count. */
    public boolean isQuiet() {
        return closed || tcp.isQuiet();
    }

    /** Resets what is left, wakes every waiter, gives memory back and closes the link. Idempotent. */
    public void shutdown(long now) {
        if (closed) return;
        tcp.abortAll(now);
        udp.closeAll();
        flush(now);
        closed = true;
        pool.close();
        link.close();
    }

    /** Any thread. */
    public boolean isClosed() {
        return closed;
    }

    /** Why the stack failed; null if it did not. Any thread. */
    public Throwable cause() {
        return cause;
    }

    // ------------------------------------------------------------------------------------- the layers

    public Tcp tcp() {
        return tcp;
    }

    public Udp udp() {
        return udp;
    }

    /** Any thread. */
    public StackConfig config() {
        return config;
    }

    public Link link() {
        return link;
    }

    public Counters counters() {
        return counters;
    }

    /** Buffer memory that is in use, in bytes. */
    public long bufferBytesInUse() {
        return pool.takenBytes();
    }
}
