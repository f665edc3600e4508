package dev.weir.lab;

import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Observer;
import dev.weir.core.link.Link;
import dev.weir.core.time.Deadline;
import dev.weir.core.time.Timer;
import dev.weir.core.time.TimerQueue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A clock that goes from one event to the next, and the scheduler of everything that lives by it.
 *
 * <pre>
 *   settle: turns of rung hosts, callbacks of actors ... until nobody has anything to do at this instant
 *      ^                                                                 |
 *      +---- now = the earliest deadline of all hosts and actions &lt;-----+
 * </pre>
 *
 * <p>One thread at a time, at first the one that made it; a call from another is refused. Hosts run in the order in
 * which they were rung, actions and deadlines in the order of (time, arming): no run differs from another.
 */
public final class VirtualTime {
    /** Where every simulation begins, in nanoseconds of Unix time: 2026-01-01T00:00:00Z. */
    public static final long EPOCH_NANOS = 1_767_225_600_000_000_000L;

    /** Turns and callbacks within one instant after which hosts are taken to bounce for ever: far beyond 10 GB. */
    private static final int STEPS_PER_INSTANT = 200_000;
    /** {@link #run()} gives up here: something sends for ever. */
    private static final Duration LONGEST_RUN = Duration.ofDays(30);

    private Thread owner = Thread.currentThread();
    private Waiting waiting = new Alone(this);
    private final long startNanos;
    private final List<Host> hosts = new ArrayList<>();
    private final ArrayDeque<Host> rung = new ArrayDeque<>();
    private final ArrayDeque<Attention> signalled = new ArrayDeque<>();
    private final TimerQueue agenda = new TimerQueue();
    private long now;
    private boolean settling;

    private static final class Action extends Timer {
        private final Runnable what;

        Action(Runnable what) {
            this.what = what;
        }

        @Override
        protected void expired(long now) {
            what.run();
        }
    }

    /** Something to be looked at outside every turn, because it was signalled. */
    public interface Attention {
        void attend();
    }

    public VirtualTime() {
        this(EPOCH_NANOS);
    }

    /** @param startNanos the first instant; at least 0 */
    public VirtualTime(long startNanos) {
        if (startNanos < 0) throw new IllegalArgumentException("startNanos must be at least 0, not " + startNanos);
        this.startNanos = startNanos;
        this.now = startNanos;
    }

    /**
     * Adds a host.
     *
     * @param link its only link; another host at the link's other end is found through the link
     * @param seed of the stack's random choices
     */
    public Host host(String name, StackConfig config, Link link, long seed, Observer observer) {
        checkThread();
        var host = new Host(this, name, config, link, seed, observer);
        hosts.add(host);
        host.ring();
        return host;
    }

    /** Nanoseconds; begins at {@link #EPOCH_NANOS}. */
    public long now() {
        return now;
    }

    /** Since the simulation began. */
    public Duration elapsed() {
        return Duration.ofNanos(now - startNanos);
    }

    /** In the order in which they were added. */
    public List<Host> hosts() {
        return List.copyOf(hosts);
    }

    /** Runs {@code what} when {@code delay} has passed, outside every turn. */
    public void at(Duration delay, Runnable what) {
        atInstant(Deadline.after(now, delay.toNanos()), what);
    }

    /** Runs {@code what} at {@code instant}, or now if that has passed. */
    public void atInstant(long instant, Runnable what) {
        checkThread();
        agenda.arm(new Action(what), Math.max(instant, now));
    }

    /**
     * Sets or moves {@code timer}, which expires outside every turn; {@link Deadline#NEVER} disarms it. What recurs is
     * one timer that is armed again, and makes no garbage.
     */
    public void arm(Timer timer, long instant) {
        agenda.arm(timer, Math.max(instant, now));
    }

    /**
     * Runs until nothing is left that could happen.
     *
     * @throws AssertionError if that takes more than 30 days of virtual time
     */
    public void run() {
        if (!waiting.awaitQuiet(Deadline.after(now, LONGEST_RUN.toNanos()))) {
            throw new AssertionError("still busy after " + LONGEST_RUN + " of virtual time\n" + describe());
        }
    }

    /** Runs for {@code duration}; true if nothing is left that could happen afterwards. */
    public boolean runFor(Duration duration) {
        long end = Deadline.after(now, duration.toNanos());
        runUntil(() -> false, end);
        return nextInstant() == Deadline.NEVER;
    }

    /**
     * Runs until {@code condition} holds, which is asked whenever an instant is settled.
     *
     * @throws AssertionError if nothing is left that could happen before it holds
     */
    public void runUntil(BooleanSupplier condition) {
        runUntil(condition, Deadline.NEVER);
    }

    /**
     * Runs until {@code condition} holds or the clock stands at {@code deadline}; true if it holds.
     *
     * @throws AssertionError if {@code deadline} is NEVER and nothing is left that could happen
     */
    public boolean runUntil(BooleanSupplier condition, long deadline) {
        return waiting.await(condition, deadline);
    }

    /** Runs what is due at this instant, until everybody is quiet. */
    public void settle() {
        checkThread();
        if (settling) {
            throw new IllegalStateException("an actor or action may not wait: the simulation stands still for it");
        }
        settling = true;
        try {
            int steps = 0;
            while (step()) {
                if (++steps > STEPS_PER_INSTANT) {
                    throw new AssertionError(
                            "no end at this instant: " + steps + " turns, and still busy\n" + describe());
                }
            }
        } finally {
            settling = false;
        }
    }

    /** When something happens next without anybody's doing; {@link Deadline#NEVER} if nothing does. */
    public long nextInstant() {
        return Math.max(agenda.nextDeadline(), now);
    }

    private boolean step() {
        Host host = rung.poll();
        if (host != null) {
            host.turn();
            return true;
        }
        Attention attention = signalled.poll();
        if (attention != null) {
            attention.attend();
            return true;
        }
        return agenda.nextDeadline() <= now && agenda.expire(now) > 0;
    }

    /** Sets the clock to {@code instant}, which is not beyond {@link #nextInstant}. For who implements waiting. */
    public void advance(long instant) {
        checkThread();
        if (instant < now) throw new IllegalArgumentException("time does not go back");
        now = instant;
    }

    /** Something is due at this instant. */
    public boolean isBusy() {
        return !rung.isEmpty() || !signalled.isEmpty() || agenda.nextDeadline() <= now;
    }

    void rung(Host host) {
        rung.add(host);
    }

    /** {@code attention} is attended to with the next step. */
    public void signalled(Attention attention) {
        signalled.add(attention);
    }

    // ---- threads

    /** How its threads wait from now on. */
    public void waiting(Waiting waiting) {
        checkThread();
        this.waiting = waiting;
    }

    /** One thread waits from now on, and runs the simulation meanwhile; so it is at first. */
    public void waitAlone() {
        waiting(new Alone(this));
    }

    Waiting waiting() {
        return waiting;
    }

    /** From now on it belongs to {@code next}, which must learn of that through something volatile. */
    public void passTo(Thread next) {
        owner = next;
    }

    /** Inside {@link #settle}: nobody may wait. */
    public boolean isSettling() {
        return settling;
    }

    void checkThread() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("virtual time belongs to thread " + owner.getName() + ", not to "
                    + Thread.currentThread().getName());
        }
    }

    /** The clock, and each host with its connections and what they wait for. */
    public String describe() {
        var text = new StringBuilder("virtual time " + elapsed() + " after the start");
        for (Host host : hosts) text.append('\n').append(host.describe());
        return text.toString();
    }
}
