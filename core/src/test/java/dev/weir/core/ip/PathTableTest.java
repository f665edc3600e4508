package dev.weir.core.ip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTableTest {
    private static final long AGE = 600_000_000_000L;
    private static final IpAddress PEER = IpAddress.parse("192.0.2.1");
    private static final IpAddress PEER6 = IpAddress.parse("2001:db8::1");

    private final PathTable paths = new PathTable(3, AGE);

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(paths.mtu(PEER, 0)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void estimatesAreOnlyLowered() {
        assertThat(paths.learn(PEER, 1400, 1500, 0)).isEqualTo(1400);
        assertThat(paths.learn(PEER, 1450, 1400, 0)).isEqualTo(1400);
        assertThat(paths.learn(PEER, 1400, 1400, 1)).isEqualTo(1400);
        assertThat(paths.mtu(PEER, 1)).isEqualTo(1400);
        assertThat(paths.learn(PEER, 9000, 1500, 0)).isEqualTo(1500);
    }

    @Test
    void estimatesAreForgottenAfterTheirAge() {
        paths.learn(PEER, 1400, 1500, 100);
        assertThat(paths.mtu(PEER, 100 + AGE - 1)).isEqualTo(1400);
        assertThat(paths.mtu(PEER, 100 + AGE)).isEqualTo(Integer.MAX_VALUE);
        assertThat(paths.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"68", "1", "551"})
    void forgedTinyMtusOfIpv4AreClamped(int mtu) {
        assertThat(paths.learn(PEER, mtu, 1500, 0)).isEqualTo(552);
    }

    @ParameterizedTest
    @CsvSource({"0", "68", "1279"})
    void messagesThatNameLessThanTheMinimumOfIpv6AreDiscarded(int mtu) {
        assertThat(paths.learn(PEER6, mtu, 1500, 0)).isEqualTo(1500);
        assertThat(paths.learn(PEER6, mtu, 1280, 0)).isEqualTo(1280);
        assertThat(paths.mtu(PEER6, 0)).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({"65535,32000", "9000,8166", "1500,1492", "1492,1006", "1006,552", "552,552"})
    void routerThatDoesNotTellMeansTheNextPlateau(int current, int learned) {
        assertThat(paths.learn(PEER, 0, current, 0)).isEqualTo(learned);
    }

    @Test
    void beyondTheLimitTheOldestEntryGoes() {
        for (int i = 1; i <= 3; i++) paths.learn(IpAddress.ofIpv4(i), 1400, 1500, i);
        paths.learn(IpAddress.ofIpv4(1), 1300, 1400, 4); // believed anew
        paths.learn(IpAddress.ofIpv4(9), 1400, 1500, 5);
        assertThat(paths.size()).isEqualTo(3);
        assertThat(paths.mtu(IpAddress.ofIpv4(2), 6)).isEqualTo(Integer.MAX_VALUE);
        assertThat(paths.mtu(IpAddress.ofIpv4(1), 6)).isEqualTo(1300);
        assertThat(paths.mtu(IpAddress.ofIpv4(9), 6)).isEqualTo(1400);
    }
}
