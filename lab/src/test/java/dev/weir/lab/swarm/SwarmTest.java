package dev.weir.lab.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Seeds in a fixed range; {@code -Dswarm.seeds=A..B} takes another. What fails prints the command that replays it.
 */
class SwarmTest {
    private static final String SEEDS = System.getProperty("swarm.seeds", "1..600");
    private static final int MOST_FAILURES = 3; // each takes a while to minimise

    @Test
    void everyInvariantHoldsForEverySeed() {
        String[] range = SEEDS.split("\\.\\.");
        long first = Long.parseLong(range[0]);
        long last = Long.parseLong(range[range.length - 1]);
        var coverage = new Coverage();
        var failures = new ArrayList<String>();
        long begin = System.nanoTime();
        for (long seed = first; seed <= last && failures.size() < MOST_FAILURES; seed++) {
            var outcome = Swarm.run(seed);
            coverage.add(outcome.coverage());
            if (!outcome.isGood()) failures.add(Replay.text(Swarm.minimise(outcome)));
        }
        var took = Duration.ofNanos(System.nanoTime() - begin);
        System.out.println("swarm: seeds " + SEEDS + " in " + took.toSeconds() + " s, "
                + coverage.counts().size() + " kinds of things happened (-Dswarm.seeds=A..B for others)");
        assertThat(failures).as("seeds " + SEEDS).isEmpty();
    }

    /** What the drawing is for: a swarm that no longer comes by something has stopped testing it. */
    @Test
    void aFewSeedsExerciseMostOfTheStack() {
        var coverage = new Coverage();
        for (long seed = 1; seed <= 150; seed++) coverage.add(Simulation.run(Drawing.of(seed)).coverage());
        assertThat(coverage.counts().keySet()).containsAll(List.of(
                "sent fast retransmit", "sent limited transmit", "sent timeout retransmit", "sent zero window probe",
                "sent recovery retransmit", "sent keep alive probe", "sent window update", "sent reset abort",
                "sent reset unread data", "sent time wait ack", "sent syn retransmission", "sent syn ack retransmission",
                "dropped bad tcp checksum", "dropped duplicate data", "timer persist", "timer delayed ack",
                "cwnd ecn: congestion experienced", "sent syn without ecn", "sent ack congestion", "end closed", "end aborted", "end reset by peer", "end aborted unread data",
                "topology memory", "topology link", "topology routed", "topology dumbbell", "drawn ipv6", "drawn hard"));
    }

    @Test
    void theSameSeedDrawsTheSameAndAnotherSeedAnother() {
        assertThat(Drawing.of(7)).isEqualTo(Drawing.of(7)).isNotEqualTo(Drawing.of(8));
    }

    @Test
    void aSecondRunThatDiffersIsFound() {
        var run = Simulation.run(Drawing.of(7));
        var other = new Outcome(run.configuration(), run.breach(), "another", run.elapsed(), run.packets(), run.coverage());
        assertThat(Swarm.compare(run, run).isGood()).isTrue();
        assertThat(Swarm.compare(run, other).breach().orElseThrow().invariant()).isEqualTo("same-again");
    }
}
