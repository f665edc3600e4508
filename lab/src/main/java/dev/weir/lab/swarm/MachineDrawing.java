package dev.weir.lab.swarm;

import dev.weir.core.config.Acks;
import dev.weir.core.config.Buffers;
import dev.weir.core.config.EcnConfig;
import dev.weir.core.config.EcnConfig.Feedback;
import dev.weir.core.config.KeepAliveConfig;
import dev.weir.core.config.Limits;
import dev.weir.core.config.SynOptions;
import dev.weir.core.config.TcpConfig;
import dev.weir.lab.swarm.Configuration.Machine;
import dev.weir.lab.swarm.Configuration.Profile;
import java.time.Duration;

/** Draws how a stack is configured: a preset, and then any group of it anew. */
final class MachineDrawing {
    private static final int LARGEST_MSS = 65495;
    private static final int LEAST_MEMORY = 1 << 21; // fewer bytes, and two stacks full of what they send cannot receive
    private static final int LEAST_HALF_OPEN = 8; // fewer, and a lost ACK meets a SYN cookie, which cannot repeat the SYN-ACK

    private final Chances chances;
    private final boolean hard;

    /** @param hard limits may be so narrow that connections fail */
    MachineDrawing(Chances chances, boolean hard) {
        this.chances = chances;
        this.hard = hard;
    }

    Machine draw() {
        var profile = chances.of(Profile.values());
        var config = profile.preset().withTcp(this::tcp);
        if (chances.oneIn(3)) config = config.withLimits(this::limits);
        return new Machine(profile, config);
    }

    private TcpConfig tcp(TcpConfig preset) {
        var tcp = preset;
        if (chances.coin()) tcp = tcp.withOptions(options());
        if (chances.coin()) tcp = tcp.withBuffers(buffers());
        if (chances.oneIn(3)) {
            tcp = tcp.withRto(tcp.rto().withMinimum(chances.coin() ? Duration.ZERO : chances.millis(0, 1000))
                    .withGranularity(chances.millis(1, 200)).withInitial(chances.millis(100, 3000)));
        }
        if (chances.oneIn(3)) {
            tcp = tcp.withAcks(new Acks(chances.coin(), chances.millis(0, 499), chances.between(0, 20), chances.coin(),
                    tcp.acks().finAtOnce(), tcp.acks().bySegments()));
        }
        if (chances.oneIn(3)) {
            tcp = tcp.withCongestion(tcp.congestion().withInitialWindowSegments(chances.between(1, 20))
                    .withDuplicateThreshold(chances.between(1, 5)).withLimitedTransmit(chances.coin())
                    .withRestartAfterIdle(chances.coin()).withNagle(chances.coin()));
        }
        if (chances.oneIn(4)) {
            tcp = tcp.withSecurity(tcp.security().withChallengeAcks(chances.coin())
                    .withChallengesPerSecond(chances.magnitude(1, 1000)).withInvalidAckInterval(chances.millis(0, 500)));
        }
        if (chances.oneIn(4)) {
            tcp = tcp.withKeepAlive(new KeepAliveConfig(true, Duration.ofSeconds(chances.between(1, 20)),
                    Duration.ofSeconds(chances.between(2, 10)), chances.between(15, 30)));
        }
        if (chances.oneIn(4)) {
            tcp = tcp.withHandshake(tcp.handshake().withSynRetries(chances.between(10, 14))
                    .withSynAckRetries(chances.between(10, 14)).withSynCookies(chances.coin()));
        } else {
            tcp = tcp.withHandshake(tcp.handshake().withSynRetries(10).withSynAckRetries(10));
        }
        if (hard && chances.coin()) {
            tcp = tcp.withClosing(tcp.closing().withTimeWait(Duration.ofSeconds(chances.between(0, 60)))
                    .withFinWait2(Duration.ofSeconds(chances.between(1, 60))));
        }
        if (chances.coin()) {
            tcp = tcp.withEcn(new EcnConfig(chances.of(Feedback.values()), chances.of(Feedback.values()),
                    chances.between(0, 2), chances.coin(), chances.coin(), chances.coin(),
                    chances.oneIn(4)));
        }
        return tcp;
    }

    private SynOptions options() {
        int mss = chances.coin() ? LARGEST_MSS : chances.magnitude(1, LARGEST_MSS);
        return new SynOptions(chances.coin(), chances.coin(), chances.coin(), chances.of(SynOptions.Layout.values()), mss,
                false);
    }

    private Buffers buffers() {
        int most = chances.coin() ? 8_000 : 2_000_000;
        return new Buffers(chances.magnitude(2048, most), chances.magnitude(2048, most), 0, false, false,
                chances.magnitude(1, 1024));
    }

    private Limits limits(Limits preset) {
        return preset.withBufferBytes(chances.magnitude(hard ? 1 << 16 : LEAST_MEMORY, 1 << 24))
                .withHalfOpen(chances.magnitude(hard ? 1 : LEAST_HALF_OPEN, 64))
                .withReplies(chances.magnitude(1, 64)).withPathEntries(chances.magnitude(1, 16))
                .withTimeWait(hard ? chances.between(0, 3) : preset.timeWait());
    }
}
