package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.link.Impairment;
import dev.weir.lab.actor.Requester;
import dev.weir.lab.actor.Responder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeterminismTest {
    private static final Impairment ROAD = Impairment.NONE.withDelay(Duration.ofMillis(7)).withRate(10_000_000)
            .withLoss(0.03).withReordering(0.05, Duration.ofMillis(9)).withDuplication(0.02).withCorruption(0.01)
            .withJitter(Duration.ofMillis(3));

    @Test
    void theSameSeedGivesTheSameEvents() {
        for (long seed = 1; seed <= 10; seed++) {
            assertThat(run(seed)).as("seed %d", seed).isEqualTo(run(seed));
        }
    }

    @Test
    void anotherSeedGivesOthers() {
        assertThat(run(1)).isNotEqualTo(run(2));
    }

    private static String run(long seed) {
        var client = new Fingerprint();
        var server = new Fingerprint();
        var net = TwoHosts.builder().seed(seed).road(ROAD).clientObserver(client).serverObserver(server).build();
        var responses = new Payload(seed);
        net.server().listen(80, () -> new Responder(100, responses, 60_000));
        for (int i = 0; i < 3; i++) net.client().connect(net.serverAddress(), 80, new Requester(100, responses));
        net.time().runFor(Duration.ofMinutes(3));
        assertThat(client.events()).isGreaterThan(500);
        return client + ", " + server + ", " + net.time().elapsed();
    }
}
