package dev.weir.lab.drill;

import dev.weir.lab.VirtualTime;
import dev.weir.lab.drill.script.NotApplicable;
import dev.weir.lab.drill.script.Obstacle;
import dev.weir.lab.drill.script.Script;
import java.util.OptionalInt;

/** Runs scripts, each against a fresh stack in virtual time. */
public final class Drill {
    private static final long ISN_TICK_NANOS = 4_000; // the clock of initial sequence numbers

    private Drill() {}

    /** Runs {@code script} once, or twice where the stack must begin with a certain sequence number. */
    public static Outcome run(Script script, Variant variant) {
        return run(script, variant, Setup.USUAL);
    }

    /** As {@link #run(Script, Variant)}, with what the script leaves open. */
    public static Outcome run(Script script, Variant variant, Setup setup) {
        if (!script.obstacles().isEmpty()) {
            Obstacle first = script.obstacles().getFirst();
            return Outcome.notApplicable(script.name(), variant, first.line(), first.feature());
        }
        try {
            var run = new Run(script, variant, setup, VirtualTime.EPOCH_NANOS);
            Outcome outcome = run.execute();
            OptionalInt isn = run.stackIsn();
            if (variant.stackIsn() == Variant.ANY || !outcome.passed() || isn.isEmpty()) return outcome;
            return withStackIsn(script, variant, setup, isn.getAsInt()).execute();
        } catch (NotApplicable e) {
            return Outcome.notApplicable(script.name(), variant, script.steps().getFirst().line(), e.feature());
        } catch (IllegalArgumentException e) {
            return new Outcome(script.name(), variant, Outcome.Verdict.FAILED, 1, "the script is wrong: " + e.getMessage(),
                    script.name() + " (" + variant + "): the script is wrong: " + e.getMessage());
        }
    }

    /**
     * Initial sequence numbers follow the clock: starting later by the distance makes this one what it shall be.
     *
     * @param isn what it was at the epoch
     */
    static Run withStackIsn(Script script, Variant variant, Setup setup, int isn) {
        long ticks = variant.stackIsn() - isn & 0xffff_ffffL;
        return new Run(script, variant, setup, VirtualTime.EPOCH_NANOS + ticks * ISN_TICK_NANOS);
    }
}
