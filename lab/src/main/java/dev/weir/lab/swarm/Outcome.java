package dev.weir.lab.swarm;

import dev.weir.lab.swarm.invariant.Breach;
import java.time.Duration;
import java.util.Optional;

/**
 * How one run went.
 *
 * @param breach the first invariant that did not hold
 * @param fingerprint of all events of all hosts
 * @param elapsed virtual time
 * @param packets that hosts sent
 * @param coverage what was exercised
 */
public record Outcome(
        Configuration configuration,
        Optional<Breach> breach,
        String fingerprint,
        Duration elapsed,
        long packets,
        Coverage coverage) {

    /** All invariants held. */
    public boolean isGood() {
        return breach.isEmpty();
    }

    Outcome with(Breach breach) {
        return new Outcome(configuration, Optional.of(breach), fingerprint, elapsed, packets, coverage);
    }
}
