package dev.weir.lab.blocking;

import dev.weir.core.buffer.WaitPoint;
import dev.weir.core.time.Deadline;
import dev.weir.lab.VirtualTime;
import dev.weir.lab.Waiting;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Who runs. One thread holds the baton; all others are parked until it is theirs. Whoever waits looks for the next one:
 *
 * <pre>
 *   settle the instant -> a thread was woken: it is next
 *      ^               -> a deadline of a wait has come: its thread is next
 *      |               -> nothing is left that could happen: deadlock, or the quiet that somebody waits for
 *      +---- advance the clock to what comes first
 * </pre>
 *
 * <p>What is not volatile belongs to the holder; the hand-over publishes it. The watchdog alone takes the baton from a
 * thread that does not give it up, and then the simulation has failed.
 */
final class Baton implements Waiting {
    /** Instants between two looks for interrupts from outside. */
    private static final int INSTANTS_BETWEEN_LOOKS = 1024;

    private final VirtualTime time;
    private final ApplicationThread main;
    private final SimulationOptions options;
    private final List<ApplicationThread> made = new ArrayList<>(); // and not seen to be started
    private final List<ApplicationThread> alive = new ArrayList<>();
    private final ArrayDeque<ApplicationThread> woken = new ArrayDeque<>();
    private final TreeSet<Wait> deadlines =
            new TreeSet<>(Comparator.comparingLong(Wait::deadline).thenComparingLong(Wait::serial));
    private final TreeSet<Wait> conditions = new TreeSet<>(Comparator.comparingLong(Wait::serial));
    private long serial;
    private volatile boolean shared; // somebody is there beside the main thread
    private boolean told; // the main thread knows of the failure
    private volatile ApplicationThread holder; // written under the monitor
    private volatile long passages;
    private volatile SimulationFailed failure; // written under the monitor

    Baton(VirtualTime time, SimulationOptions options) {
        this.time = time;
        this.options = options;
        this.main = new ApplicationThread(this, Thread.currentThread());
        this.holder = main;
        alive.add(main);
    }

    long nextSerial() {
        return serial++;
    }

    long now() {
        return time.now();
    }

    long deadline(Duration timeout) {
        return Deadline.after(time.now(), Math.max(0, timeout.toNanos()));
    }

    // ---- threads

    /** @return a thread that takes part as soon as it is started */
    ApplicationThread make(String name, boolean daemon, Body body) {
        requireHolder();
        Thread.Builder builder = options.platformThreads() ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
        var thread = new ApplicationThread(this, name, daemon, builder, body);
        made.add(thread);
        return thread;
    }

    /** It holds the baton for the first time; false if it comes too late. */
    boolean begin(ApplicationThread thread) {
        if (failure != null) return false;
        passed(thread);
        return true;
    }

    void end(ApplicationThread thread) {
        thread.hasEnded = true;
        if (!isHeldBy(thread)) return; // lost
        alive.remove(thread);
        shared = alive.size() > 1;
        try {
            handOver(thread, next());
        } catch (SimulationFailed e) {
            // the watchdog was faster; the main thread has the baton
        }
    }

    void failed(ApplicationThread thread, Throwable cause) {
        fail("application thread \"" + thread + "\" failed after " + time.elapsed() + ": " + cause, cause);
    }

    boolean isHeldBy(ApplicationThread thread) {
        return holder == thread;
    }

    ApplicationThread holder() {
        return holder;
    }

    ApplicationThread main() {
        return main;
    }

    boolean isShared() {
        return shared;
    }

    /** Grows whenever a thread begins or ends a wait. */
    long passages() {
        return passages;
    }

    // ---- waiting

    @Override
    public boolean await(BooleanSupplier condition, long deadline) {
        try {
            return await(condition, deadline, false);
        } catch (InterruptedException e) {
            throw new AssertionError("not interruptible", e);
        }
    }

    boolean await(BooleanSupplier condition, long deadline, boolean interruptible) throws InterruptedException {
        return await(Wait.forCondition(this, requireHolder(), condition, deadline, interruptible));
    }

    @Override
    public boolean await(WaitPoint point, BooleanSupplier ready, long deadline) throws InterruptedException {
        if (failure == null && ready.getAsBoolean()) return true;
        return await(Wait.forSignal(this, requireHolder(), point, ready, deadline));
    }

    boolean join(ApplicationThread thread, long deadline) throws InterruptedException {
        return await(Wait.forEnd(this, requireHolder(), thread, deadline));
    }

    void sleep(Duration duration) throws InterruptedException {
        await(Wait.forDeadline(this, requireHolder(), deadline(duration)));
    }

    @Override
    public boolean awaitQuiet(long latest) {
        try {
            return await(Wait.forQuiet(this, requireHolder(), this::isQuiet, latest));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SimulationFailed("interrupted after " + time.elapsed(), e);
        }
    }

    private boolean await(Wait wait) throws InterruptedException {
        if (time.isSettling()) {
            throw new IllegalStateException("an actor or action may not wait: the simulation stands still for it");
        }
        boolean signal = wait.kind() == Wait.Kind.SIGNAL;
        enlist(wait);
        try {
            boolean settled = signal; // others end at the earliest when this instant has settled
            while (true) {
                wait.arrive();
                if (failure != null) throw failure(wait.thread());
                if (settled && wait.isReady()) return true;
                if (wait.isInterruptible() && takesInterrupt(signal)) throw new InterruptedException();
                if (settled && time.now() >= wait.deadline()) return false;
                pass(wait.thread());
                settled = true;
            }
        } finally {
            delist(wait);
        }
    }

    /** @param inSocket as the JDK's sockets, its status stays set */
    private static boolean takesInterrupt(boolean inSocket) {
        return inSocket ? Thread.currentThread().isInterrupted() : Thread.interrupted();
    }

    private void enlist(Wait wait) {
        wait.thread().wait = wait;
        if (wait.kind() == Wait.Kind.CONDITION || wait.kind() == Wait.Kind.JOIN) conditions.add(wait);
        if (wait.kind() != Wait.Kind.QUIET && wait.deadline() != Deadline.NEVER) deadlines.add(wait);
    }

    private void delist(Wait wait) {
        wait.leave();
        if (wait.thread().hasLostBaton()) return; // nothing here is its own any more
        conditions.remove(wait);
        deadlines.remove(wait);
        wait.thread().wait = null;
    }

    void wake(ApplicationThread thread) {
        if (thread.isQueued) return;
        thread.isQueued = true;
        woken.add(thread);
    }

    // ---- who is next

    private void pass(ApplicationThread from) {
        ApplicationThread to = next();
        handOver(from, to);
        if (to != from) from.awaitBaton();
        passed(from);
    }

    private void passed(ApplicationThread thread) {
        passages++; // only ever one thread
        if (failure == null) options.passages().accept(new Passage(time.elapsed(), thread.name()));
    }

    private void handOver(ApplicationThread from, ApplicationThread to) {
        synchronized (this) {
            if (holder != from) throw failure(from); // the watchdog was faster
            to.isQueued = false;
            passages++;
            time.passTo(to.thread());
            holder = to;
        }
        if (to != from) LockSupport.unpark(to.thread());
    }

    private ApplicationThread next() {
        for (int instants = 0; failure == null; instants++) {
            try {
                time.settle();
                adoptStarted();
                if (instants % INSTANTS_BETWEEN_LOOKS == 0) noticeInterrupts();
                for (Wait wait : conditions) if (wait.isReady()) wake(wait.thread());
                if (woken.isEmpty() && !time.isBusy()) goOn();
            } catch (Throwable t) {
                fail("the simulation failed after " + time.elapsed() + ": " + t, t);
            }
            if (!woken.isEmpty()) return woken.poll();
        }
        return main;
    }

    /** Nothing is left to do at this instant: a deadline of a thread, or the next instant, or the end. */
    private void goOn() {
        long deadline = deadlines.isEmpty() ? Deadline.NEVER : deadlines.first().deadline();
        if (deadline <= time.now()) {
            wake(deadlines.first().thread());
            return;
        }
        long next = Math.min(time.nextInstant(), deadline);
        Wait quiet = alive.stream().filter(Baton::waitsForQuiet).map(thread -> thread.wait).findFirst().orElse(null);
        if (quiet != null && isQuiet()) {
            wake(quiet.thread());
        } else if (quiet != null && next != Deadline.NEVER && next > quiet.deadline()) {
            time.advance(quiet.deadline());
            wake(quiet.thread());
        } else if (next != Deadline.NEVER) {
            time.advance(next);
        } else {
            fail(quiet == null
                    ? "deadlock: nothing is left that could happen, and all application threads wait\n" + describe()
                    : "nothing is left that could happen, but application threads still wait\n" + describe(), null);
        }
    }

    /** Nothing is left that could happen, and nobody waits for it but daemons and the main thread. */
    private boolean isQuiet() {
        return woken.isEmpty() && !time.isBusy() && time.nextInstant() == Deadline.NEVER
                && alive.stream().allMatch(thread -> thread.isDaemon() || thread == main || waitsForQuiet(thread));
    }

    private static boolean waitsForQuiet(ApplicationThread thread) {
        return thread.wait != null && thread.wait.kind() == Wait.Kind.QUIET;
    }

    private void adoptStarted() {
        for (var threads = made.iterator(); threads.hasNext(); ) {
            ApplicationThread thread = threads.next();
            if (thread.thread().getState() == Thread.State.NEW) continue;
            threads.remove();
            alive.add(thread);
            shared = true;
            wake(thread);
        }
    }

    private void noticeInterrupts() {
        for (ApplicationThread thread : alive) {
            if (thread.wait != null && thread.wait.isInterruptible() && thread.isInterrupted()) wake(thread);
        }
    }

    // ---- failing and ending

    /** The first failure counts. */
    synchronized void fail(String message, Throwable cause) {
        if (failure == null) failure = new SimulationFailed(message, cause);
    }

    /** On the watchdog's thread: {@code stuck} has had its time. */
    synchronized void take(ApplicationThread stuck, String message, Throwable cause) {
        if (holder != stuck) return; // at the last moment
        if (stuck == main && failure != null) return; // it knows, or will when it waits; what it does now is its own
        fail(message, cause);
        if (stuck != main) {
            stuck.loseBaton();
            time.passTo(main.thread());
            holder = main;
            LockSupport.unpark(main.thread());
        }
        stuck.thread().interrupt();
    }

    private SimulationFailed failure(ApplicationThread thread) {
        told |= thread == main;
        return failure.again();
    }

    private ApplicationThread requireHolder() {
        ApplicationThread running = holder;
        if (running.thread() == Thread.currentThread()) return running;
        if (failure != null) throw failure.again();
        throw new IllegalStateException("thread " + Thread.currentThread().getName()
                + " does not take part in the simulation: start it with Simulation.start or an executor of it");
    }

    /** Ends all threads, one after the other: whatever they wait for fails. Throws a failure that nobody knows of. */
    void close() {
        if (requireHolder() != main) {
            throw new IllegalStateException("only the thread that made the simulation closes it");
        }
        adoptStarted();
        boolean failed = failure != null;
        fail("the simulation is closed", null);
        for (ApplicationThread thread : List.copyOf(alive)) {
            if (thread == main || thread.hasLostBaton()) continue;
            handOver(main, thread);
            main.awaitBaton();
        }
        if (failed && !told) throw failure(main);
    }

    /** Which threads wait for what; without the main thread, if it waits for others. */
    String describe() {
        var text = new StringBuilder();
        for (ApplicationThread thread : alive) {
            if (thread.wait == null || waitsForQuiet(thread)) continue;
            if (thread == main && thread.wait.kind() == Wait.Kind.JOIN) continue;
            text.append("  \"").append(thread).append("\" in ").append(Stacks.place(thread.thread().getStackTrace()));
            long deadline = thread.wait.deadline();
            if (deadline != Deadline.NEVER) {
                text.append(", for ").append(Duration.ofNanos(deadline - time.now())).append(" more");
            }
            text.append('\n');
        }
        return text.append(time.describe()).toString();
    }
}
