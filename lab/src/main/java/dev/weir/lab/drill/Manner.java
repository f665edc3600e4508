package dev.weir.lab.drill;

import dev.weir.lab.drill.script.Script;
import java.util.Set;

/**
 * How strictly a script is judged.
 *
 * @param exact times to the nanosecond unless the script says otherwise, every packet at its place, one for one; else as
 *     packetdrill does
 * @param toleranceNanos how far a time may be off
 * @param tolerancePercent how far it may be off at least, as a part of the time since the step before
 * @param stampTickMicros how long one unit of the stack's timestamps is; 0: their values are not compared
 * @param strictSegments an expected segment must come as one
 * @param nonFatal {@code packet}, {@code syscall}: what need not be as the script has it
 */
record Manner(boolean exact, long toleranceNanos, double tolerancePercent, long stampTickMicros,
        boolean strictSegments, Set<String> nonFatal) {
    private static final int USUAL_MICROS = 4000; // of packetdrill
    private static final double USUAL_PERCENT = 12.5; // the coarseness of Linux's timer wheel

    static Manner of(Script script, boolean exact) {
        long micros = Long.parseLong(script.options().getOrDefault("tolerance_usecs", exact ? "0" : "" + USUAL_MICROS));
        double percent =
                Double.parseDouble(script.options().getOrDefault("tolerance_percent", exact ? "0" : "" + USUAL_PERCENT));
        long tick = Long.parseLong(script.options().getOrDefault("tcp_ts_tick_usecs", "0"));
        return new Manner(exact, micros * 1000, percent, tick,
                exact || script.options().containsKey("strict_segments"),
                Set.of(script.options().getOrDefault("non_fatal", "none").split(",")));
    }

    /** A packet that differs fails the script. */
    boolean packetsFail() {
        return !nonFatal.contains("packet");
    }

    /** A system call that answers otherwise fails the script. */
    boolean callsFail() {
        return !nonFatal.contains("syscall");
    }

    /** @param sinceNanos from the step before to this one, as the script has it */
    long tolerance(long sinceNanos) {
        return Math.max(toleranceNanos, (long) (tolerancePercent / 100 * sinceNanos));
    }

    /** Of a timestamp, which runs since the connection began. */
    boolean allowsStamp(long expected, long seen, long sinceStartNanos) {
        if (exact) return expected == seen;
        if (stampTickMicros == 0) return true;
        return Math.abs((int) (seen - expected)) * stampTickMicros * 1000 <= tolerance(sinceStartNanos);
    }
}
