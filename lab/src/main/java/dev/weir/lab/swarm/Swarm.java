package dev.weir.lab.swarm;

import dev.weir.lab.swarm.invariant.Breach;

/** One seed after the other: each is drawn, run twice and compared, and reduced if an invariant did not hold. */
public final class Swarm {
    private static final int RUNS_TO_MINIMISE = 300;

    private Swarm() {}

    /** Runs the configuration of this seed. Any thread; a run belongs to the thread that calls. */
    public static Outcome run(long seed) {
        return run(Drawing.of(seed));
    }

    /** Runs it twice: the second run has to be the same to the nanosecond. */
    public static Outcome run(Configuration configuration) {
        return compare(Simulation.run(configuration), Simulation.run(configuration));
    }

    /** The first, with a breach if the second is another. */
    static Outcome compare(Outcome first, Outcome second) {
        if (first.fingerprint().equals(second.fingerprint())) return first;
        return first.with(new Breach("same-again", "", first.elapsed().toNanos(), "all hosts",
                "a second run gives " + second.fingerprint() + " instead of " + first.fingerprint()));
    }

    /** Leaves out what the failure of {@code failing} does not need. */
    public static Minimiser.Minimum minimise(Outcome failing) {
        return new Minimiser(Swarm::run, RUNS_TO_MINIMISE).minimise(failing);
    }
}
