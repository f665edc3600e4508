package dev.weir.cli.swarm;

import dev.weir.cli.console.CommandFailed;
import dev.weir.lab.swarm.Coverage;
import dev.weir.lab.swarm.Minimiser;
import dev.weir.lab.swarm.Outcome;
import dev.weir.lab.swarm.Swarm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** Runs seeds on several threads, each run on one of them, and gathers what came of it. */
final class Campaign {
    /** Failures that are minimised; the others are only told. */
    private static final int MOST_MINIMISED = 3;

    private final SeedRange seeds;
    private final LongFunction<Outcome> run;
    private final AtomicLong next;
    private final Coverage coverage = new Coverage();
    private final List<Outcome> failed = new ArrayList<>();
    private final long begin = System.nanoTime();
    private volatile boolean stopped;
    private Throwable broken;
    private long done;
    private long packets;
    private Duration virtual = Duration.ZERO;

    /** @param run what to do with a seed */
    Campaign(SeedRange seeds, LongFunction<Outcome> run) {
        this.seeds = seeds;
        this.run = run;
        this.next = new AtomicLong(seeds.first());
    }

    /** Runs all seeds, or until {@link #stop}. */
    void run(int threads) throws InterruptedException {
        var workers = new ArrayList<Thread>();
        for (int i = 0; i < threads; i++) workers.add(Thread.ofPlatform().daemon().name("swarm-" + i).start(this::work));
        for (var worker : workers) worker.join();
        if (broken instanceof CommandFailed failed) throw failed;
        if (broken != null) throw new IllegalStateException("the swarm itself failed: " + broken, broken);
    }

    /** Lets the runs that are under way come to their end, and begins no other. */
    void stop() {
        stopped = true;
    }

    private void work() {
        for (long seed; !stopped && (seed = next.getAndIncrement()) <= seeds.last(); ) {
            try {
                gather(run.apply(seed));
            } catch (RuntimeException | Error e) {
                synchronized (this) {
                    if (broken == null) broken = e;
                }
                stopped = true;
            }
        }
    }

    private synchronized void gather(Outcome outcome) {
        done++;
        packets += outcome.packets();
        virtual = virtual.plus(outcome.elapsed());
        coverage.add(outcome.coverage());
        if (!outcome.isGood()) failed.add(outcome);
    }

    // ---- what came of it

    SeedRange seeds() {
        return seeds;
    }

    synchronized long done() {
        return done;
    }

    synchronized int failures() {
        return failed.size();
    }

    long elapsedNanos() {
        return System.nanoTime() - begin;
    }

    /** In the order of their seeds; once all runs have ended. */
    List<Outcome> failed() {
        failed.sort(Comparator.comparingLong(outcome -> outcome.configuration().seed()));
        return failed;
    }

    /** The first failures, with what they do not need left out. */
    List<Minimiser.Minimum> minimised() {
        return failed().stream().limit(MOST_MINIMISED).map(Swarm::minimise).toList();
    }

    long packets() {
        return packets;
    }

    Duration virtual() {
        return virtual;
    }

    Coverage coverage() {
        return coverage;
    }
}
