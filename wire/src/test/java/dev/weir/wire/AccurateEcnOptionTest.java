package dev.weir.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AccurateEcnOptionTest {
    private static final int ROOM = 40;

    @Test
    void parsingAndWritingAreInverses() {
        var random = new SplittableRandom(1);
        var s = MemorySegment.ofArray(new byte[ROOM]);
        for (int round = 0; round < 1000; round++) {
            boolean order = random.nextBoolean();
            int fields = random.nextInt(1, 4);
            int ect0 = random.nextInt(1 << 24);
            int ce = random.nextInt(1 << 24);
            int ect1 = random.nextInt(1 << 24);
            long end = TcpOptionWriter.accurateEcn(s, 0, order, fields, ect0, ce, ect1);
            assertThat(end).isEqualTo(AccurateEcnOption.lengthBytes(fields));
            var option = TcpOptions.parse(s, 0, (int) end).accurateEcn();
            assertThat(option.fields()).isEqualTo(fields);
            assertThat(option.hasEct0()).isEqualTo(fields == 3 || !order);
            assertThat(option.hasEct1()).isEqualTo(fields == 3 || order);
            assertThat(option.hasCe()).isEqualTo(fields > 1);
            assertThat(option.ect0Bytes()).isEqualTo(option.hasEct0() ? ect0 : 0);
            assertThat(option.ceBytes()).isEqualTo(option.hasCe() ? ce : 0);
            assertThat(option.ect1Bytes()).isEqualTo(option.hasEct1() ? ect1 : 0);
        }
    }

    @Test
    void anEmptyOptionIsOneAndOneOfAnotherLengthIsNone() {
        var s = MemorySegment.ofArray(new byte[] {(byte) 172, 2, 1, 1});
        assertThat(TcpOptions.parse(s, 0, 4).accurateEcn()).hasToString("ECN").matches(option -> option.fields() == 0);
        for (int length : new int[] {3, 4, 6, 7, 9, 10, 12, 14}) {
            var wrong = MemorySegment.ofArray(new byte[ROOM]);
            wrong.set(ValueLayout.JAVA_BYTE, 0, (byte) 174);
            wrong.set(ValueLayout.JAVA_BYTE, 1, (byte) length);
            assertThat(TcpOptions.parse(wrong, 0, ROOM).accurateEcn().isAbsent()).as("length %d", length).isTrue();
        }
    }

    @Test
    void isTextAsScriptsHaveIt() {
        assertThat(new AccurateEcnOption(true, 3, 1, 2, 3)).hasToString("ECN e1b 3 ceb 2 e0b 1");
        assertThat(new AccurateEcnOption(false, 2, 1, 2, 0)).hasToString("ECN e0b 1 ceb 2");
        assertThat(AccurateEcnOption.ABSENT).hasToString("");
    }
}
