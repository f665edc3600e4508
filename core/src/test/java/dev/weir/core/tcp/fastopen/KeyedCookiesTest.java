package dev.weir.core.tcp.fastopen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.conformance.Rfc;
import dev.weir.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyedCookiesTest {
    private static final String KEY = "a1a1a1a1-b2b2b2b2-c3c3c3c3-d4d4d4d4";
    private static final IpAddress CLIENT = IpAddress.parse("192.0.2.1");
    private static final IpAddress SERVER = IpAddress.parse("192.168.0.1");

    /** Values that Linux's own tests of Fast Open have. */
    @ParameterizedTest
    @Rfc({"7413#4.1.2"})
    @CsvSource({
        KEY + ", 192.0.2.1, 192.168.0.1, 3021b9d889017eeb",
        "0-0-0-0, 192.0.2.1, 192.168.0.1, b7c12350a90dc8f5",
        KEY + ", fd3d:fa7b:d17d::1, fd3d:0a0b:17d6::1, c1d1e9742a47a9bc",
    })
    void theyAreThoseOfLinux(String key, String client, String server, String cookie) {
        assertThat(KeyedCookies.of(key).make(IpAddress.parse(client), IpAddress.parse(server), 0).hex()).isEqualTo(cookie);
    }

    @Test
    void aKeyMayBeWrittenWithoutHyphens() {
        var plain = KeyedCookies.of(KEY.replace("-", ""));
        assertThat(plain.make(CLIENT, SERVER, 0)).isEqualTo(KeyedCookies.of(KEY).make(CLIENT, SERVER, 0));
        assertThatThrownBy(() -> KeyedCookies.of("a1a1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Rfc({"7413#4.1.2"})
    void aCookieIsGoodForItsAddressOnlyAndOldOnesAreReplaced() {
        var old = KeyedCookies.of(KEY);
        var cookie = old.make(CLIENT, SERVER, 0);
        assertThat(old.judge(cookie, CLIENT, SERVER, 0)).isEqualTo(CookieFunction.Verdict.GOOD);
        assertThat(old.judge(cookie.withExperimental(true), CLIENT, SERVER, 0)).isEqualTo(CookieFunction.Verdict.GOOD);
        assertThat(old.judge(cookie, SERVER, CLIENT, 0)).isEqualTo(CookieFunction.Verdict.BAD);
        assertThat(KeyedCookies.of("1-2-3-4," + KEY).judge(cookie, CLIENT, SERVER, 0))
                .isEqualTo(CookieFunction.Verdict.GOOD_BUT_OLD);
        assertThat(KeyedCookies.of("1-2-3-4").judge(cookie, CLIENT, SERVER, 0)).isEqualTo(CookieFunction.Verdict.BAD);
        assertThat(KeyedCookies.derived(1).judge(KeyedCookies.derived(2).make(CLIENT, SERVER, 0), CLIENT, SERVER, 0))
                .isEqualTo(CookieFunction.Verdict.BAD);
    }
}
