package dev.weir.lab.drill;

import dev.weir.lab.VirtualTime;
import java.util.OptionalInt;

/** Runs scripts, each against a fresh stack in virtual time, and judges to the nanosecond. */
public final class Drill {
    private static final long ISN_TICK_NANOS = 4_000; // the clock of initial sequence numbers

    private Drill() {}

    /** Runs {@code script} once, or twice to find where the stack's initial sequence number is near the wrap. */
    public static Outcome run(Script script, Variant variant) {
        var run = new Run(script, variant, VirtualTime.EPOCH_NANOS);
        Outcome outcome = run.execute();
        OptionalInt isn = run.stackIsn();
        if (!variant.stackNearWrap() || !outcome.passed() || isn.isEmpty()) return outcome;
        return nearWrap(script, variant, isn.getAsInt()).execute();
    }

    /** Initial sequence numbers follow the clock: starting later by the distance makes this one what it shall be. */
    static Run nearWrap(Script script, Variant variant, int isn) {
        long ticks = Variant.NEAR_WRAP - isn & 0xffff_ffffL;
        return new Run(script, variant, VirtualTime.EPOCH_NANOS + ticks * ISN_TICK_NANOS);
    }
}
