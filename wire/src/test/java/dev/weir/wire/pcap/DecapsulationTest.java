package dev.weir.wire.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wire.Hex;
import dev.weir.wire.Randomized;
import dev.weir.wire.pcap.Decapsulation.Layer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecapsulationTest {
    private static final String MACS = "010203040506 0708090a0b0c";
    /** TCP over IPv4 and over IPv6, without the TCP header. */
    private static final String IPV4 = "45000028 00004000 40060000 0a000001 0a000002";
    private static final String IPV6 = "60000000 0014 06 40 " + "00".repeat(32);

    private final Decapsulation inside = new Decapsulation();

    @ParameterizedTest
    @CsvSource({
        "101, '', 4", "101, '', 6", "12, '', 4", "14, '', 6", "228, '', 4", "229, '', 6",
        "0, '02000000', 4", "0, '0000001e', 6", "108, '00000002', 4",
        "1, 'MACS 0800', 4", "1, 'MACS 86dd', 6",
        "1, 'MACS 0028 aaaa03 000000 0800', 4",
        "113, '0000 0001 0006 010203040506 0000 0800', 4",
        "276, '0800 0000 00000001 0001 00 06 0102030405060000', 4",
        "276, '8100 0000 00000001 0001 00 06 0102030405060000 0005 86dd', 6",
        "9, '0021', 4", "9, 'ff03 0057', 6", "50, 'ff03 21', 4"
    })
    void ipBeginsBehindTheLinkHeader(int linkType, String header, int version) {
        var frame = frame(header, version);
        assertThat(inside.find(linkType, frame)).isTrue();
        assertThat(inside.offset()).isEqualTo(Hex.bytes(replaced(header)).length);
        assertThat(inside.outermostOffset()).isEqualTo(inside.offset());
        assertThat(inside.find(linkType, frame.asSlice(0, frame.byteSize() - 1))).as("cut header").isFalse();
        assertThat(inside.offset()).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 'MACS 0806'", "1, 'MACS 8100 0001 8100 0001'", "1, ''", "105, ''", "113, '0000 0001 0006 010203040506 0000 0806'",
        "276, '0806 0000'", "9, 'c021'", "1, 'MACS 0028 424203'"
    })
    void framesOfOtherProtocolsHaveNoIpPacket(int linkType, String header) {
        assertThat(inside.find(linkType, frame(header, 4))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "VLAN, '8100 2007 0800', 7",
        "VLAN, '88a8 0001 8100 0002 0800', 2",
        "MPLS, '8847 00010040 00010140', -1",
        "PPPOE, '8864 11000001 0016 0021', -1"
    })
    void tagsAndSessionsArePassed(Layer layer, String behindMacs, int vlan) {
        String header = "MACS " + behindMacs;
        assertThat(inside.find(LinkLayer.ETHERNET, frame(header, 4))).isTrue();
        assertThat(inside.offset()).isEqualTo(Hex.bytes(replaced(header)).length);
        assertThat(inside.passed(layer)).isTrue();
        assertThat(inside.vlan()).isEqualTo(vlan);
    }

    @Test
    void aPseudowireOverMplsCarriesEthernetWithAndWithoutItsControlWord() {
        for (String control : new String[] {"00000000 ", ""}) {
            String header = "MACS 8847 00010140 " + control + MACS + " 0800";
            assertThat(inside.find(LinkLayer.ETHERNET, frame(header, 4))).isTrue();
            assertThat(inside.offset()).isEqualTo(Hex.bytes(replaced(header)).length);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "IP_IN_IP, 04, ''", "IP_IN_IP, 29, ''", "GRE, 2f, '0000 0800'", "GRE, 2f, 'b000 0800 00000000 00000001 00000002'",
        "GRE, 2f, '0000 6558 MACS 0800'", "ERSPAN, 2f, '1000 88be 00000001 1001000000000000 MACS 0800'",
        "ERSPAN, 2f, '0000 88be MACS 0800'",
        "ERSPAN, 2f, '1000 22eb 00000001 200100000000000000000000 MACS 8100 0009 0800'",
        "ERSPAN, 2f, '1000 22eb 00000001 200100000000000000000001 0000000000000000 MACS 0800'",
        "PPP, 2f, '3081 880b 00000000 00000001 00000002 ff03 0021'",
        "VXLAN, 11, '3039 12b5 00000000 0800000000000700 MACS 0800'",
        "VXLAN, 11, '3039 2118 00000000 0800000000000700 MACS 8100 0001 0800'",
        "GENEVE, 11, '3039 17c1 00000000 0100 6558 00000700 deadbeef MACS 0800'",
        "GENEVE, 11, '3039 17c1 00000000 0000 0800 00000700'",
        "MPLS, 89, '00010140'"
    })
    void theInnerPacketOfATunnelIsFoundInBothVersionsOfIp(Layer layer, String protocol, String header) {
        String outer4 = "45000028 00004000 40" + protocol + "0000 0a000001 0a000002 ";
        String outer6 = "60000000 0014 " + protocol + " 40 " + "00".repeat(32);
        String extended6 = "60000000 0014 00 40 " + "00".repeat(32) + protocol + "00 010400000000";
        for (String outer : new String[] {outer4, outer6, extended6}) {
            String whole = "MACS " + (outer.startsWith("4") ? "0800" : "86dd") + outer + header;
            assertThat(inside.find(LinkLayer.ETHERNET, frame(whole, 4))).isTrue();
            assertThat(inside.offset()).isEqualTo(Hex.bytes(replaced(whole)).length);
            assertThat(inside.outermostOffset()).isEqualTo(14);
            assertThat(inside.passed(layer)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "later fragments, '45000028 000000b9 4004 0000 0a000001 0a000002'",
        "another port, '45000028 00000000 4011 0000 0a000001 0a000002 3039 0035 0000 0000 0800000000000700 MACS 0800'",
        "no network identifier, '45000028 00000000 4011 0000 0a000001 0a000002 3039 12b5 0000 0000 0000000000000700 MACS 0800'",
        "source routes in GRE, '45000028 00000000 402f 0000 0a000001 0a000002 4000 0800'",
        "an unknown version of GRE, '45000028 00000000 402f 0000 0a000001 0a000002 0002 0800'"
    })
    void whereATunnelCannotBeReadThePacketThatCarriesItIsTheAnswer(String what, String outer) {
        assertThat(inside.find(LinkLayer.RAW, frame(outer, 4))).as(what).isTrue();
        assertThat(inside.offset()).isZero();
    }

    @Test
    void theContentOfATunnelThatTheSnapLengthCutsLeavesTheOuterPacket() {
        var frame = frame("45000028 00004000 40040000 0a000001 0a000002", 4);
        assertThat(inside.find(LinkLayer.RAW, frame.asSlice(0, 39))).isTrue();
        assertThat(inside.offset()).isZero();
    }

    @Test
    void packetsInPacketsWithoutEndStopAtTheLimit() {
        String shell = "45000028 00004000 40040000 0a000001 0a000002";
        var frame = Hex.segment(shell.repeat(1000));
        assertThat(inside.find(LinkLayer.RAW, frame)).isTrue();
        assertThat(inside.offset()).isEqualTo(20 * Decapsulation.MAXIMUM_LAYERS);
    }

    @Test
    void noBytesMakeItThrowOrPointOutsideTheFrame() {
        var linkTypes = Arrays.stream(LinkLayer.class.getFields()).map(field -> {
            try {
                return field.getInt(null);
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }).collect(Collectors.toList());
        int[] found = {0};
        Randomized.repeat(100_000, random -> {
            byte[] bytes = random.bytes(random.between(0, 120));
            int[] types = {0x0800, 0x86dd, 0x8100, 0x8847, 0x8864, 0x0021, 0x88be, 0x6558, 0xaaaa};
            byte[] protocols = {4, 41, 47, 17, (byte) 137, 0, 44, 60, 6};
            for (int at = 0; at + 1 < bytes.length; at += random.between(2, 14)) {
                int type = types[random.below(types.length)];
                bytes[at] = random.chance(50) ? (byte) (type >> 8) : (byte) (random.chance(50) ? 0x45 : 0x60);
                bytes[at + 1] = random.chance(50) ? (byte) type : protocols[random.below(protocols.length)];
            }
            var frame = MemorySegment.ofArray(bytes);
            if (!inside.find(linkTypes.get(random.below(linkTypes.size())), frame)) return;
            found[0]++;
            int version = frame.get(ValueLayout.JAVA_BYTE, inside.offset()) >> 4 & 0xf;
            assertThat(inside.offset() + (version == 4 ? 20 : 40)).isLessThanOrEqualTo(bytes.length);
            assertThat(inside.outermostOffset()).isBetween(0, inside.offset());
        });
        assertThat(found[0]).isGreaterThan(1000);
    }

    private static MemorySegment frame(String header, int version) {
        return Hex.segment(replaced(header) + (version == 4 ? IPV4 : IPV6));
    }

    private static String replaced(String header) {
        return header.replace("MACS", MACS);
    }
}
