package dev.weir.lab.drill;

import dev.weir.lab.VirtualTime;
import dev.weir.lab.drill.script.Script;
import java.util.OptionalInt;

/** Runs scripts, each against a fresh stack in virtual time, and judges to the nanosecond. */
public final class Drill {
    private static final long ISN_TICK_NANOS = 4_000; // the clock of initial sequence numbers

    private Drill() {}

    /** Runs {@code script} once, or twice where the stack must begin with a certain sequence number. */
    public static Outcome run(Script script, Variant variant) {
        var run = new Run(script, variant, VirtualTime.EPOCH_NANOS);
        Outcome outcome = run.execute();
        OptionalInt isn = run.stackIsn();
        if (variant.stackIsn() == Variant.ANY || !outcome.passed() || isn.isEmpty()) return outcome;
        return withStackIsn(script, variant, isn.getAsInt()).execute();
    }

    /**
     * Initial sequence numbers follow the clock: starting later by the distance makes this one what it shall be.
     *
     * @param isn what it was at the epoch
     */
    static Run withStackIsn(Script script, Variant variant, int isn) {
        long ticks = variant.stackIsn() - isn & 0xffff_ffffL;
        return new Run(script, variant, VirtualTime.EPOCH_NANOS + ticks * ISN_TICK_NANOS);
    }
}
