package dev.weir.lab.swarm.invariant;

import dev.weir.core.time.Nanos;
import dev.weir.lab.VirtualTime;

/**
 * An invariant did not hold.
 *
 * @param invariant its name
 * @param source where it is written; may be empty
 * @param at nanoseconds of virtual time
 * @param where the connection or the host
 * @param what the numbers that do not fit
 */
public record Breach(String invariant, String source, long at, String where, String what) {
    @Override
    public String toString() {
        return invariant + (source.isEmpty() ? "" : " (" + source + ")") + " at "
                + Nanos.text(at - VirtualTime.EPOCH_NANOS) + ", " + where + ": " + what;
    }
}
