package dev.weir.doctor.visit;

import dev.weir.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The file of one case: what the steps saw so far, and how much time is left. Any thread. */
public final class Visit {
    private final Target target;
    private final Options options;
    private final Consumer<Result> watcher;
    private final long beganAt = System.nanoTime();
    private final AtomicLong grantedNanos = new AtomicLong();
    private final List<Result> results = new ArrayList<>(); // guarded by itself
    private final List<String> notes = new ArrayList<>(); // guarded by itself

    /** @param watcher is told of each result as it comes, one at a time */
    public Visit(Target target, Options options, Consumer<Result> watcher) {
        this.target = target;
        this.options = options;
        this.watcher = watcher;
    }

    public Target target() {
        return target;
    }

    public Options options() {
        return options;
    }

    /** Since the visit began. */
    public long nowNanos() {
        return System.nanoTime() - beganAt;
    }

    /** Until the visit must end; 0 when it must. */
    public long leftNanos() {
        return Math.max(0, options.maxTime().toNanos() + grantedNanos.get() - nowNanos());
    }

    /** Gives the visit so much more time: what is spent waiting on purpose. */
    public void extend(long nanos) {
        grantedNanos.addAndGet(nanos);
    }

    /** At most so long, and no longer than is left. */
    public long atMost(long nanos) {
        return Math.min(nanos, leftNanos());
    }

    public <R extends Result> R add(R result) {
        synchronized (results) {
            results.add(result);
            watcher.accept(result);
        }
        return result;
    }

    /** What could be told with more rights or time, and how to get them: no finding. */
    public void note(String text) {
        synchronized (notes) {
            if (!notes.contains(text)) notes.add(text);
        }
    }

    public List<String> notes() {
        synchronized (notes) {
            return List.copyOf(notes);
        }
    }

    public List<Result> results() {
        synchronized (results) {
            return List.copyOf(results);
        }
    }

    public <R> List<R> all(Class<R> kind) {
        return results().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** How this host sends to an address; empty if that is not one of the target's. */
    public Optional<Way> way(IpAddress address) {
        return all(Way.class).stream().filter(way -> way.address().equals(address)).findFirst();
    }

    public <R> Optional<R> first(Class<R> kind) {
        return all(kind).stream().findFirst();
    }
}
