package dev.weir.core;

import dev.weir.core.buffer.Bell;
import dev.weir.core.buffer.WaitPoint;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Counters;
import dev.weir.core.event.Observer;
import dev.weir.core.link.Doorbell;
import dev.weir.core.link.Frame;
import dev.weir.core.link.Link;
import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.Tcp;
import java.util.List;

/** SKELETON, being written: signatures are final. One TCP/IP host: passive, single-threaded, driven by a {@link Driver}. */
public final class Stack {
    /** frames that one turn takes from the link */
    public static final int FRAMES_PER_TURN = 64;

    /** @param seed of every random choice (ISNs, ports, hash key); secret in production */
    public Stack(StackConfig config, Link link, long seed, Observer observer) {}

    // ---- the six verbs
    public void receive(Frame frame, long now) { throw new UnsupportedOperationException(); }
    public <R> R execute(Request<R> request, long now) { throw new UnsupportedOperationException(); }
    public void applicationChanged(Connection connection, long now) { throw new UnsupportedOperationException(); }
    public void expireTimers(long now) { throw new UnsupportedOperationException(); }
    public void flush(long now) { throw new UnsupportedOperationException(); }
    public long nextDeadline() { throw new UnsupportedOperationException(); }
    // ---- for drivers
    /** one turn: at most FRAMES_PER_TURN frames from the link, the bell, timers, flush; true if frames may be left over */
    public boolean turn(long now) { throw new UnsupportedOperationException(); }
    /** true once if packets were sent or taken since the last call: the peer of an in-process link must be driven */
    public boolean takeExchanged() { throw new UnsupportedOperationException(); }
    /** tokens of WaitPoints to wake, now the caller's */
    public List<Object> takeWaiters() { throw new UnsupportedOperationException(); }
    /** inside a turn: wakes who waits there after the turn */
    public void signal(WaitPoint point) { throw new UnsupportedOperationException(); }
    public Doorbell peer() { throw new UnsupportedOperationException(); }
    /** an error outside any connection: closes the stack with its cause; never throws */
    public void fail(Throwable cause) { throw new UnsupportedOperationException(); }
    /** where Marked things are pushed before ringing; any thread */
    public Bell bell() { throw new UnsupportedOperationException(); }
    /** inside a turn: listeners close, connections get CLOSE; no new calls; the driver goes on until isQuiet() or its limit, then shutdown() */
    public void beginClose(long now) { throw new UnsupportedOperationException(); }
    /** nothing left that owes the peer something: no unsent or unacknowledged data or FIN (TIME-WAIT does not count) */
    public boolean isQuiet() { throw new UnsupportedOperationException(); }
    /** inside a turn: resets what is left, wakes every waiter, frees memory, closes the link; idempotent */
    public void shutdown(long now) { throw new UnsupportedOperationException(); }
    /** any thread, volatile */
    public boolean isClosed() { throw new UnsupportedOperationException(); }
    // ---- the layers, inside a turn
    public Tcp tcp() { throw new UnsupportedOperationException(); }
    public StackConfig config() { throw new UnsupportedOperationException(); }
    public Link link() { throw new UnsupportedOperationException(); }
    public Counters counters() { throw new UnsupportedOperationException(); }
}
