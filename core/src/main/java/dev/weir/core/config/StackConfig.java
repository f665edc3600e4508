package dev.weir.core.config;

import dev.weir.wire.Cidr;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Everything that can be chosen about a stack. Start from a preset and change what differs:
 *
 * {@snippet :
 * var config = StackConfig.linux()
 *         .withAddresses("10.0.0.1/24", "fd00::1/64")
 *         .withTcp(tcp -> tcp.withRto(tcp.rto().withInitial(Duration.ofMillis(200))));
 * }
 *
 * @param addresses our addresses with the prefix of their subnet; 127/8 and ::1 are always ours
 */
public record StackConfig(List<Cidr> addresses, TcpConfig tcp, IpConfig ip, Limits limits) {
    public StackConfig {
        addresses = List.copyOf(addresses);
    }

    /** As a current Linux host behaves; the default. Departures from RFC 9293 are listed in docs/conformance.md. */
    public static StackConfig linux() {
        var tcp = new TcpConfig(
                new Handshake(6, 4, 5, true, false, true, false, 0, Duration.ZERO),
                new SynOptions(true, true, true, SynOptions.Layout.LINUX, 65495, false),
                // 200 ms is 6298's G in Linux, not a floor of the RTO; 924.6 s is what 15 doublings from there add up to
                new Rto(Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(120), Duration.ofMillis(200), 3,
                        Duration.ofMillis(924_600), false),
                new Acks(true, Duration.ofMillis(40), 16, true, true, false),
                new Congestion(10, 3, true, true, 1000, false, false, true),
                EcnConfig.PASSIVE,
                new Buffers(4 << 20, 1 << 20, 0, false, false, 1024),
                new Closing(Duration.ofSeconds(60), Duration.ofSeconds(60), true, false, true, false, false),
                new KeepAliveConfig(false, Duration.ofHours(2), Duration.ofSeconds(75), 9),
                new Security(true, 1000, Duration.ofMillis(500), false, true, false, true, false, false, true,
                        true),
                FastOpen.ON_REQUEST.withTolerated(1).withExperimental(true));
        return new StackConfig(List.of(), tcp, commonIp(64, 32768, 60999), commonLimits());
    }

    /** As a current FreeBSD host behaves. */
    public static StackConfig freebsd() {
        var tcp = new TcpConfig(
                new Handshake(12, 0, 3, true, false, false, true, 0, Duration.ZERO),
                new SynOptions(true, true, true, SynOptions.Layout.FREEBSD, 65495, true),
                new Rto(Duration.ofSeconds(1), Duration.ofMillis(30), Duration.ofSeconds(60), Duration.ofMillis(200), 3,
                        Duration.ofSeconds(540), false),
                new Acks(true, Duration.ofMillis(40), 0, true, true, true),
                new Congestion(10, 3, true, true, 2, false, false, true),
                EcnConfig.PASSIVE.withSetupRetries(1),
                new Buffers(32768, 65536, 2 << 20, true, true, 512),
                new Closing(Duration.ofSeconds(60), Duration.ofSeconds(60), true, false, false, true, true),
                new KeepAliveConfig(false, Duration.ofHours(2), Duration.ofSeconds(75), 8),
                new Security(true, 1000, Duration.ofMillis(100), false, false, true, true, false, true,
                        false, true),
                FastOpen.ON_REQUEST.withRetryAfter(Duration.ofMinutes(15)).withSparesWithoutCookie(true));
        return new StackConfig(List.of(), tcp, commonIp(64, 10000, 65535), commonLimits());
    }

    /** Every MUST, and every SHOULD at its letter. */
    public static StackConfig rfc() {
        var tcp = new TcpConfig(
                new Handshake(7, 0, 7, true, false, true, true, 0, Duration.ZERO),
                new SynOptions(true, true, true, SynOptions.Layout.LINUX, 65495, false),
                new Rto(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofMillis(1), 3,
                        Duration.ofSeconds(924), false),
                new Acks(true, Duration.ofMillis(200), 0, true, true, false),
                new Congestion(10, 3, true, true, 1, false, false, true),
                EcnConfig.ACTIVE,
                new Buffers(4 << 20, 1 << 20, 0, false, false, 1024),
                new Closing(Duration.ofMinutes(4), Duration.ofSeconds(60), true, false, true, false, false),
                new KeepAliveConfig(false, Duration.ofHours(2), Duration.ofSeconds(75), 9),
                new Security(true, 1000, Duration.ZERO, true, false, false, true, false, true, false, true),
                FastOpen.ON_REQUEST);
        return new StackConfig(List.of(), tcp, commonIp(64, 49152, 65535), commonLimits());
    }

    private static IpConfig commonIp(int timeToLive, int ephemeralFirst, int ephemeralLast) {
        return new IpConfig(timeToLive, 0, ephemeralFirst, ephemeralLast, Duration.ofSeconds(30), true, 1000,
                Duration.ofMinutes(10));
    }

    private static Limits commonLimits() {
        return new Limits(1 << 20, 1 << 16, 1 << 16, 1L << 30, 4096, 4 << 20, 1024, 4096, 1 << 20, 8 << 20, 4096);
    }

    public StackConfig withAddresses(List<Cidr> addresses) {
        return new StackConfig(addresses, tcp, ip, limits);
    }

    /** @param addresses each an address with its prefix length: {@code 10.0.0.1/24} */
    public StackConfig withAddresses(String... addresses) {
        return withAddresses(List.of(addresses).stream().map(Cidr::parse).toList());
    }

    public StackConfig withTcp(UnaryOperator<TcpConfig> change) {
        return new StackConfig(addresses, change.apply(tcp), ip, limits);
    }

    public StackConfig withIp(UnaryOperator<IpConfig> change) {
        return new StackConfig(addresses, tcp, change.apply(ip), limits);
    }

    public StackConfig withLimits(UnaryOperator<Limits> change) {
        return new StackConfig(addresses, tcp, ip, change.apply(limits));
    }
}
