package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.config.Acks;
import dev.weir.core.config.Buffers;
import dev.weir.core.config.Congestion;
import dev.weir.core.config.KeepAliveConfig;
import dev.weir.core.config.Security;
import dev.weir.core.config.StackConfig;
import dev.weir.core.config.SynOptions;
import dev.weir.core.config.TcpConfig;
import dev.weir.core.event.CloseReason;
import dev.weir.core.link.Impairment;
import dev.weir.lab.actor.Requester;
import dev.weir.lab.actor.Responder;
import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two hosts that were configured differently, on a road that was drawn: whatever the combination, every byte arrives, both
 * sides end, and nothing is kept. A seed that fails fails again.
 */
class RandomConfigurationsTest {
    private static final int SEEDS = 120;

    private static LongStream seeds() {
        return LongStream.rangeClosed(1, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyTwoConfigurationsWorkTogetherOnAnyRoad(long seed) {
        var random = new Random(seed);
        boolean ipv6 = random.nextBoolean();
        int mtu = ipv6 ? 1280 + random.nextInt(3000) : 100 + random.nextInt(random.nextBoolean() ? 500 : 9000);
        var net = TwoHosts.builder().seed(seed).ipv6(ipv6).mtu(mtu)
                .clientConfig(config(random)).serverConfig(config(random)).toServer(road(random)).toClient(road(random)).build();
        int requestBytes = 1 + random.nextInt(3000);
        int responseBytes = random.nextInt(40_000);
        var responses = new Payload(seed);
        net.server().listen(80, () -> new Responder(requestBytes, responses, responseBytes));
        var requester = new Requester(requestBytes, responses);
        net.client().connect(net.serverAddress(), 80, requester);
        net.run();
        assertThat(requester.received()).isEqualTo(responseBytes);
        assertThat(requester.isComplete()).isTrue();
        assertThat(requester.end()).isEqualTo(CloseReason.CLOSED);
        for (Host host : net.time().hosts()) {
            assertThat(host.stack().tcp().connections()).as("connections of %s", host).isEmpty();
            assertThat(host.stack().bufferBytesInUse()).as("buffer memory of %s", host).isZero();
        }
    }

    private static StackConfig config(Random random) {
        StackConfig preset = switch (random.nextInt(3)) {
            case 0 -> StackConfig.linux();
            case 1 -> StackConfig.freebsd();
            default -> StackConfig.rfc();
        };
        return preset.withTcp(tcp -> config(tcp, random));
    }

    private static TcpConfig config(TcpConfig tcp, Random random) {
        boolean narrow = random.nextBoolean();
        return tcp
                .withOptions(new SynOptions(random.nextBoolean(), random.nextBoolean(), random.nextBoolean(),
                        tcp.options().layout(), random.nextInt(4) == 0 ? 50 + random.nextInt(200) : 65495,
                        random.nextBoolean()))
                .withRto(tcp.rto().withMinimum(Duration.ofMillis(narrow ? 0 : random.nextInt(1000)))
                        .withGranularity(Duration.ofMillis(1 + random.nextInt(200))))
                .withAcks(new Acks(random.nextBoolean(), Duration.ofMillis(random.nextInt(400)), random.nextInt(20),
                        random.nextBoolean(), tcp.acks().finAtOnce(), random.nextBoolean()))
                .withCongestion(new Congestion(1 + random.nextInt(20), 1 + random.nextInt(5), random.nextBoolean(),
                        random.nextBoolean(), 1 + random.nextInt(20), false, false, random.nextBoolean()))
                .withBuffers(new Buffers(2048 + random.nextInt(narrow ? 4000 : 200_000),
                        2048 + random.nextInt(narrow ? 4000 : 200_000), 0, false, false, 1 + random.nextInt(narrow ? 3 : 100)))
                .withSecurity(new Security(random.nextBoolean(), 1 + random.nextInt(100),
                        Duration.ofMillis(random.nextInt(500)), random.nextBoolean(), random.nextBoolean(),
                        false, true, false, random.nextBoolean(), tcp.security().timestampNeedsAck(), true))
                .withKeepAlive(new KeepAliveConfig(random.nextBoolean(), Duration.ofSeconds(1 + random.nextInt(20)),
                        Duration.ofSeconds(1 + random.nextInt(5)), 5 + random.nextInt(10)));
    }

    private static Impairment road(Random random) {
        var delay = Duration.ofMillis(random.nextInt(60));
        var road = Impairment.NONE.withDelay(delay);
        if (random.nextBoolean()) road = road.withRate(500_000 + random.nextInt(50_000_000));
        if (random.nextBoolean()) road = road.withLoss(random.nextDouble() * 0.1);
        if (random.nextInt(3) == 0) road = road.withReordering(random.nextDouble() * 0.3, Duration.ofMillis(1 + random.nextInt(50)));
        if (random.nextInt(3) == 0) road = road.withDuplication(random.nextDouble() * 0.3);
        if (random.nextInt(3) == 0) road = road.withCorruption(random.nextDouble() * 0.1);
        if (random.nextInt(3) == 0) road = road.withJitter(delay.dividedBy(2));
        return road;
    }
}
