package dev.weir.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.77.0.2/24, 10.77.0.200, true", // host bits do not matter
        "0.0.0.0/0, 255.1.2.3, true",
        "0.0.0.0/0, ::, false",
        "::/0, 2001:db8::1, true",
        "::/0, 1.2.3.4, false", // an IPv4 address is not in an IPv6 prefix, though its mapped form would be
        "fd00::/64, fd00::ffff:ffff:ffff:ffff, true",
        "fd00::/64, fd00:0:0:1::, false",
        "fd00::/65, fd00::7fff:0:0:1, true",
        "fd00::/65, fd00::8000:0:0:1, false",
        "fd00::/63, fd00:0:0:1::, true",
        "1.2.3.4, 1.2.3.4, true",
        "1.2.3.4, 1.2.3.5, false",
        "::1, ::1, true",
        "::1, ::, false"
    })
    void containsAddressesOfItsVersionWithItsPrefix(String cidr, String address, boolean expected) {
        assertThat(Cidr.parse(cidr).contains(IpAddress.parse(address))).isEqualTo(expected);
    }

    @Test
    void containsAgreesWithShiftedPrefixes() {
        Randomized.repeat(2000, random -> {
            int prefixLength = random.between(1, 32);
            int network = random.anyInt();
            int other = random.chance(50) ? random.anyInt() : network ^ 1 << random.below(32);
            var cidr = new Cidr(IpAddress.ofIpv4(network), prefixLength);
            assertThat(cidr.contains(IpAddress.ofIpv4(other)))
                    .isEqualTo(network >>> 32 - prefixLength == other >>> 32 - prefixLength);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3/8, 10.0.0.0, 10.255.255.255", "10.1.2.3/30, 10.1.2.0, 10.1.2.3",
        "1.2.3.4/0, 0.0.0.0, 255.255.255.255",
        "10.1.2.3/31, 10.1.2.2,", "10.1.2.3/32, 10.1.2.3,", "2001:db8::1/32, 2001:db8::,", "::1/128, ::1,"
    })
    void networkAndBroadcastAreItsEnds(String text, String network, String broadcast) {
        var cidr = Cidr.parse(text);
        assertThat(cidr.network()).isEqualTo(IpAddress.parse(network));
        assertThat(cidr.broadcast().map(IpAddress::toString).orElse(null)).isEqualTo(broadcast);
        cidr.broadcast().ifPresent(a -> assertThat(cidr.isBroadcast(a.high(), a.low())).isTrue());
        assertThat(cidr.isBroadcast(cidr.network().high(), cidr.network().low())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8", "::/129", "/8", "10/8", "::/1000"
    })
    void whatIsNoPrefixIsRefused(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textKeepsHostBits() {
        assertThat(Cidr.parse("10.77.0.2/24")).hasToString("10.77.0.2/24");
        assertThat(Cidr.parse("::1")).hasToString("::1/128");
    }
}
