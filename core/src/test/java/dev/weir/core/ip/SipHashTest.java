package dev.weir.core.ip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.event.Flow;
import dev.weir.wire.IpAddress;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SipHashTest {
    private static final long STEP = 0x0808080808080808L;
    private static final long BYTES = 0x0706050403020100L; // 00 01 .. 07, little-endian

    @Test
    void agreesWithOpenssl() { // openssl mac -macopt hexkey:000102..0f -macopt size:8 SIPHASH, of 00 01 .. 2f
        var function = new SipHash(BYTES, BYTES + STEP);
        assertThat(function.hash(BYTES, BYTES + STEP, BYTES + 2 * STEP, BYTES + 3 * STEP, BYTES + 4 * STEP,
                BYTES + 5 * STEP)).isEqualTo(0xe612a3cb9ecba951L);
    }

    @Test
    void everyPurposeAndEverySeedHasAFunctionOfItsOwn() {
        var seen = new HashSet<Long>();
        for (long seed = -2; seed <= 2; seed++) {
            for (int purpose = 0; purpose < 3; purpose++) {
                assertThat(seen.add(SipHash.derived(seed, purpose).hash(1, 2, 3, 4, 5, 6))).isTrue();
            }
        }
    }

    @Test
    void everyPartOfAFlowCounts() {
        var function = SipHash.derived(1, 0);
        var a = IpAddress.parse("10.0.0.1");
        var b = IpAddress.parse("10.0.0.2");
        var seen = new HashSet<Long>();
        var flows = List.of(new Flow(a, 1, b, 2), new Flow(b, 1, a, 2), new Flow(a, 2, b, 1), new Flow(a, 1, b, 3));
        for (var flow : flows) {
            assertThat(seen.add(function.hash(flow, 0))).isTrue();
            assertThat(seen.add(function.hash(flow, 1))).isTrue();
        }
    }
}
