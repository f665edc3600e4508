package dev.weir.io;

import dev.weir.core.Driver;
import dev.weir.core.Gate;
import dev.weir.core.Request;
import dev.weir.core.Stack;
import dev.weir.core.Submission;
import dev.weir.core.Turn;
import dev.weir.core.buffer.Marked;
import dev.weir.core.buffer.WaitPoint;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Observer;
import dev.weir.core.link.Link;
import dev.weir.core.time.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Drives one stack in real time. Application threads drive it themselves for a bounded number of turns after each
 * change that they make; the loop's own thread, one daemon thread per stack, drives when a frame arrives, when a timer
 * expires, and when somebody has to hand over.
 *
 * {@snippet :
 * try (var loop = EventLoop.start(StackConfig.linux().withAddresses("10.77.0.2/24"), link)) {
 *     var binding = loop.submit((stack, now) -> stack.tcp().bind(IpAddress.ANY_IPV6, 80, true, now));
 * }
 * }
 *
 * <p>All methods may be called from any thread, except from observers, which may not call the stack at all. The JVM's
 * end closes a loop that is still open, so that no peer is left hanging.
 */
public final class EventLoop implements Driver, Turn.Loop, AutoCloseable {
    /** How long {@link #close()} and the end of the JVM wait for peers to acknowledge what was sent. */
    public static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    /** Sets of waiters after which it is time to ask whether the loop shall wake one: docs/decisions/0003. */
    static final int HAND_OVER_AFTER_SETS = 16;
    /** At most so often it does. */
    static final long HAND_OVER_NANOS = 250_000;

    private final Link link;
    private final Stack stack;
    private final Turn turn;
    private final Thread thread;
    private final LoopWaiter waiter;
    private final Thread hook = Thread.ofPlatform().name("weir-close").unstarted(() -> close(CLOSE_LIMIT));
    private final Queue<List<Object>> handedOver = new ConcurrentLinkedQueue<>();
    private final CountDownLatch quiet = new CountDownLatch(1);

    private volatile boolean called;
    private volatile long armed = Deadline.NEVER;
    private volatile boolean closing;
    private volatile boolean released; // set inside a turn, after which no turn touches the waiter
    private volatile boolean ended;
    private volatile Throwable broken; // what keeps the loop from working
    private int setsWoken; // this and the next not exact when drivers race: nothing depends on it
    private long lastHandOver;

    private EventLoop(StackConfig config, Link link, long seed, Observer observer) {
        this.link = link;
        stack = new Stack(config, link, seed, observer);
        turn = new Turn(stack, this);
        thread = Thread.ofPlatform().daemon().name("weir-loop " + config.addresses()).unstarted(this::run);
        waiter = waiterFor(link);
        link.onArrival(turn);
    }

    private LoopWaiter waiterFor(Link link) {
        var descriptorLink = DescriptorLink.of(link);
        if (descriptorLink == null) return new ParkWaiter(thread);
        try {
            return new EpollWaiter(descriptorLink);
        } catch (IOException e) {
            link.close();
            throw new UncheckedIOException(e);
        }
    }

    /** A stack on {@code link}, which it owns from now on, with a secret seed. */
    public static EventLoop start(StackConfig config, Link link) {
        return start(config, link, Observer.NONE);
    }

    /** The same, watched. */
    public static EventLoop start(StackConfig config, Link link, Observer observer) {
        return start(config, link, new SecureRandom().nextLong(), observer);
    }

    /**
     * @param seed of every random choice of the stack; whoever knows it can forge segments: keep it secret, or to tests
     */
    public static EventLoop start(StackConfig config, Link link, long seed, Observer observer) {
        var loop = new EventLoop(config, link, seed, observer);
        Runtime.getRuntime().addShutdownHook(loop.hook);
        loop.thread.start();
        return loop;
    }

    // ---- Driver

    @Override
    public <R> R submit(Request<R> request) {
        if (isClosed()) throw new IllegalStateException("the stack is closed");
        var submission = new Submission<R>(stack, request);
        ring(submission);
        boolean interrupted = false;
        while (!submission.isDone() && !isClosed()) {
            submission.answered().arrive(Thread.currentThread());
            if (submission.isDone() || isClosed()) break;
            LockSupport.park(this);
            interrupted |= Thread.interrupted(); // park would not sleep while it is set
        }
        if (interrupted) Thread.currentThread().interrupt();
        return submission.result();
    }

    @Override
    public void ring(Marked item) {
        stack.bell().push(item);
        turn.ring();
    }

    /** @throws IllegalStateException if the stack is closed and {@code ready} does not hold */
    @Override
    public boolean await(WaitPoint point, BooleanSupplier ready, long deadline) throws InterruptedException {
        if (ready.getAsBoolean()) return true;
        var current = Thread.currentThread();
        boolean interrupted = false;
        try {
            while (true) {
                point.arrive(current);
                boolean closed = isClosed(); // before ready: what closing changed is seen
                if (ready.getAsBoolean()) return true;
                if (closed) throw new IllegalStateException("the stack is closed");
                if (current.isVirtual()) {
                    if (current.isInterrupted()) throw new InterruptedException();
                } else {
                    interrupted |= Thread.interrupted(); // park would not sleep while it is set
                }
                if (deadline == Deadline.NEVER) {
                    LockSupport.park(point); // a timed one costs a virtual thread an entry in a timer queue
                } else {
                    long left = deadline - now();
                    if (left <= 0) return false;
                    LockSupport.parkNanos(point, left);
                }
            }
        } finally {
            point.leave();
            if (interrupted) current.interrupt();
        }
    }

    @Override
    public Gate gate() {
        return new LockGate();
    }

    @Override
    public long now() {
        return RealTime.now();
    }

    @Override
    public boolean isClosed() {
        return stack.isClosed();
    }

    // ---- Turn.Loop

    @Override
    public void armAtMost(long deadline) {
        if (released) return;
        if (stack.isClosed()) {
            link.close(); // a stack that failed may not have got so far
            quiet.countDown();
            released = true;
            call();
            return;
        }
        try {
            if (closing && stack.isQuiet()) quiet.countDown();
            if (deadline < armed) {
                armed = deadline;
                waiter.alarm(deadline);
            }
            waiter.letGo();
        } catch (Throwable t) { // the turn must be left
            broken = t;
            call();
        }
    }

    @Override
    public void call() {
        if (called) return; // whoever set it wakes the loop, and the loop has not looked yet
        called = true;
        if (Thread.currentThread() != thread) waiter.wake();
    }

    @Override
    public void wake(List<Object> waiters) {
        if (isHandOverDue()) {
            handedOver.add(waiters);
            call();
            if (ended) unparkHandedOver();
        } else {
            unpark(waiters);
        }
    }

    /**
     * A carrier empties its own queue before it takes threads that others have made runnable, so that virtual threads
     * which wake each other starve the rest. Handed to the loop now and then, they queue up behind it.
     */
    private boolean isHandOverDue() {
        if (!Thread.currentThread().isVirtual() || ++setsWoken % HAND_OVER_AFTER_SETS != 0 || ended) return false;
        long now = now();
        if (now - lastHandOver < HAND_OVER_NANOS) return false;
        lastHandOver = now;
        return true;
    }

    private void unparkHandedOver() {
        for (List<Object> waiters; (waiters = handedOver.poll()) != null; ) unpark(waiters);
    }

    private static void unpark(List<Object> waiters) {
        for (int i = 0; i < waiters.size(); i++) LockSupport.unpark((Thread) waiters.get(i));
    }

    // ---- the loop's thread

    private void run() {
        while (!released) {
            try {
                called = false;
                unparkHandedOver();
                armed = Deadline.NEVER; // this turn, or the one that another driver owes us, arms anew
                if (broken != null) stack.bell().push(new Failure(broken));
                turn.ring(Turn.LOOP_LIMIT);
                while (!called && !released && now() < armed) {
                    Thread.interrupted(); // nobody's business here, and park would not sleep while it is set
                    if (broken != null) LockSupport.parkNanos(1_000_000); // a broken waiter cannot be relied on
                    else if (waiter.sleep(armed)) break;
                }
            } catch (Throwable t) {
                broken = t;
            }
        }
        ended = true;
        unparkHandedOver();
        waiter.close();
    }

    /** An error of the loop itself closes the stack, inside a turn, so that everybody who waits is woken. */
    private final class Failure extends Marked {
        private final Throwable cause;

        Failure(Throwable cause) {
            this.cause = cause;
        }

        @Override
        protected void attend(long now) {
            stack.fail(cause);
        }
    }

    // ---- closing

    /** {@link #close(Duration)} with {@link #CLOSE_LIMIT}. */
    @Override
    public void close() {
        close(CLOSE_LIMIT);
    }

    /**
     * Closes every connection, waits until their peers have acknowledged all data and FINs or {@code limit} has passed,
     * resets the rest, closes the link and ends the thread. TIME-WAIT is not sat out. Idempotent; the shortest limit of
     * several callers counts. An interrupt ends the waiting, not the closing.
     */
    public void close(Duration limit) {
        if (Thread.currentThread() == thread) throw new IllegalStateException("the loop cannot wait for itself");
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is ending, and this may be the hook
        }
        inTurn((stack, now) -> {
            if (!closing) stack.beginClose(now);
            closing = true;
            return null;
        });
        boolean interrupted = false;
        try {
            quiet.await(Math.max(0, TimeUnit.NANOSECONDS.convert(limit)), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        inTurn((stack, now) -> {
            stack.shutdown(now);
            return null;
        });
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private void inTurn(Request<Void> request) {
        try {
            submit(request);
        } catch (RuntimeException e) {
            if (!isClosed()) throw e; // closed by another thread or by a failure: what was to be reached
        }
    }
}
