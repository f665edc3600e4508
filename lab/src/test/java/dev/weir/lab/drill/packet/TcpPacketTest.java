package dev.weir.lab.drill.packet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.lab.drill.Variant;
import dev.weir.lab.drill.script.OptionLine;
import dev.weir.lab.drill.script.Script;
import dev.weir.lab.drill.script.TcpLine;
import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpFlags;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpPacketTest {
    @Test
    void aPacketSurvivesItsBytes() {
        for (int version : new int[] {4, 6}) {
            var flows = new Flows((int) Variant.NEAR_WRAP, false);
            var address = IpAddress.parse(version == 4 ? "192.0.2.1" : "2001:db8::1");
            var injector = new Injector(flows, address, address);
            Script script = Script.parse("packet",
                    "0 < [tos 0x48] P.U 5:12(7) ack 0 win 77 urg 3 <sack 1:2,nop,TS val 7 ecr 0,nop,eol,eol>");
            var line = (TcpLine) script.steps().getFirst().action();
            TcpPacket packet = ((WirePacket.Tcp) WirePacket.decode(injector.packet(line))).segment();
            assertThat(packet.sequence()).isEqualTo(3);
            assertThat(packet.flags()).isEqualTo(TcpFlags.PSH | TcpFlags.ACK | TcpFlags.URG);
            assertThat(packet.options()).isEqualTo(List.of(new OptionLine.Sack(List.of(new OptionLine.Block(1, 2))),
                    new OptionLine.Nop(), new OptionLine.Timestamps(7, 0), new OptionLine.Nop(), new OptionLine.End()));
            assertThat(packet.trafficClass()).isEqualTo(0x48);
            assertThat(packet.payload()).hasSize(7).startsWith(Numbering.FROM_PEER.at(5));
        }
    }
}
