package dev.weir.lab.blocking;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How a simulation runs its application threads. Start from {@link #DEFAULT}.
 *
 * @param platformThreads platform threads instead of virtual ones; interrupts differ, as for the JDK's sockets
 * @param foreignWaitLimit how long, by the wall clock, a thread may block outside the simulation before that fails;
 *     at least 10 ms
 * @param passages hears of each change of the running thread, on that thread
 */
public record SimulationOptions(boolean platformThreads, Duration foreignWaitLimit, Consumer<Passage> passages) {
    /** Virtual threads, one second, nobody listens. */
    public static final SimulationOptions DEFAULT = new SimulationOptions(false, Duration.ofSeconds(1), _ -> {});

    public SimulationOptions {
        Objects.requireNonNull(passages, "passages");
        if (foreignWaitLimit.compareTo(Duration.ofMillis(10)) < 0) {
            throw new IllegalArgumentException("foreignWaitLimit must be at least 10 ms, not " + foreignWaitLimit);
        }
    }

    public SimulationOptions withPlatformThreads(boolean platformThreads) {
        return new SimulationOptions(platformThreads, foreignWaitLimit, passages);
    }

    public SimulationOptions withForeignWaitLimit(Duration limit) {
        return new SimulationOptions(platformThreads, limit, passages);
    }

    public SimulationOptions withPassages(Consumer<Passage> listener) {
        return new SimulationOptions(platformThreads, foreignWaitLimit, listener);
    }
}
