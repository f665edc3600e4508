package dev.weir.cli.diagnosis;

import dev.weir.core.link.Impairment;
import dev.weir.lab.queue.DropTail;
import dev.weir.lab.queue.FqCodel;
import dev.weir.lab.scenario.FlowPart;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.scenario.talk.Bursts;
import dev.weir.lab.scenario.talk.Conversation;
import dev.weir.lab.scenario.talk.Talk;
import dev.weir.lab.scenario.talk.Transfer;
import java.time.Duration;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Draws a network without a fault, with what real ones have: distance, jitter, a little reordering, now and then a
 * loss, queues of the length of a round trip; and one to three connections, each with its own manners.
 */
final class HealthyScenario {
    private static final long[] RATES = {5_000_000, 20_000_000, 50_000_000, 100_000_000, 1_000_000_000};
    private static final int[] ROUND_TRIPS_MS = {1, 5, 12, 30, 60, 120, 180};

    private final Random chance;

    private HealthyScenario(long seed) {
        chance = new Random(seed);
    }

    static Scenario of(long seed) {
        return new HealthyScenario(seed).draw(seed);
    }

    private Scenario draw(long seed) {
        long rate = RATES[chance.nextInt(RATES.length)];
        int roundTripMs = ROUND_TRIPS_MS[chance.nextInt(ROUND_TRIPS_MS.length)];
        long bdp = Math.max(60_000, rate / 8 * roundTripMs / 1000);
        var scenario = Scenario.named("healthy "
                + seed).duration(Duration.ofSeconds(400)).host("client").host("server");
        scenario.network(net -> net.router("near")
                .link("client", "near", link -> link.rate(1_000_000_000).delay(Duration.ofNanos(200_000)))
                .link("near", "server", link -> link.rate(rate)
                        .delay(Duration.ofNanos(roundTripMs * 500_000L)).both(nature(roundTripMs))
                        .queue(chance.nextInt(3) == 0 ? FqCodel.DEFAULT : DropTail.ofBytes(bdp))));
        int flows = 1 + chance.nextInt(3);
        for (int i = 0; i < flows; i++) {
            scenario.flow(FlowPart.of("flow-" + i, "client", "server", 80 + i, talk(rate))
                    .withStart(Duration.ofMillis(i)));
        }
        return scenario.build();
    }

    /** Jitter that keeps order, or seldom a packet that is overtaken within a millisecond. */
    private UnaryOperator<Impairment> nature(int roundTripMs) {
        boolean jitters = chance.nextBoolean();
        boolean reorders = chance.nextInt(4) == 0;
        boolean loses = chance.nextInt(4) == 0;
        return rules -> {
            var result = rules;
            if (jitters) result = result.withJitter(Duration.ofNanos(roundTripMs * 100_000L));
            if (reorders) result = result.withReordering(0.002, Duration.ofNanos(Math.min(roundTripMs, 10) * 100_000L));
            if (loses) result = result.withLoss(0.0001);
            return result;
        };
    }

    private Talk talk(long rate) {
        long second = rate / 8;
        return switch (chance.nextInt(7)) {
            case 0 -> new Transfer(false, Math.min(4_000_000, second * 2));
            case 1 -> new Transfer(true, Math.min(3_000_000, second * 2));
            case 2 -> new Conversation(300, 15_000, 20, Duration.ofMillis(chance.nextInt(500)));
            case 3 -> new Conversation(500, 60_000, 4, Duration.ofSeconds(25)); // keep-alive between pages
            case 4 -> new Conversation(200, 200, 40, Duration.ZERO); // a database
            case 5 -> new Bursts(1200, 200, Duration.ofMillis(33)); // a stream of 30 pictures a second
            default -> new Bursts(400, 10, Duration.ofSeconds(28)); // news, when there are any
        };
    }
}
