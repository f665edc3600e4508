package dev.weir.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcpOptionsTest {
    private static final String LINUX_SYN = "020405b4 0402 080a 0001e240 00000000 01 030307";

    private static TcpOptions parse(String digits) {
        var s = Hex.segment(digits);
        return TcpOptions.parse(s, 0, (int) s.byteSize());
    }

    private static String describe(String digits) {
        var s = Hex.segment(digits);
        return TcpOptions.describe(s, 0, (int) s.byteSize());
    }

    @Test
    void readsTheOptionsOfALinuxSyn() {
        assertThat(parse(LINUX_SYN)).isEqualTo(
                new TcpOptions(1460, 7, true, true, 123_456, 0, TcpOptions.NONE.sackEdges()));
        assertThat(describe(LINUX_SYN)).isEqualTo("mss 1460,sackOK,TS val 123456 ecr 0,nop,wscale 7");
        assertThat(parse(LINUX_SYN)).hasToString("<mss 1460,sackOK,TS val 123456 ecr 0,wscale 7>");
    }

    @Test
    void noOptionsAreTheSharedNone() {
        assertThat(parse("")).isSameAs(TcpOptions.NONE);
        assertThat(parse("01010101")).isEqualTo(TcpOptions.NONE);
        assertThat(parse("00ffffff")).isEqualTo(TcpOptions.NONE);
        assertThat(TcpOptions.NONE.mss()).isEqualTo(-1);
        assertThat(TcpOptions.NONE.windowScale()).isEqualTo(-1);
    }

    @Test
    void alignedTimestampsTakeTheFastPathToTheSameResult() {
        var fast = parse("0101 080a ffffffff 80000000");
        assertThat(fast).isEqualTo(parse("080a ffffffff 80000000 0101"));
        assertThat(fast.tsVal()).isEqualTo(-1);
        assertThat(fast.hasTimestamps()).isTrue();
        assertThat(fast).hasToString("<TS val 4294967295 ecr 2147483648>");
        assertThat(parse("0101 080b ffffffff 80000000")).isEqualTo(TcpOptions.NONE); // overrun by one
    }

    @Test
    void sackBlocksAreTheEdgesOnTheWire() {
        var found = parse("0101 0512 fffffff0 00000010 00000020 80000000");
        assertThat(found.sackEdges()).containsExactly(0xfffffff0, 0x10, 0x20, 0x80000000);
        assertThat(found).hasToString("<sack 2 {4294967280:16}{32:2147483648}>");
        assertThat(describe("050a 00000001 00000002")).isEqualTo("sack 1 {1:2}");
    }

    @Test
    @Rfc({"9293#3.1", "MUST-6", "MUST-68"})
    void unknownOptionsAreSkippedByTheirLength() {
        assertThat(parse("fe04abcd 020405b4").mss()).isEqualTo(1460);
        assertThat(parse("4502 020405b4").mss()).isEqualTo(1460);
        assertThat(describe("fe04abcd 4502")).isEqualTo("exp 0xabcd,unknown-69");
    }

    @Test
    @Rfc({"9293#3.2", "MUST-64"})
    void optionsMayBeginAtAnyByte() {
        assertThat(parse("01 020405b4 01 030307 0402")).isEqualTo(
                new TcpOptions(1460, 7, true, false, 0, 0, TcpOptions.NONE.sackEdges()));
    }

    /** Whatever stands before the illegal length counts; what follows cannot be found any more. */
    @ParameterizedTest
    @Rfc({"9293#3.1", "MUST-7", "EDGE-PARSING-1"})
    @CsvSource({
        "020405b4 0800 030307",
        "020405b4 0801 030307",
        "020405b4 fe00 030307",
        "020405b4 fe05 0303",
        "020405b4 080a 0001e240 000000", // runs over the end by one byte
        "020405b4 08", // no length at all
        "020405b4 00 030307", // END in the middle
        "020405b4 03"
    })
    void illegalLengthOrEndStopsTheReadingButKeepsWhatWasBefore(String digits) {
        assertThat(parse(digits)).isEqualTo(
                new TcpOptions(1460, -1, false, false, 0, 0, TcpOptions.NONE.sackEdges()));
    }

    @ParameterizedTest
    @CsvSource({"0203ff 0402", "0205ffffff 0402", "0302 0402", "0304ffff 0402", "0403ff 0402",
        "0809ffffffffffffff 0402",
        "0502 0402", "0509ffffffffffffff 0402", "050bffffffffffffffffff 0402"})
    void knownOptionOfTheWrongLengthIsPassedOver(String digits) {
        assertThat(parse(digits)).isEqualTo(
                new TcpOptions(-1, -1, true, false, 0, 0, TcpOptions.NONE.sackEdges()));
    }

    @Test
    void ofAnOptionThatOccursTwiceTheLastCounts() {
        assertThat(parse("020405b4 02040218").mss()).isEqualTo(536);
    }

    @Test
    void valuesThatNobodyShouldSendAreReportedAsTheyAre() {
        assertThat(parse("02040000").mss()).isZero();
        assertThat(parse("0303ff").windowScale()).isEqualTo(255);
    }

    @Test
    void theCursorShowsEveryOptionAndWhereItEnded() {
        var s = Hex.segment("ffff 020405b4 01 fe03aa 00 030307");
        var cursor = new TcpOptionCursor(s, 2, 12);
        var seen = new ArrayList<List<Long>>();
        while (cursor.next()) seen.add(List.of((long) cursor.kind(), cursor.offset(), (long) cursor.length()));
        assertThat(seen).containsExactly(
                List.of(2L, 2L, 4L), List.of(1L, 6L, 1L), List.of(254L, 7L, 3L), List.of(0L, 10L, 1L));
        assertThat(cursor.malformed()).isFalse();
        assertThat(cursor.next()).isFalse();

        cursor = new TcpOptionCursor(Hex.segment("01 0801"), 0, 3);
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.next()).isFalse();
        assertThat(cursor.malformed()).isTrue();
        assertThat(cursor.kind()).isEqualTo(TcpOption.TIMESTAMPS);
        assertThat(cursor.next()).isFalse();
        assertThat(describe("01 0801")).isEqualTo("nop,bad TS");
    }

    @Test
    void findGivesTheFirstOfItsKind() {
        var s = Hex.segment(LINUX_SYN);
        assertThat(TcpOptions.find(s, 0, 20, TcpOption.WINDOW_SCALE)).isEqualTo(17);
        assertThat(TcpOptions.find(s, 0, 20, TcpOption.FAST_OPEN)).isEqualTo(-1);
    }

    @Test
    void parsingGivesBackWhatWasWrittenInAnyOrderAndAlignment() {
        Randomized.repeat(3000, random -> {
            int start = random.below(4);
            var s = MemorySegment.ofArray(random.bytes(80));
            int mss = random.chance(50) ? random.below(65_536) : -1;
            int windowScale = random.chance(50) ? random.below(256) : -1;
            boolean sackPermitted = random.chance(50);
            boolean timestamps = random.chance(50);
            int tsVal = timestamps ? random.anyInt() : 0;
            int tsEcr = timestamps ? random.anyInt() : 0;
            int blocks = random.below(5);
            int[] edges = new int[2 * blocks];
            for (int i = 0; i < edges.length; i++) edges[i] = random.anyInt();
            long at = start;
            int first = random.below(6);
            for (int i = 0; i < 6; i++) {
                switch ((first + i) % 6) {
                    case 0 -> at = mss < 0 ? at : TcpOptionWriter.mss(s, at, mss);
                    case 1 -> at = windowScale < 0 ? at : TcpOptionWriter.windowScale(s, at, windowScale);
                    case 2 -> at = sackPermitted ? TcpOptionWriter.sackPermitted(s, at) : at;
                    case 3 -> at = timestamps ? TcpOptionWriter.timestamps(s, at, tsVal, tsEcr) : at;
                    case 4 -> at = blocks == 0 ? at : TcpOptionWriter.sack(s, at, edges, blocks);
                    default -> at = TcpOptionWriter.nop(s, TcpOptionWriter.option(s, at, 69, random.bytes(3)));
                }
            }
            long end = TcpOptionWriter.endPadding(s, at, start);
            assertThat((end - start) % 4).isZero();
            assertThat(end - at).isBetween(0L, 3L);
            assertThat(TcpOptions.parse(s, start, (int) (end - start))).isEqualTo(
                    new TcpOptions(mss, windowScale, sackPermitted, timestamps, tsVal, tsEcr, edges));
        });
    }
}
