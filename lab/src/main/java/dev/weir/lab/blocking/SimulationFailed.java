package dev.weir.lab.blocking;

/**
 * The simulation has ended early: an application thread failed, all wait for ever, one blocked outside the simulation,
 * or the network itself broke. Thrown in every thread that waits from then on, so that all of them end.
 */
public final class SimulationFailed extends AssertionError {
    SimulationFailed(String message, Throwable cause) {
        super(message, cause);
    }

    /** One of its own for each throw: an error cannot be suppressed by itself. */
    SimulationFailed again() {
        return new SimulationFailed(getMessage(), getCause());
    }
}
