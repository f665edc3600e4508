package dev.weir.doctor.visit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.io.probe.PacketTap.Packet;
import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpFlags;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketsTest {
    private static Packet from(int port, int hopLimit, int flags) {
        return new Packet(0, false, hopLimit, 0, 40000, port, flags, 0, 0, 0);
    }

    private static Packets of(Packet... packets) {
        return new Packets(IpAddress.parse("10.0.0.1"), List.of(packets), 0, 0);
    }

    @Test
    void aResetFromTheDistanceOfTheServerIsItsOwn() {
        assertThat(of(from(80, 60, TcpFlags.SYN | TcpFlags.ACK), from(80, 60, TcpFlags.RST)).foreignReset()).isEmpty();
    }

    @Test
    void aResetFromAnotherDistanceIsNot() {
        var pair = of(from(80, 60, TcpFlags.SYN | TcpFlags.ACK), from(80, 60, TcpFlags.ACK), from(80, 62,
                TcpFlags.RST)).foreignReset();
        assertThat(pair).isPresent();
        assertThat(pair.get().isFromElsewhere()).isTrue();
        assertThat(pair.get().isEstablished()).isTrue();
    }

    @Test
    void resetsOfOtherConnectionsSayNothing() {
        assertThat(of(from(80, 60, TcpFlags.SYN | TcpFlags.ACK), from(81, 62, TcpFlags.RST)).foreignReset()).isEmpty();
    }

    @Test
    void aRefusalIsComparedWithWhatIsSurelyTheHosts() {
        var pair = of(from(80, 62, TcpFlags.RST), from(22, 62, TcpFlags.RST), from(443, 60,
                TcpFlags.SYN | TcpFlags.ACK)).refusal(80);
        assertThat(pair.orElseThrow().other().remotePort()).isEqualTo(443);
        assertThat(pair.get().isSure()).isTrue();
        assertThat(pair.get().isFromElsewhere()).isTrue();
        assertThat(of(from(80, 62, TcpFlags.RST)).refusal(80)).isEmpty();
    }
}
