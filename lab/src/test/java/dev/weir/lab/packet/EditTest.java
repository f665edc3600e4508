package dev.weir.lab.packet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.UdpHeader;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EditTest {
    private final PacketPool pool = new PacketPool(10);
    private final SplittableRandom random = new SplittableRandom(1);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void checksumsAreRightAfterAnyChange(boolean ipv6) {
        for (int i = 0; i < 2000; i++) {
            Packet packet = Segments.segment(pool, ipv6, TcpFlags.ACK, 0);
            change(packet, ipv6);
            assertThat(Segments.verifies(packet)).as("change %d", i).isTrue();
            pool.free(packet);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasDamagedStaysDamaged(boolean ipv6) {
        for (int i = 0; i < 500; i++) {
            Packet packet = Segments.segment(pool, ipv6, TcpFlags.ACK, 0);
            int at = packet.length() - 1 - random.nextInt(30);
            byte octet = packet.bytes().get(ValueLayout.JAVA_BYTE, at);
            packet.bytes().set(ValueLayout.JAVA_BYTE, at, (byte) (octet ^ 1 << random.nextInt(8)));
            end(packet, ipv6);
            assertThat(Segments.verifies(packet)).isFalse();
            pool.free(packet);
        }
    }

    private void change(Packet packet, boolean ipv6) {
        int at = Headers.transportOffset(packet);
        if (random.nextBoolean()) {
            Edit.octet(packet, at + 4 + random.nextInt(8), random.nextInt(256));
        } else {
            end(packet, ipv6);
        }
    }

    private void end(Packet packet, boolean ipv6) {
        IpAddress address = ipv6 ? new IpAddress(random.nextLong(), random.nextLong()) : IpAddress.ofIpv4(random.nextInt());
        int port = random.nextInt(65_536);
        boolean source = random.nextBoolean();
        if (source) Edit.source(packet, address.high(), address.low(), port);
        else Edit.destination(packet, address.high(), address.low(), port);
        int at = Headers.transportOffset(packet);
        assertThat(source ? packet.source() : packet.destination()).isEqualTo(address);
        assertThat(source ? UdpHeader.sourcePort(packet.bytes(), at) : UdpHeader.destinationPort(packet.bytes(), at))
                .isEqualTo(port);
    }
}
