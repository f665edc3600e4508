package dev.weir.lab.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.link.Impairment;
import dev.weir.lab.swarm.invariant.Breach;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MinimiserTest {
    /** A stack that fails whenever packets are duplicated and a second conversation runs. */
    private static Outcome duplicationFails(Configuration configuration) {
        boolean fails = configuration.toServer().duplication() > 0
                && configuration.conversations().stream().anyMatch(conversation -> conversation.number() == 1);
        var breach = fails ? Optional.of(new Breach("planted", "", 0, "here", "duplicated")) : Optional.<Breach>empty();
        return new Outcome(configuration, breach, "", Duration.ZERO, 0, new Coverage());
    }

    private static Outcome failing() {
        for (long seed = 1; ; seed++) {
            var outcome = duplicationFails(Drawing.of(seed));
            if (!outcome.isGood() && outcome.configuration().conversations().size() > 2) return outcome;
        }
    }

    @Test
    void whatTheFailureDoesNotNeedIsLeftOut() {
        var minimum = new Minimiser(MinimiserTest::duplicationFails, 500).minimise(failing());
        var least = minimum.outcome().configuration();
        assertThat(least.conversations()).hasSize(1).first().extracting(Conversation::number).isEqualTo(1);
        assertThat(least.toServer().duplication()).isPositive();
        assertThat(least.toServer().withDuplication(0)).isEqualTo(Impairment.NONE);
        assertThat(least.toClient()).isEqualTo(Impairment.NONE);
        assertThat(least.client().config()).isEqualTo(Configuration.Profile.LINUX.preset());
        assertThat(least.bytes()).isZero();
        assertThat(minimum.outcome().breach().orElseThrow().invariant()).isEqualTo("planted");
    }

    @Test
    void theStepsLeadFromTheSeedToTheSameConfiguration() {
        var failing = failing();
        var minimum = new Minimiser(MinimiserTest::duplicationFails, 500).minimise(failing);
        var again = Reductions.apply(Drawing.of(failing.configuration().seed()), minimum.steps());
        assertThat(again).isEqualTo(minimum.outcome().configuration());
        assertThat(Replay.command(minimum)).startsWith("weir swarm --seed " + failing.configuration().seed() + " --reduce ")
                .endsWith(".pcapng");
    }

    @Test
    void anotherFailureOnTheWayIsNotTaken() {
        var minimum = new Minimiser(configuration -> configuration.equals(failing().configuration())
                ? duplicationFails(configuration)
                : new Outcome(configuration, Optional.of(new Breach("another", "", 0, "", "")), "", Duration.ZERO, 0,
                        new Coverage()), 500).minimise(failing());
        assertThat(minimum.steps()).isEmpty();
    }

    @Test
    void aStepThatIsNoneIsRefusedByName() {
        assertThatThrownBy(() -> Reductions.apply(Drawing.of(1), List.of("no-such-step")))
                .hasMessageStartingWith("'no-such-step' leaves nothing out here: one of [");
    }
}
