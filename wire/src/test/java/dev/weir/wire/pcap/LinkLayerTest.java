package dev.weir.wire.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wire.Hex;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkLayerTest {
    private static final String MACS = "010203040506 0708090a0b0c";

    @ParameterizedTest
    @CsvSource({
        "101, '', 45, 0", "101, '', 60, 0", "101, '', 50, -1", "228, '', 45, 0", "229, '', 60, 0",
        "0, '02000000', 45, 4", "0, '0000001e', 60, 4", "108, '00000002', 45, 4",
        "1, 'MACS 0800', 45, 14", "1, 'MACS 86dd', 60, 14", "1, 'MACS 0806', 00, -1",
        "1, 'MACS 8100 0001 0800', 45, 18", "1, 'MACS 88a8 0001 8100 0002 86dd', 60, 22",
        "1, 'MACS 8100 0001 8100 0001', 45, -1", "1, 'MACS', 08, -1", "1, '', 45, -1",
        "113, '0000 0001 0006 010203040506 0000 0800', 45, 16", "113, '0000 0001 0006 010203040506 0000 0806', 45, -1",
        "276, '0800 0000 00000001 0001 00 06 0102030405060000', 45, 20", "276, '0806 0000', 45, -1",
        "105, '', 45, -1"
    })
    void ipBeginsBehindTheLinkHeader(int linkType, String header, String firstByte, int offset) {
        var frame = Hex.segment(header.replace("MACS", MACS) + firstByte);
        assertThat(LinkLayer.ipOffset(linkType, frame)).isEqualTo(offset);
        assertThat(LinkLayer.ipOffset(linkType, frame.asSlice(0, frame.byteSize() - 1))).isEqualTo(-1);
    }
}
