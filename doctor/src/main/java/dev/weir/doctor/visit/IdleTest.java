package dev.weir.doctor.visit;

import dev.weir.analysis.Quantity;
import dev.weir.wire.IpAddress;

/**
 * A connection that was left alone, and then asked something.
 *
 * @param idleNanos how long it was left alone, or lasted
 * @param acknowledged our request, by the server's TCP
 */
public record IdleTest(
        IpAddress address, Ending ending, long idleNanos, boolean acknowledged, long beganNanos,
                long nanos) implements Result {
    /** What became of it. */
    public enum Ending {
        /** It answered as before. */
        SURVIVED,
        /** The server said that it has no more to send, while nothing was asked. */
        CLOSED_BY_SERVER, RESET_WHILE_IDLE,
        /** The first packet after the pause was answered with a reset. */
        RESET_AFTERWARDS, SILENT_AFTERWARDS
    }

    @Override
    public String step() {
        return "idle";
    }

    @Override
    public String text() {
        String time = Quantity.time(idleNanos);
        return switch (ending) {
            case SURVIVED -> "after " + time + " without a packet the connection still answers";
            case CLOSED_BY_SERVER -> "the server closed the connection after " + time;
            case RESET_WHILE_IDLE -> "the connection was reset after " + time + " without a packet";
            case RESET_AFTERWARDS -> "after " + time + " without a packet the next one is answered with a reset";
            case SILENT_AFTERWARDS -> "after " + time + " without a packet the next ones are not answered"
                    + (acknowledged ? ", though acknowledged" : ", nor acknowledged");
        };
    }
}
