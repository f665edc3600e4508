package dev.weir.lab.swarm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Leaves out of a failing configuration whatever it does not need to fail the same invariant. */
public final class Minimiser {
    /**
     * What is left.
     *
     * @param steps what was left out, for {@link Reductions#apply}
     * @param outcome of what is left
     */
    public record Minimum(List<String> steps, Outcome outcome) {
        public Minimum {
            steps = List.copyOf(steps);
        }
    }

    private final Function<Configuration, Outcome> runs;
    private final int mostRuns;

    /** @param mostRuns after which what is left is small enough */
    public Minimiser(Function<Configuration, Outcome> runs, int mostRuns) {
        this.runs = runs;
        this.mostRuns = mostRuns;
    }

    /** @param failing an outcome with a breach */
    public Minimum minimise(Outcome failing) {
        String invariant = failing.breach().orElseThrow().invariant();
        var steps = new ArrayList<String>();
        Outcome least = failing;
        int left = mostRuns;
        for (boolean smaller = true; smaller && left > 0; ) {
            smaller = false;
            for (var choice : Reductions.of(least.configuration()).entrySet()) {
                if (left-- <= 0) break;
                var outcome = runs.apply(choice.getValue());
                if (outcome.breach().filter(breach -> breach.invariant().equals(invariant)).isEmpty()) continue;
                steps.add(choice.getKey());
                least = outcome;
                smaller = true;
                break; // from the beginning: the largest steps first
            }
        }
        return new Minimum(steps, least);
    }
}
