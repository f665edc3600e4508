package dev.weir.lab.blocking;

import dev.weir.lab.VirtualTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * The clock of a simulation, for code that takes a {@link Clock} or a {@link java.time.InstantSource}, and its way to
 * sleep. It stands still while a thread runs.
 */
public final class SimulatedClock extends Clock {
    private final Baton baton;
    private final VirtualTime time;
    private final ZoneId zone;

    SimulatedClock(Baton baton, VirtualTime time, ZoneId zone) {
        this.baton = baton;
        this.time = time;
        this.zone = zone;
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(time.now());
    }

    /** For what would call {@link System#nanoTime}: only differences mean something. */
    public long nanoTime() {
        return time.now();
    }

    /** Since the simulation began. */
    public Duration elapsed() {
        return time.elapsed();
    }

    /** As {@link Thread#sleep(Duration)}, in virtual time: others run meanwhile. */
    public void sleep(Duration duration) throws InterruptedException {
        baton.sleep(duration);
    }

    /** As {@link Thread#sleep(long)}, to be passed as a method reference. */
    public void sleep(long millis) throws InterruptedException {
        sleep(Duration.ofMillis(millis));
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public SimulatedClock withZone(ZoneId zone) {
        return new SimulatedClock(baton, time, zone);
    }

    @Override
    public String toString() {
        return "simulated " + ZonedDateTime.ofInstant(instant(), ZoneOffset.UTC);
    }
}
