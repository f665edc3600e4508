package dev.weir.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.conformance.Rfc;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FastOpenOptionTest {
    private static FastOpenOption parse(String digits) {
        byte[] bytes = HexFormat.of().parseHex(digits.replace(" ", ""));
        return TcpOptions.parse(MemorySegment.ofArray(bytes), 0, bytes.length).fastOpen();
    }

    @ParameterizedTest
    @Rfc({"7413#4.1.1"})
    @CsvSource({"2206a1b2c3d4, FO a1b2c3d4", "2202, FO", "22120102030405060708090a0b0c0d0e0f10, FO 0102030405060708090a0b0c0d0e0f10",
        "fe04f989, FOEXP", "fe08f98901020304, FOEXP 01020304", "020405b4 220801020304fffe 00 00, FO 01020304fffe"})
    void aCookieHasFourToSixteenBytesAndNoneAsksForOne(String digits, String text) {
        assertThat(parse(digits)).hasToString(text);
    }

    @ParameterizedTest
    @Rfc({"7413#4.1.1"})
    @CsvSource({"2203aa", "2204aabb", "2207aabbccddee", "22140102030405060708090a0b0c0d0e0f101112", "fe06f989aabb", "fe04abcd",
        "fe02", "0402"})
    void anOptionOfAnotherLengthOrWithoutTheIdentifierIsIgnored(String digits) {
        assertThat(parse(digits)).isEqualTo(FastOpenOption.ABSENT);
    }

    @Test
    void ofTwoTheLastThatIsWellFormedCounts() {
        assertThat(parse("220601020304 220605060708 2204abcd")).hasToString("FO 05060708");
    }

    @ParameterizedTest
    @CsvSource({"2206a1b2c3d4", "2202", "22100102030405060708090a0b0c0d0e", "fe04f989", "fe0af989010203040506"})
    void whatWasReadIsWrittenAgain(String digits) {
        var option = parse(digits);
        var s = MemorySegment.ofArray(new byte[32]);
        assertThat(TcpOptionWriter.fastOpen(s, 0, option)).isEqualTo(option.lengthBytes()).isEqualTo(digits.length() / 2);
        assertThat(HexFormat.of().formatHex(s.asSlice(0, option.lengthBytes()).toArray(ValueLayout.JAVA_BYTE)))
                .isEqualTo(digits);
    }

    @Test
    void aCookieIsTheSameInBothOptions() {
        var cookie = FastOpenOption.cookie((byte) 1, (byte) 2, (byte) 3, (byte) 4);
        assertThat(cookie.sameCookie(cookie.withExperimental(true))).isTrue();
        assertThat(cookie.sameCookie(FastOpenOption.cookie(new byte[4]))).isFalse();
        assertThat(TcpOptionWriter.fastOpen(MemorySegment.ofArray(new byte[0]), 0, FastOpenOption.ABSENT)).isZero();
        assertThatThrownBy(() -> FastOpenOption.cookie(new byte[5])).isInstanceOf(IllegalArgumentException.class);
    }
}
