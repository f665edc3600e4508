package dev.weir.analysis.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wire.TcpFlags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentReaderTest {
    private static final String SYN_OPTIONS = "020405b4" + "01030307" + "04020101";

    private final SegmentReader reader = new SegmentReader();

    @ParameterizedTest(name = "IPv6: {0}")
    @ValueSource(booleans = {false, true})
    void everyFieldIsRead(boolean ipv6) {
        var packet = new Frames(ipv6).packet(5, true, "S", 100, 0, 65_535, SYN_OPTIONS, 3);
        assertThat(reader.read(packet)).isTrue();
        var segment = reader.segment();
        assertThat(segment.frame()).isEqualTo(1);
        assertThat(segment.timestampNanos()).isEqualTo(5_000);
        assertThat(segment.version()).isEqualTo(ipv6 ? 6 : 4);
        assertThat(segment.source()).hasToString(ipv6 ? "fd00::a00:1" : "10.0.0.1");
        assertThat(segment.destination()).hasToString(ipv6 ? "fd00::a00:2" : "10.0.0.2");
        assertThat(segment.sourcePort()).isEqualTo(1000);
        assertThat(segment.destinationPort()).isEqualTo(80);
        assertThat(segment.sequence()).isEqualTo(100);
        assertThat(segment.flags()).isEqualTo(TcpFlags.SYN);
        assertThat(segment.window()).isEqualTo(65_535);
        assertThat(segment.lengthBytes()).isEqualTo(3);
        assertThat(segment.spaceLength()).isEqualTo(4);
        assertThat(segment.timeToLive()).isEqualTo(64);
        assertThat(segment.identification()).isEqualTo(ipv6 ? -1 : 7);
        assertThat(segment.packetLengthBytes()).isEqualTo((ipv6 ? 40 : 20) + 32 + 3);
        assertThat(segment.isCut()).isFalse();
        assertThat(segment.options().mss()).isEqualTo(1460);
        assertThat(segment.options().windowScale()).isEqualTo(7);
        assertThat(segment.options().sackPermitted()).isTrue();
    }

    @ParameterizedTest(name = "IPv6: {0}")
    @ValueSource(booleans = {false, true})
    void aShortSnapLengthChangesNoNumber(boolean ipv6) {
        int headers = (ipv6 ? 40 : 20) + 20;
        var packet = new Frames(ipv6).packet(5, true, ".", 100, 7, 500, SYN_OPTIONS, 1000);
        assertThat(reader.read(Frames.cut(packet, headers + 4))).isTrue();
        assertThat(reader.segment().lengthBytes()).isEqualTo(1000);
        assertThat(reader.segment().isCut()).isTrue();
        assertThat(reader.segment().options().mss()).isEqualTo(1460);
        assertThat(reader.segment().options().windowScale()).isEqualTo(-1);
        assertThat(reader.read(Frames.cut(packet, headers - 1))).isFalse();
        assertThat(reader.frames()).isEqualTo(2);
    }

    @Test
    void bothDirectionsOfAConnectionFindTheSameAndOthersDoNot() {
        var table = new Connections<String>();
        var frames = new Frames(false);
        assertThat(reader.read(frames.packet(0, true, "S", 0, 0, 0, "", 0))).isTrue();
        assertThat(table.find(reader.segment())).isNull();
        table.put(reader.segment(), "first");
        boolean lower = Connections.fromLower(reader.segment());
        assertThat(reader.read(frames.packet(0, false, "S.", 0, 0, 0, "", 0))).isTrue();
        assertThat(table.find(reader.segment())).isEqualTo("first");
        assertThat(Connections.fromLower(reader.segment())).isNotEqualTo(lower);
        assertThat(reader.read(new Frames(true).packet(0, true, "S", 0, 0, 0, "", 0))).isTrue();
        assertThat(table.find(reader.segment())).isNull();
    }

    @Test
    void theTableGrowsAndForgetsNothing() {
        var table = new Connections<Integer>();
        var segment = new CapturedSegment();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5000; i++) {
                segment.sourceLow = i % 100;
                segment.destinationLow = 7;
                segment.sourcePort = i / 100;
                segment.destinationPort = 443;
                assertThat(table.find(segment)).isEqualTo(round == 0 ? null : i);
                table.put(segment, i);
            }
        }
        assertThat(table.size()).isEqualTo(5000);
    }
}
