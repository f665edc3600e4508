package dev.weir.core.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
    private static final long SECOND = 1_000_000_000;

    private static int takeAll(RateLimit limit, long now) {
        int taken = 0;
        while (limit.take(now)) taken++;
        return taken;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 100, 1000, 999_983, 1_000_000})
    void secondsWorthIsThereAtOnceAndComesBackInASecond(int perSecond) {
        var limit = new RateLimit(perSecond);
        int atOnce = takeAll(limit, 5);
        assertThat(atOnce).isBetween(perSecond, perSecond + perSecond / 10_000);
        assertThat(takeAll(limit, 5 + SECOND)).isBetween(perSecond, perSecond + perSecond / 10_000);
    }

    @Test
    void tokensComeBackOneByOne() {
        var limit = new RateLimit(10);
        assertThat(takeAll(limit, 0)).isEqualTo(10);
        assertThat(takeAll(limit, SECOND / 10 - 1)).isZero();
        assertThat(takeAll(limit, SECOND / 10)).isEqualTo(1);
        assertThat(takeAll(limit, SECOND / 2)).isEqualTo(4);
    }

    @Test
    void idleTimeBeyondASecondEarnsNothing() {
        var limit = new RateLimit(10);
        takeAll(limit, 0);
        assertThat(takeAll(limit, 100 * SECOND)).isEqualTo(10);
    }

    @Test
    void zeroGrantsNothing() {
        assertThat(new RateLimit(0).take(SECOND)).isFalse();
    }

    @Test
    void virtualTimeMayBeginAnywhere() {
        assertThat(new RateLimit(1).take(0)).isTrue();
        assertThat(new RateLimit(1).take(Long.MAX_VALUE / 2)).isTrue();
        assertThat(new RateLimit(1).take(-5 * SECOND)).isTrue();
    }
}
