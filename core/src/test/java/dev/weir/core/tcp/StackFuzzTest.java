package dev.weir.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.wire.IpAddress;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever arrives, and whatever the application does: no exception, no memory beyond the limits, nothing that waits
 * for ever, nothing said that is not well-formed, the bytes of every stream in order, and the same again from the same
 * seed. More seeds: {@code -Dweir.fuzz.seeds=1000}.
 */
class StackFuzzTest {
    private static final int STEPS = 700;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("weir.fuzz.seeds", 25));
    }

    private static StackConfig config(long seed) {
        return switch ((int) (seed % 3)) {
            case 0 -> StackConfig.linux();
            case 1 -> StackConfig.freebsd();
            default -> StackConfig.rfc();
        };
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Rfc({"9293#3.1", "MUST-5", "MUST-7", "MUST-34", "MUST-65", "SHLD-14"})
    void wellFormedNonsenseIsSurvived(long seed) {
        run(seed, false);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Rfc({"9293#3.1", "MUST-5", "MUST-7", "MUST-65"})
    void damagedSegmentsAreSurvived(long seed) {
        run(seed, true);
    }

    private static void run(long seed, boolean damage) {
        try {
            long first = once(seed, damage);
            assertThat(once(seed, damage)).as("the same events from the same seed").isEqualTo(first);
        } catch (Throwable t) {
            throw new AssertionError("seed " + seed + (damage ? ", damaged" : ""), t);
        }
    }

    private static long once(long seed, boolean damage) {
        var fuzz = new Fuzz(config(seed), seed, damage);
        for (int step = 0; step < STEPS; step++) fuzz.step();
        fuzz.heal();
        fuzz.host.assertEmpty();
        var tcp = fuzz.host.stack.tcp();
        assertThat(tcp.bind(IpAddress.ANY_IPV6, 80, false, fuzz.host.now).port()).isEqualTo(80);
        return fuzz.fingerprint();
    }
}
