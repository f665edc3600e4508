package dev.weir.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.wire.pcap.Captures;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Packets that the Linux kernel built: every field is read, every checksum holds, every header is written again. */
class KernelPacketsTest {
    static final List<String> CAPTURES = Captures.NAMES;

    /** Where the upper layer of a packet is, and the addresses of its pseudo header. */
    private record Upper(
            MemorySegment s, int protocol, int offset, int length, boolean fragment,
            long sourceHigh, long sourceLow, long destinationHigh, long destinationLow) {
        boolean verifies() {
            return Checksum.verifies(
                    s, offset, length, sourceHigh, sourceLow, destinationHigh, destinationLow, protocol);
        }
    }

    private static Upper upper(MemorySegment s) {
        if (Ipv4Header.version(s, 0) == 4) {
            int header = Ipv4Header.headerLength(s, 0);
            var from = IpAddress.ofIpv4(Ipv4Header.source(s, 0));
            var to = IpAddress.ofIpv4(Ipv4Header.destination(s, 0));
            return new Upper(s, Ipv4Header.protocol(s, 0), header, Ipv4Header.totalLength(s, 0) - header,
                    Ipv4Header.isFragment(s, 0), from.high(), from.low(), to.high(), to.low());
        }
        var extensions = Ipv6Extensions.walk(s, 0);
        assertThat(extensions.fault()).isEqualTo(Fault.NONE);
        return new Upper(s, extensions.protocol(), extensions.offset(),
                Ipv6Header.LENGTH + Ipv6Header.payloadLength(s, 0) - extensions.offset(), extensions.fragment(),
                Ipv6Header.sourceHigh(s, 0), Ipv6Header.sourceLow(s, 0),
                Ipv6Header.destinationHigh(s, 0), Ipv6Header.destinationLow(s, 0));
    }

    @ParameterizedTest
    @FieldSource("CAPTURES")
    void everyHeaderIsInOrderAndEveryChecksumVerifies(String name) {
        for (var s : Captures.ipPackets(name)) {
            int available = (int) s.byteSize();
            assertThat(Ipv4Header.version(s, 0) == 4
                            ? Ipv4Header.check(s, 0, available) : Ipv6Header.check(s, 0, available))
                    .isEqualTo(Fault.NONE);
            var upper = upper(s);
            if (upper.fragment()) continue; // its checksum covers the whole datagram
            switch (upper.protocol()) {
                case IpProtocol.TCP -> {
                    assertThat(TcpHeader.check(s, upper.offset(), upper.length())).isEqualTo(Fault.NONE);
                    assertThat(upper.verifies()).isTrue();
                }
                case IpProtocol.UDP -> {
                    assertThat(UdpHeader.check(s, upper.offset(), upper.length())).isEqualTo(Fault.NONE);
                    assertThat(upper.verifies()).isTrue();
                }
                case IpProtocol.ICMP ->
                    assertThat(IcmpHeader.verifiesIpv4(s, upper.offset(), upper.length())).isTrue();
                case IpProtocol.ICMPV6 -> assertThat(upper.verifies()).isTrue();
                default -> throw new AssertionError("protocol " + upper.protocol());
            }
        }
    }

    @ParameterizedTest
    @FieldSource("CAPTURES")
    void everyIpHeaderIsWrittenAgainByteForByte(String name) {
        for (var s : Captures.ipPackets(name)) {
            int length = Ipv4Header.version(s, 0) == 4 ? Ipv4Header.headerLength(s, 0) : Ipv6Header.LENGTH;
            var again = Hex.empty(length);
            if (length == Ipv6Header.LENGTH && Ipv6Header.version(s, 0) == 6) {
                Ipv6Header.write(again, 0, Ipv6Header.trafficClass(s, 0), Ipv6Header.flowLabel(s, 0),
                        Ipv6Header.payloadLength(s, 0), Ipv6Header.nextHeader(s, 0), Ipv6Header.hopLimit(s, 0),
                        Ipv6Header.sourceHigh(s, 0), Ipv6Header.sourceLow(s, 0),
                        Ipv6Header.destinationHigh(s, 0), Ipv6Header.destinationLow(s, 0));
            } else {
                Ipv4Header.write(again, 0, Ipv4Header.tos(s, 0), Ipv4Header.totalLength(s, 0),
                        Ipv4Header.identification(s, 0), Ipv4Header.dontFragment(s, 0), Ipv4Header.timeToLive(s, 0),
                        Ipv4Header.protocol(s, 0), Ipv4Header.source(s, 0), Ipv4Header.destination(s, 0));
                if (Ipv4Header.isFragment(s, 0)) {
                    Ipv4Header.writeFragment(again, 0, Ipv4Header.totalLength(s, 0),
                            Ipv4Header.fragmentOffset(s, 0), Ipv4Header.moreFragments(s, 0));
                }
                if (length > Ipv4Header.MINIMUM_LENGTH) { // options are no business of the writer
                    MemorySegment.copy(s, 20, again, 20, length - 20);
                    Octets.write8(again, 0, 0x40 | length / 4);
                    Ipv4Header.writeChecksum(again, 0);
                }
            }
            assertThat(Hex.text(again, 0, length)).isEqualTo(Hex.text(s, 0, length));
        }
    }

    @ParameterizedTest
    @FieldSource("CAPTURES")
    @Rfc({"9293#3.1", "MUST-4", "MUST-5"})
    void everyTcpHeaderIsWrittenAgainByteForByteFromWhatWasRead(String name) {
        for (var s : Captures.ipPackets(name)) {
            var upper = upper(s);
            if (upper.protocol() != IpProtocol.TCP) continue;
            int o = upper.offset();
            int length = TcpHeader.dataOffset(s, o);
            var again = Hex.empty(upper.length());
            TcpHeader.write(again, 0, TcpHeader.sourcePort(s, o), TcpHeader.destinationPort(s, o),
                    TcpHeader.sequence(s, o), TcpHeader.acknowledgment(s, o), length, TcpHeader.flags(s, o),
                    TcpHeader.window(s, o), TcpHeader.urgentPointer(s, o));
            writeOptions(s, o, again);
            MemorySegment.copy(s, o + length, again, length, upper.length() - length);
            TcpHeader.writeChecksum(again, 0, upper.length(),
                    upper.sourceHigh(), upper.sourceLow(), upper.destinationHigh(), upper.destinationLow());
            assertThat(Hex.text(again, 0, upper.length())).isEqualTo(Hex.text(s, o, upper.length()));
        }
    }

    /** The kernel's order and padding, the values as {@link TcpOptions} has them. */
    private static void writeOptions(MemorySegment s, int o, MemorySegment again) {
        var options = TcpOptions.parse(s, TcpHeader.optionsOffset(o), TcpHeader.optionsLength(s, o));
        var option = new TcpOptionCursor(s, TcpHeader.optionsOffset(o), TcpHeader.optionsLength(s, o));
        long at = TcpHeader.optionsOffset(0);
        while (option.next()) {
            at = switch (option.kind()) {
                case TcpOption.NOP -> TcpOptionWriter.nop(again, at);
                case TcpOption.MSS -> TcpOptionWriter.mss(again, at, options.mss());
                case TcpOption.WINDOW_SCALE -> TcpOptionWriter.windowScale(again, at, options.windowScale());
                case TcpOption.SACK_PERMITTED -> TcpOptionWriter.sackPermitted(again, at);
                case TcpOption.TIMESTAMPS -> TcpOptionWriter.timestamps(again, at, options.tsVal(), options.tsEcr());
                case TcpOption.SACK ->
                    TcpOptionWriter.sack(again, at, options.sackEdges(), options.sackEdges().length / 2);
                case TcpOption.FAST_OPEN -> TcpOptionWriter.option(again, at, option.kind(),
                        Hex.bytes(Hex.text(s, option.offset() + 2, option.length() - 2)));
                default -> throw new AssertionError("the kernel sent option " + option.kind());
            };
        }
        assertThat(option.malformed()).isFalse();
        assertThat(TcpOptionWriter.endPadding(again, at, TcpHeader.optionsOffset(0)))
                .isEqualTo(TcpHeader.dataOffset(s, o));
    }

    @Test
    void tcpCaptureReadsAsTcpdumpPrintsIt() {
        var lines = new ArrayList<String>();
        for (var s : Captures.ipPackets("tcp.pcap")) {
            var upper = upper(s);
            int o = upper.offset();
            lines.add(TcpHeader.destinationPort(s, o) + " " + TcpFlags.text(TcpHeader.flags(s, o)) + " "
                    + (upper.length() - TcpHeader.dataOffset(s, o)) + " "
                    + TcpOptions.describe(s, TcpHeader.optionsOffset(o), TcpHeader.optionsLength(s, o))
                            .replaceAll("val \\d+ ecr \\d+", "").replaceAll("tfo 0x\\p{XDigit}+", "tfo COOKIE"));
        }
        assertThat(lines).hasSize(66).contains(
                "7000 SEW 0 mss 1460,sackOK,TS ,nop,wscale 10",
                "7000 SEW 0 mss 1460,sackOK,TS ,nop,wscale 10,tfo,nop,nop",
                "7000 SEW 5 mss 1460,sackOK,TS ,nop,wscale 10,tfo COOKIE,nop,nop",
                "7000 P.U 1 nop,nop,TS ",
                "7006 F. 0 nop,nop,TS ");
        assertThat(lines.getLast()).matches("7000 R\\. 0 nop,nop,TS ");
    }

    @Test
    void sackBlocksOfTheKernelNameTheGap() {
        var edges = new ArrayList<Integer>();
        for (var s : Captures.ipPackets("sack.pcapng")) {
            var upper = upper(s);
            if (upper.protocol() != IpProtocol.TCP) continue;
            var options = TcpOptions.parse(s, TcpHeader.optionsOffset(upper.offset()),
                    TcpHeader.optionsLength(s, upper.offset()));
            for (int i = 0; i < options.sackEdges().length; i += 2) {
                int acknowledgment = TcpHeader.acknowledgment(s, upper.offset());
                assertThat(options.sackEdges()[i] - acknowledgment).isPositive();
                assertThat(options.sackEdges()[i + 1] - options.sackEdges()[i]).isPositive();
                edges.add(options.sackEdges()[i] - acknowledgment);
            }
        }
        assertThat(edges).containsExactly(3684, 6140, 3684, 6140, 3684, 3684, 2456);
    }

    @Test
    void icmpCaptureHoldsEchoesErrorsFragmentsAndMulticastReports() {
        var seen = new TreeMap<String, Integer>();
        for (var s : Captures.ipPackets("icmp.pcap")) {
            var upper = upper(s);
            int o = upper.offset();
            boolean ipv4 = upper.protocol() == IpProtocol.ICMP;
            if (upper.fragment() || upper.protocol() == IpProtocol.UDP) continue;
            int type = IcmpHeader.type(s, o);
            seen.merge((ipv4 ? "v4 " : "v6 ") + type + "/" + IcmpHeader.code(s, o), 1, Integer::sum);
            boolean error = ipv4 ? IcmpHeader.V4.isError(type) : IcmpHeader.V6.isError(type);
            if (error) {
                long quoted = IcmpHeader.quotedOffset(o);
                assertThat(Ipv4Header.version(s, quoted)).isEqualTo(ipv4 ? 4 : 6);
                if (ipv4) {
                    assertThat(Ipv4Header.destination(s, quoted)).isEqualTo(IpAddress.parse("10.9.2.2").ipv4());
                }
            }
            if (ipv4 && type == 3 && IcmpHeader.code(s, o) == IcmpHeader.V4.UNREACHABLE_FRAGMENTATION_NEEDED) {
                assertThat(IcmpHeader.mtuIpv4(s, o)).isEqualTo(1280);
            }
            if (!ipv4 && type == IcmpHeader.V6.PACKET_TOO_BIG) {
                assertThat(IcmpHeader.mtuIpv6(s, o)).isEqualTo(1280);
            }
        }
        assertThat(seen).containsEntry("v4 8/0", 4).containsEntry("v4 0/0", 2)
                .containsEntry("v4 3/3", 1).containsEntry("v4 3/4", 1).containsEntry("v4 11/0", 1)
                .containsEntry("v6 1/4", 1).containsEntry("v6 2/0", 1).containsEntry("v6 3/0", 1)
                .containsEntry("v6 143/0", 10); // behind a hop-by-hop header with router alert
    }

    @Test
    void fragmentsOfTheKernelFitTogether() {
        int ipv4Bytes = 0;
        int ipv6Bytes = 0;
        for (var s : Captures.ipPackets("icmp.pcap")) {
            if (Ipv4Header.version(s, 0) == 4) {
                if (!Ipv4Header.isFragment(s, 0) || Ipv4Header.source(s, 0) != 0x0a090102) continue;
                assertThat(Ipv4Header.fragmentOffset(s, 0)).isEqualTo(ipv4Bytes);
                ipv4Bytes += Ipv4Header.totalLength(s, 0) - Ipv4Header.headerLength(s, 0);
                assertThat(Ipv4Header.moreFragments(s, 0)).isEqualTo(ipv4Bytes < 1508);
            } else {
                var extensions = Ipv6Extensions.walk(s, 0);
                if (!extensions.fragment() || Ipv6Header.hopLimit(s, 0) != 64) continue;
                assertThat(extensions.protocol()).isEqualTo(IpProtocol.ICMPV6);
                assertThat(extensions.fragmentOffset()).isEqualTo(ipv6Bytes);
                ipv6Bytes += 40 + Ipv6Header.payloadLength(s, 0) - extensions.offset();
                assertThat(extensions.moreFragments()).isEqualTo(ipv6Bytes < 1508);
            }
        }
        assertThat(ipv4Bytes).isEqualTo(1508);
        assertThat(ipv6Bytes).isEqualTo(1508);
    }
}
