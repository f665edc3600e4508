package dev.weir.wire.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wire.Randomized;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampUnitTest {
    @ParameterizedTest
    @CsvSource({
        "6, 0, 1700000000123456, 1700000000123456000",
        "9, 0, 1700000000123456789, 1700000000123456789",
        "3, 0, 1700000000123, 1700000000123000000",
        "0, 0, 1700000000, 1700000000000000000",
        "12, 0, 1700000000123456, 1700000000123", // picoseconds
        "27, 0, -1, 18", // 10^-27: 2^64 - 1 units are 18.4 ns
        "28, 0, -1, 0",
        "127, 0, -1, 0",
        "148, 0, 1048576, 1000000000", // 2^-20
        "138, 0, 1536, 1500000000", // 2^-10
        "128, 0, 5, 5000000000", // 2^-0
        "192, 0, -9223372036854775808, 500000000", // 2^-64
        "255, 0, -1, 0",
        "6, 2, 5, 2000005000",
        "6, -1, 2000000, 1000000000"
    })
    void everyResolutionComesToNanoseconds(int resolution, long offsetSeconds, long units, long nanos) {
        assertThat(new TimestampUnit(resolution, offsetSeconds).toNanos(units)).isEqualTo(nanos);
    }

    @Test
    void whatNoLongHoldsIsClampedAndNeverTheMissingTimestamp() {
        assertThat(new TimestampUnit(0, 0).toNanos(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(new TimestampUnit(9, 0).toNanos(-1)).isEqualTo(Long.MAX_VALUE);
        assertThat(new TimestampUnit(128, 0).toNanos(-1)).isEqualTo(Long.MAX_VALUE);
        assertThat(new TimestampUnit(6, Long.MAX_VALUE).toNanos(1)).isEqualTo(Long.MAX_VALUE);
        assertThat(new TimestampUnit(6, Long.MIN_VALUE).toNanos(0)).isEqualTo(Long.MIN_VALUE + 1);
    }

    @Test
    void agreesWithExactArithmetic() {
        var largest = BigInteger.valueOf(Long.MAX_VALUE);
        Randomized.repeat(5000, random -> {
            int exponent = random.below(128);
            boolean binary = random.chance(50);
            long units = random.anyLong() >>> random.below(64);
            var numerator = new BigInteger(Long.toUnsignedString(units)).multiply(BigInteger.valueOf(1_000_000_000));
            var expected = numerator.divide(BigInteger.valueOf(binary ? 2 : 10).pow(exponent)).min(largest);
            assertThat(new TimestampUnit(exponent | (binary ? 0x80 : 0), 0).toNanos(units))
                    .isEqualTo(expected.longValueExact());
        });
    }
}
