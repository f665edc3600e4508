package dev.weir.core.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.event.Counter;
import dev.weir.core.ip.Packet;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in: no exception, no memory beyond the limits, nothing said that is not well-formed. */
class HostFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final int FRAGMENT_BYTES = 100_000;
    private static final int QUEUE_BYTES = 8192;

    private static Host host() {
        var host = new Host(Host.config().withLimits(limits -> limits.withFragmentBytes(FRAGMENT_BYTES)
                .withFragmentedPackets(20).withReplies(50).withUdpQueueBytes(QUEUE_BYTES)));
        var endpoint = host.udp.bind(IpAddress.ANY_IPV6, 7);
        host.udp.connect(endpoint, IpAddress.parse("10.0.0.2"), 9);
        host.udp.bind(IpAddress.ANY_IPV6, 8);
        return host;
    }

    private static void check(Host host, Random random) {
        assertThat(host.input.heldFragmentBytes()).isBetween(0, FRAGMENT_BYTES);
        host.now += random.nextInt(20_000_000);
        if (random.nextInt(50) == 0) host.now += 10_000_000_000L;
        if (host.input.nextDeadline() <= host.now) host.input.expire(host.now);
        assertThat(host.input.nextDeadline()).isGreaterThan(host.now);
        if (random.nextInt(10) != 0) return;
        for (byte[] sent : host.flush()) {
            assertThat(sent.length).isLessThanOrEqualTo(1500);
            assertThat(Packet.verifies(sent)).isTrue(); // nothing here is large enough for fragments
        }
        host.loop();
    }

    private static byte[] sealed(byte[] packet) {
        var s = MemorySegment.ofArray(packet);
        if (packet.length >= 20 && packet[0] >>> 4 == 4 && Ipv4Header.headerLength(s, 0) <= packet.length) {
            Ipv4Header.writeChecksum(s, 0);
        }
        return packet;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noiseIsHarmless(long seed) {
        var random = new Random(seed);
        var host = host();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] noise = new byte[random.nextInt(120)];
            random.nextBytes(noise);
            if (noise.length > 0 && random.nextBoolean()) noise[0] = (byte) (random.nextBoolean() ? 0x45 : 0x60);
            host.receive(random.nextBoolean() ? noise : sealed(noise));
            check(host, random);
        }
    }

    /** One of each kind of packet that this host understands. */
    private static List<byte[]> corpus() {
        var result = new ArrayList<byte[]>();
        for (int version : new int[] {4, 6}) {
            String peer = version == 4 ? "10.0.0.2" : "fd00::2";
            String ours = version == 4 ? "10.0.0.1" : "fd00::1";
            byte[] quote = Packet.from(ours, peer).udp(7, 9, new byte[5]).bytes();
            byte[] tcp = Packet.from(ours, peer).protocol(IpProtocol.TCP).payload(new byte[40]).bytes();
            int[] types = version == 4 ? new int[] {3, 4, 5, 8, 11, 12, 13} : new int[] {1, 2, 3, 4, 128, 135, 137};
            for (int type : types) {
                for (int code = 0; code < 5; code++) {
                    result.add(Packet.from(peer, ours).icmp(type, code, 1300, quote).bytes());
                    result.add(Packet.from(peer, ours).icmp(type, code, 1300, tcp).bytes());
                }
            }
            result.add(Packet.from(peer, ours).udp(9, 7, new byte[100]).bytes());
            result.add(Packet.from(peer, ours).udp(9, 6, new byte[100]).bytes());
            result.add(Packet.from(peer, ours).protocol(99).payload(new byte[33]).bytes());
            for (int at = 0; at < 64; at += 8) {
                result.add(Packet.from(peer, ours).protocol(99).fragment(1, at, at < 56).payload(new byte[8]).bytes());
            }
        }
        result.add(Packet.from("10.0.0.2", "10.0.0.1").options(131, 7, 8, 1, 2, 3, 4, 68, 8, 5, 0).udp(9, 7).bytes());
        result.add(Packet.from("fd00::2", "fd00::1").extension(IpProtocol.HOP_BY_HOP, 5, 2, 0, 0, 1, 0)
                .extension(IpProtocol.IPV6_ROUTING, 0, 0, 0, 0, 0, 0)
                .extension(IpProtocol.IPV6_DESTINATION_OPTIONS, 0x9e, 1, 0, 1, 1, 0).udp(9, 7).bytes());
        return result;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damagedPacketsAreHarmless(long seed) {
        var random = new Random(seed);
        var corpus = corpus();
        var host = host();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] packet = corpus.get(random.nextInt(corpus.size())).clone();
            for (int change = random.nextInt(4); change > 0; change--) {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt();
            }
            if (random.nextInt(4) == 0) packet = Arrays.copyOf(packet, random.nextInt(packet.length + 10));
            host.receive(random.nextInt(4) == 0 ? packet : sealed(packet));
            check(host, random);
        }
        assertThat(host.counters.count(Counter.ICMP_SENT)).isPositive(); // it got somewhere
        assertThat(host.counters.drops()).hasSizeGreaterThan(12);
    }

    @Test
    void floodOfFragmentsStaysWithinItsMemory() {
        var random = new Random(9);
        var host = host();
        for (int round = 0; round < ROUNDS; round++) {
            int length = 8 * (1 + random.nextInt(150));
            boolean ipv4 = random.nextBoolean();
            host.receive(Packet.from(ipv4 ? "10.0.0.2" : "fd00::2", ipv4 ? "10.0.0.1" : "fd00::1").protocol(99)
                    .fragment(random.nextInt(40), 8 * random.nextInt(500), random.nextInt(20) != 0)
                    .payload(new byte[length]));
            check(host, random);
        }
        host.now += 60_000_000_000L;
        host.input.expire(host.now);
        assertThat(host.input.heldFragmentBytes()).isZero();
    }
}
