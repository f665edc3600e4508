package dev.weir.core;

import dev.weir.core.link.Doorbell;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * The right to run one stack: whoever wins it drives, everybody else goes on, and no ring is lost.
 *
 * <pre>
 *        ring: CAS, caller drives           ring by others: CAS, they go on
 *  IDLE -----------------------&gt; DRIVING -----------------------&gt; DRIVING_AND_RUNG (ring: no-op)
 *   ^  &lt;-----------------------    ^  &lt;--------------------------------      |
 *   |     leave: CAS, nobody rang        leave: set, then one more turn      |
 *   +------ limit reached: set IDLE, then loop.call(); the loop enters by itself
 * </pre>
 *
 * Order for a caller: bytes, publish the position (volatile), push on the bell (CAS), {@link #ring()}. Every
 * Throwable of a turn ends in {@link Stack#fail}, so the turn is always left. Why it is built so, with measurements:
 * docs/decisions/0001.
 */
public final class Turn implements Doorbell {
    /** Turns and hops to a peer that one caller drives before it hands over to the loop. */
    public static final int CALLER_LIMIT = 16;
    /** The same for the loop, which comes back by itself. */
    public static final int LOOP_LIMIT = 64;

    private static final int IDLE = 0;
    private static final int DRIVING = 1;
    private static final int DRIVING_AND_RUNG = 2;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Turn.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What a turn needs of the world: the only way to a clock, a timer and threads. */
    public interface Loop {
        /** Nanoseconds, monotonic. */
        long now();

        /** The loop must run a turn at {@code deadline} at the latest; called inside the turn. */
        void armAtMost(long deadline);

        /** The loop must run a turn soon; any thread, never blocks. */
        void call();

        /** Wakes threads that wait at {@code WaitPoint}s; called outside the turn. */
        void wake(List<Object> waiters);
    }

    private final Stack stack;
    private final Loop loop;
    private volatile int state;

    public Turn(Stack stack, Loop loop) {
        this.stack = stack;
        this.loop = loop;
    }

    /** After a volatile mark. Never blocks; drives a bounded number of turns if nobody else does. */
    @Override
    public void ring() {
        ring(CALLER_LIMIT);
    }

    /** Drives at most {@code left} turns of this stack and, on an in-process link, of its peer: by iteration, never nested. */
    public void ring(int left) {
        Turn turn = this;
        while (turn.enter()) {
            boolean exchanged = false;
            boolean mine = true;
            while (mine) {
                boolean more = false; // frames left over
                try {
                    more = turn.stack.turn(turn.loop.now());
                } catch (Throwable t) {
                    turn.stack.fail(t);
                }
                exchanged |= turn.stack.takeExchanged();
                List<Object> waiters = turn.stack.takeWaiters();
                turn.loop.armAtMost(turn.stack.nextDeadline()); // inside: later, an old deadline could replace a newer
                mine = more || !turn.leave();
                if (!waiters.isEmpty()) turn.loop.wake(waiters);
                if (mine && --left <= 0) {
                    turn.state = IDLE;
                    turn.loop.call();
                    mine = false;
                }
            }
            if (!exchanged) return;
            Doorbell peer = turn.stack.peer();
            if (!(peer instanceof Turn next)) {
                if (peer != null) peer.ring();
                return;
            }
            turn = next;
            if (--left <= 0) {
                turn.loop.call();
                return;
            }
        }
    }

    private boolean enter() {
        for (int seen; (seen = state) != DRIVING_AND_RUNG; ) {
            if (STATE.compareAndSet(this, seen, seen + 1)) return seen == IDLE;
        }
        return false;
    }

    /** False if somebody rang meanwhile: the driver owes one more turn, and takes the ring back before it looks again. */
    private boolean leave() {
        if (STATE.compareAndSet(this, DRIVING, IDLE)) return true;
        state = DRIVING;
        return false;
    }
}
