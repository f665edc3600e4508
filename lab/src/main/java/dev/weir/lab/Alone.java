package dev.weir.lab;

import dev.weir.core.buffer.WaitPoint;
import dev.weir.core.time.Deadline;
import java.util.function.BooleanSupplier;

/** The only thread of a simulation: while it waits, it runs the simulation itself. */
final class Alone implements Waiting {
    private final VirtualTime time;

    Alone(VirtualTime time) {
        this.time = time;
    }

    @Override
    public boolean await(BooleanSupplier condition, long deadline) {
        while (true) {
            time.settle();
            if (condition.getAsBoolean()) return true;
            if (time.isBusy()) continue; // the condition itself has done something
            long next = time.nextInstant();
            if (next == Deadline.NEVER && deadline == Deadline.NEVER) {
                throw new AssertionError(
                        "nothing is left that could happen: this wait never ends\n" + time.describe());
            }
            if (next > deadline) {
                if (deadline > time.now()) time.advance(deadline);
                return false;
            }
            time.advance(next);
        }
    }

    @Override
    public boolean await(WaitPoint point, BooleanSupplier ready, long deadline) {
        return await(ready, deadline);
    }

    @Override
    public boolean awaitQuiet(long latest) {
        time.settle();
        for (long next; (next = time.nextInstant()) != Deadline.NEVER; time.settle()) {
            if (next > latest) return false;
            time.advance(next);
        }
        return true;
    }
}
