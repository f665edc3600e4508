package dev.weir.lab;

import dev.weir.core.buffer.WaitPoint;
import java.util.function.BooleanSupplier;

/**
 * How the threads of a simulation wait: {@link Alone}, the only one, which runs the simulation meanwhile; or several,
 * of which one at a time runs (package {@code dev.weir.lab.blocking}).
 */
public interface Waiting {
    /**
     * Runs the simulation until {@code condition} holds, which is asked whenever an instant is settled, or the clock
     * stands at {@code deadline}; true if it holds.
     *
     * @throws AssertionError if {@code deadline} is NEVER and nothing is left that could happen
     */
    boolean await(BooleanSupplier condition, long deadline);

    /** The same as {@link dev.weir.core.Driver#await}. */
    boolean await(WaitPoint point, BooleanSupplier ready, long deadline) throws InterruptedException;

    /** Runs the simulation until nothing is left that could happen; false if something is left after {@code latest}. */
    boolean awaitQuiet(long latest);
}
