package dev.weir.lab.packet;

import dev.weir.wire.Checksum;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpHeader;
import java.lang.foreign.ValueLayout;

/** TCP segments made by hand, with right checksums. */
public final class Segments {
    private static final int PAYLOAD = 33; // odd, so that the last byte is padded

    private Segments() {}

    public static Packet segment(PacketPool pool, boolean ipv6, int flags, int ecn) {
        int ip = ipv6 ? Ipv6Header.LENGTH : Ipv4Header.MINIMUM_LENGTH;
        int length = ip + TcpHeader.MINIMUM_LENGTH + PAYLOAD;
        Packet packet = pool.take(length, 0);
        var s = packet.bytes();
        if (ipv6) {
            IpAddress from = IpAddress.parse("2001:db8::1");
            IpAddress to = IpAddress.parse("2001:db8::2");
            Ipv6Header.write(s, 0, ecn, 0, length - ip, IpProtocol.TCP, 64, from.high(), from.low(), to.high(), to.low());
        } else {
            Ipv4Header.write(s, 0, ecn, length, 7, true, 64, IpProtocol.TCP, IpAddress.parse("10.1.2.3").ipv4(),
                    IpAddress.parse("10.4.5.6").ipv4());
        }
        TcpHeader.write(s, ip, 40_000, 80, 0x12345678, 0x0abcdef0, TcpHeader.MINIMUM_LENGTH, flags, 5000, 0);
        for (int i = 0; i < PAYLOAD; i++) s.set(ValueLayout.JAVA_BYTE, length - PAYLOAD + i, (byte) (37 * i));
        Headers.writeTransportChecksum(packet);
        return packet;
    }

    /** Of the IPv4 header and of TCP. */
    public static boolean verifies(Packet packet) {
        int at = Headers.transportOffset(packet);
        return (!packet.isIpv4() || Ipv4Header.verifiesChecksum(packet.bytes(), 0))
                && Checksum.verifies(packet.bytes(), at, packet.length() - at, packet.sourceHigh(), packet.sourceLow(),
                        packet.destinationHigh(), packet.destinationLow(), IpProtocol.TCP);
    }
}
