package dev.weir.analysis.diagnosis;

import dev.weir.analysis.capture.Notice;
import dev.weir.analysis.capture.NoticeReader;
import dev.weir.analysis.capture.SegmentReader;
import dev.weir.analysis.conversation.ConversationTable;
import dev.weir.analysis.conversation.Limits;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.UdpHeader;
import dev.weir.wire.pcap.CaptureRecord.Packet;
import dev.weir.wire.pcap.Direction;
import dev.weir.wire.pcap.LinkLayer;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A capture that a test tells as a story, and what is found in it. Made near the client: answers of the server take
 * {@value #RTT} ms. Times in milliseconds.
 */
final class Scene {
    static final int RTT = 20;
    private static final IpAddress CLIENT = IpAddress.parse("10.0.0.1");
    private static final String SYN_OPTIONS = "020405b4" + "04020101" + "01030307";
    private static final int WINDOW = 512;
    private static final int HOPS = 60;

    private final List<Packet> packets = new ArrayList<>();
    private int ports = 40_000;
    private int identifications = 1;

    /** One connection of it, told in the order of its packets; each acknowledges all that came before. */
    final class Line {
        private final IpAddress server;
        private final int port;
        private final int clientPort = ports++;
        private long fromClient;
        private long fromServer;

        Line(String server, int port) {
            this.server = IpAddress.parse(server);
            this.port = port;
        }

        Line open(double at) {
            segment(at, true, "S", SYN_OPTIONS, new byte[0], HOPS);
            segment(at + RTT, false, "S.", SYN_OPTIONS, new byte[0], HOPS);
            return segment(at + RTT, true, ".", "", new byte[0], HOPS);
        }

        Line client(double at, String text) {
            return client(at, text.getBytes(StandardCharsets.ISO_8859_1));
        }

        Line client(double at, byte[] text) {
            return segment(at, true, "P.", "", text, HOPS);
        }

        Line server(double at, String text) {
            return server(at, text.getBytes(StandardCharsets.ISO_8859_1));
        }

        Line server(double at, byte[] text) {
            return segment(at, false, "P.", "", text, HOPS);
        }

        /** Flags as {@link TcpFlags#parse} reads them. */
        Line clientFlags(double at, String flags) {
            return segment(at, true, flags, "", new byte[0], HOPS);
        }

        Line serverFlags(double at, String flags) {
            return segment(at, false, flags, "", new byte[0], HOPS);
        }

        /** FINs of both, the first side's first. */
        Line closedBy(boolean client, double at) {
            return segment(at, client, "F.", "", new byte[0], HOPS).segment(at + RTT, !client, "F.", "", new byte[0],
                    HOPS)
                    .segment(at + 2 * RTT, client, ".", "", new byte[0], HOPS);
        }

        Line window(double at, boolean client, int window) {
            packets.add(tcp(at, client, ".", window, "", new byte[0], HOPS));
            return this;
        }

        private Line segment(double at, boolean client, String flags, String options, byte[] text, int hops) {
            int window = flags.contains("S") ? 65_535 : flags.contains("R") ? 0 : WINDOW;
            packets.add(tcp(at, client, flags, window, options, text, hops));
            int space = text.length + (flags.contains("S") || flags.contains("F") ? 1 : 0);
            if (client) fromClient += space;
            else fromServer += space;
            return this;
        }

        private Packet tcp(
                double at, boolean client, String flags, int window, String options, byte[] text, int hops) {
            byte[] optionBytes = HexFormat.of().parseHex(options);
            int header = TcpHeader.MINIMUM_LENGTH + optionBytes.length;
            int ip = Ipv4Header.MINIMUM_LENGTH;
            var s = MemorySegment.ofArray(new byte[ip + header + text.length]);
            var from = client ? CLIENT : server;
            var to = client ? server : CLIENT;
            Ipv4Header.write(s, 0, 0, (int) s.byteSize(), identifications++, true, hops, IpProtocol.TCP, from.ipv4(),
                    to.ipv4());
            boolean acknowledges = flags.contains(".");
            TcpHeader.write(s, ip, client ? clientPort : port, client ? port : clientPort,
                    (int) (client ? 1000 + fromClient : 9000 + fromServer),
                    acknowledges ? (int) (client ? 9000 + fromServer : 1000 + fromClient) : 0, header,
                    TcpFlags.parse(flags), window, 0);
            MemorySegment.copy(MemorySegment.ofArray(optionBytes), 0, s, ip + TcpHeader.MINIMUM_LENGTH,
                    optionBytes.length);
            MemorySegment.copy(MemorySegment.ofArray(text), 0, s, ip + header, text.length);
            return packet(at, s);
        }
    }

    Line line(int port) {
        return line("10.0.0.2", port);
    }

    Line line(String server, int port) {
        return new Line(server, port);
    }

    /** A datagram between the client and port 53 of a name server. */
    Scene dns(double at, boolean fromClient, String nameServer, String hex) {
        byte[] text = HexFormat.of().parseHex(hex);
        int ip = Ipv4Header.MINIMUM_LENGTH;
        var s = MemorySegment.ofArray(new byte[ip + UdpHeader.LENGTH + text.length]);
        var other = IpAddress.parse(nameServer);
        Ipv4Header.write(s, 0, 0, (int) s.byteSize(), 0, true, HOPS, IpProtocol.UDP,
                (fromClient ? CLIENT : other).ipv4(), (fromClient ? other : CLIENT).ipv4());
        UdpHeader.write(s, ip, fromClient ? 5353 : 53, fromClient ? 53 : 5353, UdpHeader.LENGTH + text.length);
        MemorySegment.copy(MemorySegment.ofArray(text), 0, s, ip + UdpHeader.LENGTH, text.length);
        packets.add(packet(at, s));
        return this;
    }

    /** Nothing of interest, so that time is known to have passed. */
    Scene until(double at) {
        return dns(at, true, "10.0.0.53", "");
    }

    private static Packet packet(double at, MemorySegment s) {
        return new Packet(0, LinkLayer.RAW, (long) (at * 1_000_000), (int) s.byteSize(), s, Direction.UNKNOWN,
                List.of());
    }

    /** In the order in which they were told. */
    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        var examination = new Examination((_, found) -> findings.addAll(found));
        var table = new ConversationTable(Limits.DEFAULT, examination::accept);
        var segments = new SegmentReader();
        var notices = new NoticeReader();
        for (var packet : packets) {
            examination.passed(packet.timestampNanos());
            if (segments.read(packet)) {
                table.accept(segments.segment());
            } else {
                notices.read(packet, segments.frames()).ifPresent(notice -> {
                    examination.accept(notice);
                    if (notice instanceof Notice.IcmpError error) table.accept(error);
                });
            }
        }
        table.end();
        findings.addAll(examination.end(table.artefacts()));
        return findings;
    }

    /** Artefacts left out: the checksums of these packets are 0. */
    List<Fault> faults() {
        return findings().stream().map(Finding::fault).filter(fault -> !fault.isArtefact()).toList();
    }
}
