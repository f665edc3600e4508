package dev.weir.doctor.visit;

/**
 * What one step saw, with its times: nanoseconds since the visit began. Results are facts; what they mean is a
 * rule's.
 */
public sealed interface Result permits Resolution, Way, Attempt, HappyEyeballs, Adjacency, SignOfLife, HopSweep,
        RoundTrips, PathMtu, PortMapping, Handshake, Talk, Packets, SynTrial, IdleTest {
    /** Which step, as it is shown: {@code name}, {@code connect}. */
    String step();

    long beganNanos();

    long nanos();

    /** In a line, for a person. */
    String text();
}
