package dev.weir.core.tcp.fastopen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.FastOpen;
import dev.weir.wire.FastOpenOption;
import dev.weir.wire.IpAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CookieCacheTest {
    private static final IpAddress LOCAL = IpAddress.parse("10.0.0.1");
    private static final FastOpenOption COOKIE = FastOpenOption.cookie(new byte[] {1, 2, 3, 4});
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private static IpAddress peer(int number) {
        return IpAddress.ofIpv4(0x0a000100 + number);
    }

    @Test
    @Rfc({"7413#4.1.3"})
    void aCookieAndTheMssAreRememberedForEachPairOfAddresses() {
        var cache = new CookieCache(10, FastOpen.ON_REQUEST);
        assertThat(cache.option(LOCAL, peer(1), 0)).isEqualTo(FastOpenOption.REQUEST);
        cache.answered(LOCAL, peer(1), COOKIE, 1400);
        assertThat(cache.option(LOCAL, peer(1), 0)).isEqualTo(COOKIE);
        assertThat(cache.mss(LOCAL, peer(1))).isEqualTo(1400);
        assertThat(cache.option(peer(9), peer(1), 0)).isEqualTo(FastOpenOption.REQUEST);
        assertThat(cache.mss(LOCAL, peer(2))).isZero();
        cache.answered(LOCAL, peer(1), FastOpenOption.ABSENT, 900);
        assertThat(cache.option(LOCAL, peer(1), 0)).isEqualTo(COOKIE);
        assertThat(cache.mss(LOCAL, peer(1))).isEqualTo(900);
        cache.clear();
        assertThat(cache.option(LOCAL, peer(1), 0)).isEqualTo(FastOpenOption.REQUEST);
    }

    @Test
    void beyondTheLimitThePeerThatWasNotUsedForLongestIsForgotten() {
        var cache = new CookieCache(3, FastOpen.ON_REQUEST);
        for (int i = 1; i <= 3; i++) cache.answered(LOCAL, peer(i), COOKIE, 1400);
        cache.option(LOCAL, peer(1), 0);
        cache.answered(LOCAL, peer(4), COOKIE, 1400);
        assertThat(cache.option(LOCAL, peer(1), 0)).isEqualTo(COOKIE);
        assertThat(cache.option(LOCAL, peer(2), 0)).isEqualTo(FastOpenOption.REQUEST);
        assertThat(cache.option(LOCAL, peer(3), 0)).isEqualTo(COOKIE);
    }

    @Test
    @Rfc({"7413#4.1.3.1"})
    void eachFailureBeyondThoseThatAreToleratedKeepsItAwayForTwiceAsLong() {
        var cache = new CookieCache(10, FastOpen.ON_REQUEST.withTolerated(1).withRetryAfter(Duration.ofSeconds(1)));
        cache.answered(LOCAL, peer(1), COOKIE, 1400);
        cache.failed(LOCAL, peer(1), 0);
        assertThat(cache.option(LOCAL, peer(1), 0)).isEqualTo(COOKIE);
        for (int i = 0; i < 4; i++) {
            cache.failed(LOCAL, peer(1), 0);
            assertThat(cache.option(LOCAL, peer(1), (SECOND << i) - 1)).isEqualTo(FastOpenOption.ABSENT);
            assertThat(cache.option(LOCAL, peer(1), SECOND << i)).isEqualTo(COOKIE);
        }
        cache.worked(LOCAL, peer(1));
        assertThat(cache.option(LOCAL, peer(1), 0)).isEqualTo(COOKIE);
        cache.failed(LOCAL, peer(1), 0);
        assertThat(cache.option(LOCAL, peer(1), 0)).isEqualTo(COOKIE);
    }

    @Test
    void whoGivesNoCookieIsAskedOnceWithTheExperimentalOption() {
        var cache = new CookieCache(10, FastOpen.ON_REQUEST.withExperimental(true));
        var experimental = FastOpenOption.REQUEST.withExperimental(true);
        for (var expected : new FastOpenOption[] {FastOpenOption.REQUEST, experimental, FastOpenOption.REQUEST,
            FastOpenOption.REQUEST}) {
            assertThat(cache.option(LOCAL, peer(1), 0)).isEqualTo(expected);
            cache.notGiven(LOCAL, peer(1), 0);
        }
        var never = new CookieCache(10, FastOpen.ON_REQUEST);
        never.notGiven(LOCAL, peer(1), 0);
        assertThat(never.option(LOCAL, peer(1), 0)).isEqualTo(FastOpenOption.REQUEST);
        var sparing = new CookieCache(10, FastOpen.ON_REQUEST.withSparesWithoutCookie(true));
        sparing.notGiven(LOCAL, peer(1), 0);
        long later = FastOpen.ON_REQUEST.retryAfter().toNanos();
        assertThat(sparing.option(LOCAL, peer(1), later - 1)).isEqualTo(FastOpenOption.ABSENT);
        assertThat(sparing.option(LOCAL, peer(1), later)).isEqualTo(FastOpenOption.REQUEST);
    }
}
