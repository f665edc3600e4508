package dev.weir.cli.swarm;

import dev.weir.core.link.Impairment;
import dev.weir.lab.swarm.Behaviour;
import dev.weir.lab.swarm.Configuration;
import dev.weir.lab.swarm.Conversation;
import dev.weir.lab.swarm.Drawing;
import java.time.Duration;

/**
 * What a seed draws, made fit for real time and for a kernel that has limits of its own: one conversation, on a road
 * that is over in seconds.
 *
 * @param mtu of the device
 * @param conversation the first that a seed draws
 */
record Tamed(Configuration drawn, int mtu, Impairment toServer, Impairment toClient, Conversation conversation) {
    private static final int SMALLEST_MTU = 576;
    private static final int SMALLEST_MTU_IPV6 = 1280;
    private static final int LARGEST_MTU = 9000;
    private static final Duration LONGEST_DELAY = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(10);
    private static final long SLOWEST_RATE = 2_000_000;
    private static final double MOST_LOSS = 0.03;
    private static final long MOST_BYTES = 200_000;

    static Tamed of(long seed) {
        var drawn = Drawing.of(seed);
        int mtu = Math.clamp(drawn.mtu(), drawn.ipv6() ? SMALLEST_MTU_IPV6 : SMALLEST_MTU, LARGEST_MTU);
        var first = drawn.conversations().getFirst();
        return new Tamed(drawn, mtu, road(drawn.toServer()), road(drawn.toClient()),
                new Conversation(0, first.mix(), Duration.ZERO, behaviour(first.client()), behaviour(first.server())));
    }

    private static Impairment road(Impairment drawn) {
        var road = drawn.withMtu(Impairment.NONE.mtu(), false).withDelay(least(drawn.delay(), LONGEST_DELAY))
                .withJitter(least(drawn.jitter(), LONGEST_DELAY)).withLoss(Math.min(drawn.loss(), MOST_LOSS))
                .withCorruption(Math.min(drawn.corruption(), MOST_LOSS))
                .withReordering(drawn.reordering(), least(drawn.reorderingDelay(), LONGEST_DELAY));
        return road.rateBitsPerSecond() == Impairment.UNLIMITED ? road
                : road.withRate(Math.max(road.rateBitsPerSecond(), SLOWEST_RATE))
                        .withQueue(Math.max(road.queuePackets(), 10), road.queueBytes());
    }

    private static Behaviour behaviour(Behaviour drawn) {
        long bytes = Math.min(drawn.sendBytes(), MOST_BYTES);
        return new Behaviour(bytes, drawn.writeBytes(), least(drawn.writePause(), LONGEST_PAUSE),
                Math.min(drawn.awaitBytes(), MOST_BYTES), drawn.readBytes(), least(drawn.readPause(), LONGEST_PAUSE),
                drawn.ending(), drawn.noDelay(), false, false, 0);
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
