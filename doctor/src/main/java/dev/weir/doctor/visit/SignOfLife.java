package dev.weir.doctor.visit;

import dev.weir.wire.IpAddress;

/**
 * Whether a host that was silent at the target's port answers to something else.
 *
 * @param answer what it said, for a sentence; empty if nothing
 */
public record SignOfLife(IpAddress address, String answer, long beganNanos, long nanos) implements Result {
    @Override
    public String step() {
        return "alive?";
    }

    public boolean isAlive() {
        return !answer.isEmpty();
    }

    @Override
    public String text() {
        return address + (answer.isEmpty() ? ": silent at other ports too" : ": " + answer);
    }
}
