package dev.weir.analysis.capture;

import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.pcap.CaptureRecord.Packet;
import dev.weir.wire.pcap.Direction;
import dev.weir.wire.pcap.LinkLayer;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.List;

/** Frames of one connection between 10.0.0.1:1000 and 10.0.0.2:80, or the same in IPv6, written down in tests. */
public final class Frames {
    private static final IpAddress CLIENT = IpAddress.parse("10.0.0.1");
    private static final IpAddress SERVER = IpAddress.parse("10.0.0.2");
    private static final int CLIENT_PORT = 1000;
    private static final int SERVER_PORT = 80;

    private final boolean ipv6;

    public Frames(boolean ipv6) {
        this.ipv6 = ipv6;
    }

    /**
     * A frame.
     *
     * @param micros since the beginning
     * @param flags as {@link TcpFlags#parse} reads them
     * @param options in hexadecimal digits, a multiple of four bytes
     * @param length of the text, bytes; zeros
     */
    public Packet packet(
            long micros, boolean fromClient, String flags, long sequence, long acknowledgment, int window,
            String options, int length) {
        byte[] optionBytes = HexFormat.of().parseHex(options);
        int headerLength = TcpHeader.MINIMUM_LENGTH + optionBytes.length;
        int ip = ipv6 ? Ipv6Header.LENGTH : Ipv4Header.MINIMUM_LENGTH;
        var s = MemorySegment.ofArray(new byte[ip + headerLength + length]);
        var from = fromClient ? CLIENT : SERVER;
        var to = fromClient ? SERVER : CLIENT;
        if (ipv6) {
            Ipv6Header.write(s, 0, 0, 0, headerLength + length, IpProtocol.TCP, 64, 0xfd00L << 48, from.ipv4(),
                    0xfd00L << 48, to.ipv4());
        } else {
            Ipv4Header.write(s, 0, 0, ip + headerLength + length, 7, true, 64, IpProtocol.TCP, from.ipv4(), to.ipv4());
        }
        TcpHeader.write(s, ip, fromClient ? CLIENT_PORT : SERVER_PORT, fromClient ? SERVER_PORT : CLIENT_PORT,
                (int) sequence, (int) acknowledgment, headerLength, TcpFlags.parse(flags), window, 0);
        MemorySegment.copy(MemorySegment.ofArray(optionBytes), 0, s, ip + TcpHeader.MINIMUM_LENGTH, optionBytes.length);
        return new Packet(0, LinkLayer.RAW, micros * 1000, (int) s.byteSize(), s, Direction.UNKNOWN, List.of());
    }

    /** What a snap length leaves of a packet. */
    public static Packet cut(Packet packet, int length) {
        return new Packet(packet.interfaceId(), packet.linkType(), packet.timestampNanos(), packet.originalLength(),
                packet.data().asSlice(0, length), packet.direction(), packet.comments());
    }
}
