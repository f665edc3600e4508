package dev.weir.analysis.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.wire.pcap.CaptureRecord;
import dev.weir.wire.pcap.Direction;
import dev.weir.wire.pcap.LinkLayer;
import dev.weir.wire.pcap.PcapngEncoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureFileTest {
    private static final int PACKET_BLOCK = 40; // bytes that a packet of 4 bytes takes

    @TempDir
    private Path folder;

    /** A pcapng file of one interface with a packet at each of these times; a packet says when it is. */
    private static byte[] capture(int... seconds) {
        var encoder = new PcapngEncoder().section();
        int id = encoder.describe("eth" + seconds[0], LinkLayer.RAW, 0);
        for (int second : seconds) {
            encoder.packet(id, second * 1_000_000_000L, Direction.UNKNOWN, List.of(),
                    MemorySegment.ofArray(new byte[] {(byte) second, 0, 0, 0}));
        }
        var bytes = encoder.take();
        var array = new byte[bytes.remaining()];
        bytes.get(array);
        return array;
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var target = new ByteArrayOutputStream();
        try (var stream = new GZIPOutputStream(target)) {
            stream.write(content);
        }
        return target.toByteArray();
    }

    private static CaptureFile reading(byte[] content) throws IOException {
        return CaptureFile.reading("a", new ByteArrayInputStream(content));
    }

    private static List<Integer> seconds(CaptureFile file) throws IOException {
        var found = new ArrayList<Integer>();
        for (var record = file.next(); !(record instanceof CaptureRecord.End); record = file.next()) {
            if (record instanceof CaptureRecord.Packet packet) found.add((int) (packet.timestampNanos() / 1_000_000_000));
        }
        return found;
    }

    private static String merged(CaptureFiles.Order order, byte[]... contents) throws IOException {
        var files = new ArrayList<CaptureFile>();
        for (byte[] content : contents) files.add(reading(content));
        var found = new StringBuilder();
        try (var all = new CaptureFiles(files, order)) {
            for (var record = all.next(); !(record instanceof CaptureRecord.End); record = all.next()) {
                if (!(record instanceof CaptureRecord.Packet packet)) continue;
                byte second = packet.data().get(ValueLayout.JAVA_BYTE, 0);
                found.append(packet.interfaceId()).append(':').append(second).append(' ');
            }
        }
        return found.toString().strip();
    }

    @Test
    void aFileIsReadToItsEnd() throws IOException {
        var path = folder.resolve("a.pcapng");
        Files.write(path, capture(1, 2, 3));
        try (var file = CaptureFile.open(path)) {
            assertThat(file.sizeBytes()).isEqualTo(Files.size(path));
            assertThat(seconds(file)).containsExactly(1, 2, 3);
            assertThat(file.packets()).isEqualTo(3);
            assertThat(file.readBytes()).isEqualTo(Files.size(path));
            assertThat(file.damage()).isEmpty();
        }
    }

    @Test
    void gzipIsUnpackedAlsoInSeveralMembers() throws IOException {
        byte[] whole = capture(1, 2, 3);
        var two = new ByteArrayOutputStream();
        two.write(gzip(Arrays.copyOf(whole, 100)));
        two.write(gzip(Arrays.copyOfRange(whole, 100, whole.length)));
        assertThat(seconds(reading(gzip(whole)))).containsExactly(1, 2, 3);
        assertThat(seconds(reading(two.toByteArray()))).containsExactly(1, 2, 3);
    }

    @Test
    void whatStandsBeforeACutIsReadAndItsPlaceIsTold() throws IOException {
        byte[] whole = capture(1, 2, 3);
        var file = reading(Arrays.copyOf(whole, whole.length - 5));
        assertThat(seconds(file)).containsExactly(1, 2);
        assertThat(file.damage()).contains(new Damage("a", "cut off", whole.length - PACKET_BLOCK, 2, true));
        assertThat(file.damage().orElseThrow().text()).contains("a: cut off at byte ",
                ", behind packet 2; what stands");
    }

    @Test
    void aBlockThatCannotBeReadIsPassedOver() throws IOException {
        byte[] whole = capture(1, 2, 3);
        int last = whole.length - PACKET_BLOCK;
        whole[last + 8] = 9; // of an interface that there is not
        var file = reading(whole);
        assertThat(seconds(file)).containsExactly(1, 2);
        assertThat(file.damage().orElseThrow().ends()).isFalse();
        assertThat(file.damage().orElseThrow().offsetBytes()).isEqualTo(last);
    }

    @Test
    void aDamagedArchiveGivesWhatComesBeforeTheDamage() throws IOException {
        var seconds = new int[20_000];
        Arrays.setAll(seconds, i -> i % 100);
        byte[] packed = gzip(capture(seconds));
        var cut = reading(Arrays.copyOf(packed, packed.length / 2));
        assertThat(seconds(cut)).hasSizeBetween(100, 19_999);
        assertThat(cut.damage().orElseThrow().what()).isEqualTo("the gzip archive is cut off");
        packed[packed.length / 2] ^= 0x55;
        packed[packed.length / 2 + 1] ^= 0x55;
        var damaged = reading(packed);
        assertThat(seconds(damaged)).hasSizeLessThanOrEqualTo(20_000);
        assertThat(damaged.damage().orElseThrow().what()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\'', value = {
        "28b52ffd0011223344 ; a is compressed with zstd, which is not read here ; zstd -dc a | weir analyze -",
        "736e6f6f7000000000 ; a is a snoop capture, neither pcap nor pcapng ; convert it: editcap a out.pcapng",
        "3c68746d6c3e3c6865 ; a is neither pcap nor pcapng: it begins with \"<html><h\" ; ''",
        "0001020304050607   ; a is neither pcap nor pcapng: it begins with 00 01 02 03 04 05 06 07 ; ''",
    })
    void whatIsNoCaptureIsNamed(String first, String message, String advice) {
        assertRefused(HexFormat.of().parseHex(first), message, advice);
    }

    private static void assertRefused(byte[] content, String message, String advice) {
        assertThatThrownBy(() -> seconds(reading(content))).isInstanceOfSatisfying(UnreadableCapture.class, e -> {
            assertThat(e).hasMessage(message);
            assertThat(e.advice()).isEqualTo(advice);
        });
    }

    @Test
    void nothingAndTextInAnArchiveAreNoCaptures() throws IOException {
        assertRefused(new byte[0], "a is empty", "");
        assertRefused(gzip("hello, world".getBytes(StandardCharsets.US_ASCII)),
                "a is neither pcap nor pcapng: it begins with \"hello, w\"", "");
        assertRefused(HexFormat.of().parseHex("1f8b0800"), "a is compressed with gzip and broken at its beginning", "");
    }

    @Test
    void severalFilesComeInOrderOfTimeWithInterfacesOfTheirOwn() throws IOException {
        assertThat(merged(CaptureFiles.Order.TIME, capture(1, 4, 5), capture(2, 3, 9)))
                .isEqualTo("0:1 1:2 1:3 0:4 0:5 1:9");
        assertThat(merged(CaptureFiles.Order.SEQUENCE, capture(5, 6), capture(2, 3))).isEqualTo("0:5 0:6 1:2 1:3");
    }

    @Test
    void aClockThatGoesBackMixesNoOrderWithinAFile() throws IOException {
        assertThat(merged(CaptureFiles.Order.TIME, capture(1, 5, 2, 6), capture(3, 4)))
                .isEqualTo("0:1 1:3 1:4 0:5 0:2 0:6");
    }

    @Test
    void sectionsOneBehindTheOtherNumberTheirInterfacesAnew() throws IOException {
        var two = new ByteArrayOutputStream();
        two.write(capture(1, 2));
        two.write(capture(3));
        assertThat(merged(CaptureFiles.Order.TIME, two.toByteArray())).isEqualTo("0:1 0:2 1:3");
    }
}
