package dev.weir.lab.blocking;

import dev.weir.core.time.Deadline;
import dev.weir.lab.VirtualTime;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Application threads in virtual time: ordinary blocking code, of which one thread at a time runs.
 *
 * {@snippet :
 * var net = TwoHosts.builder().seed(7).delay(Duration.ofMillis(20)).loss(0.1).build();
 * try (var simulation = Simulation.of(net.time())) {
 *     simulation.start("server", () -> {
 *         try (var listener = Sockets.over(net.server()).serverSocket(80); var socket = listener.accept()) {
 *             socket.getInputStream().transferTo(socket.getOutputStream());
 *         }
 *     });
 *     simulation.start("client", () -> {
 *         try (var socket = Sockets.over(net.client()).connect("10.0.0.2", 80)) {
 *             socket.getOutputStream().write(42);
 *         }
 *     });
 *     simulation.run();
 * }
 * }
 *
 * <p>The thread that makes it, the main thread, takes part: it may wait in sockets too. A thread that is started runs
 * when the one that started it waits for the first time. Threads of the simulation use everything here; others nothing.
 *
 * <p>It fails ({@link SimulationFailed}) when a thread throws, when all threads wait and nothing is left that could
 * happen, and when a thread blocks outside the simulation: see {@link SimulationOptions#foreignWaitLimit}. The failure
 * is thrown by what the main thread waits in, and ends all other threads.
 */
public final class Simulation implements AutoCloseable {
    private final VirtualTime time;
    private final Baton baton;
    private final SimulatedClock clock;
    private final Watchdog watchdog;
    private boolean closed;
    private int unnamed;

    private Simulation(VirtualTime time, SimulationOptions options) {
        this.time = time;
        this.baton = new Baton(time, options);
        this.clock = new SimulatedClock(baton, time, ZoneOffset.UTC);
        time.waiting(baton);
        this.watchdog = Watchdog.start(baton, options.foreignWaitLimit());
    }

    /** Of everything that lives by {@code time}, which belongs to this thread. */
    public static Simulation of(VirtualTime time) {
        return of(time, SimulationOptions.DEFAULT);
    }

    public static Simulation of(VirtualTime time, SimulationOptions options) {
        return new Simulation(time, options);
    }

    public VirtualTime time() {
        return time;
    }

    public SimulatedClock clock() {
        return clock;
    }

    // ---- threads

    /** Starts a thread. The simulation is not over before it has ended. */
    public ApplicationThread start(String name, Body body) {
        return start(name, false, body);
    }

    /** Starts a thread that may still wait when the simulation is over: a server that accepts for ever. */
    public ApplicationThread startDaemon(String name, Body body) {
        return start(name, true, body);
    }

    private ApplicationThread start(String name, boolean daemon, Body body) {
        ApplicationThread thread = baton.make(name, daemon, body);
        thread.thread().start();
        return thread;
    }

    /** Makes threads for code that starts its own; they are called application-1 and so on. */
    public ThreadFactory threadFactory() {
        return task -> baton.make("application-" + ++unnamed, false, task::run).thread();
    }

    /** A thread for each task. Its futures, {@code invokeAll} and {@code close} wait in virtual time. */
    public ExecutorService executor() {
        return executor(Integer.MAX_VALUE);
    }

    /** @param threads how many tasks may run at a time, at least 1; others wait for one of them to end */
    public ExecutorService executor(int threads) {
        return new ApplicationExecutor(baton, threadFactory(), threads);
    }

    /** Runs tasks later or again and again, each on a thread of its own. */
    public ScheduledExecutorService scheduler() {
        return new ApplicationScheduler(baton, threadFactory());
    }

    // ---- waiting

    /**
     * Waits until {@code condition} holds. It is asked whenever threads or the network have done something, on
     * whichever thread of the simulation runs then.
     */
    public void await(BooleanSupplier condition) throws InterruptedException {
        baton.await(condition, Deadline.NEVER, true);
    }

    /** @throws TimeoutException if it does not hold after {@code timeout} */
    public void await(BooleanSupplier condition, Duration timeout) throws InterruptedException, TimeoutException {
        if (!baton.await(condition, baton.deadline(timeout), true)) throw new TimeoutException("after " + timeout);
    }

    /**
     * Runs until all threads but daemons have ended and nothing is left that could happen.
     *
     * @throws SimulationFailed if a thread fails, or waits for ever
     * @throws AssertionError if it takes more than 30 days of virtual time
     */
    public void run() {
        time.run();
    }

    /** As {@link #run()}, for at most {@code limit}; true if nothing is left. */
    public boolean run(Duration limit) {
        return baton.awaitQuiet(baton.deadline(limit));
    }

    /** Which threads wait for what, and the state of each host. */
    public String describe() {
        return baton.describe();
    }

    /**
     * Ends all threads that are left: what they wait for fails. Only the main thread.
     *
     * @throws SimulationFailed if the simulation has failed and the main thread was not told so far
     */
    @Override
    public void close() {
        if (closed) return;
        closed = true;
        try {
            baton.close();
        } finally {
            watchdog.end();
            time.waitAlone();
        }
    }
}
