package dev.weir.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "2001:0db8:0000:0000:0001:0000:0000:0001, 2001:db8::1:0:0:1", // the first of two equal runs
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1", // one zero group is written out
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1", // the longest run
        "2001:DB8::A, 2001:db8::a",
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:0:0:0:0:0, 1::",
        "fe80::, fe80::",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "0:0:3:4:5:6:7:8, ::3:4:5:6:7:8",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
        "10.0.255.1, 10.0.255.1",
        "::ffff:192.0.2.1, 192.0.2.1",
        "[2001:db8::1], 2001:db8::1"
    })
    void textIsTheShortestThatRfc5952Allows(String given, String canonical) {
        assertThat(IpAddress.parse(given)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.-4", "1.2.3.4 ", "example.com", "localhost", "::g",
        ":", ":::",
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "fe80::1%eth0", "[::1", "::1]", "1.2.3.4/8"
    })
    void whatIsNoLiteralIsRefusedByName(String text) {
        assertThatThrownBy(() -> IpAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void parseIsTheInverseOfText() {
        Randomized.repeat(2000, random -> {
            long mask = random.chance(50) ? 0xffff_0000_0000_ffffL : -1L;
            var address = random.chance(30)
                    ? IpAddress.ofIpv4(random.anyInt())
                    : new IpAddress(random.anyLong() & mask, random.anyLong() & random.anyLong() & mask);
            assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
            assertThat(IpAddress.of(address.toInetAddress())).isEqualTo(address);
        });
    }

    @Test
    void textAgreesWithTheJdkOnTheAddressItNames() throws Exception {
        Randomized.repeat(500, random -> {
            var address = new IpAddress(random.anyLong() | 1, random.anyLong() & random.anyLong());
            var jdk = InetAddress.ofLiteral(address.toString());
            assertThat(jdk).isInstanceOf(Inet6Address.class).isEqualTo(address.toInetAddress());
        });
    }

    @Test
    void versionFollowsTheMappedPrefixOnly() {
        assertThat(IpAddress.parse("1.2.3.4").version()).isEqualTo(4);
        assertThat(IpAddress.parse("::1.2.3.4").version()).isEqualTo(6);
        assertThat(IpAddress.parse("::fffe:1.2.3.4").isIpv6()).isTrue();
        assertThat(IpAddress.parse("1::ffff:1.2.3.4").isIpv6()).isTrue();
        assertThat(IpAddress.parse("1.2.3.4").ipv4()).isEqualTo(0x01020304);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, loopback", "127.255.255.255, loopback", "::1, loopback", "126.255.255.255, none", "::2, none",
        "0.0.0.0, unspecified", "::, unspecified", "0.0.0.1, none",
        "224.0.0.1, multicast", "239.255.255.255, multicast", "ff02::1, multicast", "223.255.255.255, none",
        "240.0.0.1, none", "fe00::1, none",
        "169.254.1.1, linkLocal", "fe80::1, linkLocal", "febf::1, linkLocal", "fec0::1, none", "169.255.0.1, none",
        "255.255.255.255, broadcast", "255.255.255.254, none", "10.0.0.1, none", "2001:db8::1, none"
    })
    void classesHaveTheirExactBorders(String text, String expected) {
        var address = IpAddress.parse(text);
        String found = (address.isLoopback() ? "loopback" : "") + (address.isUnspecified() ? "unspecified" : "")
                + (address.isMulticast() ? "multicast" : "") + (address.isLinkLocal() ? "linkLocal" : "")
                + (address.isLimitedBroadcast() ? "broadcast" : "");
        assertThat(found.isEmpty() ? "none" : found).isEqualTo(expected);
    }

    @Test
    void orderIsUnsigned() {
        assertThat(IpAddress.parse("::1")).isLessThan(IpAddress.parse("8000::"));
        assertThat(IpAddress.parse("10.0.0.1")).isLessThan(IpAddress.parse("200.0.0.1"));
        assertThat(IpAddress.parse("1::7fff:0:0:0")).isLessThan(IpAddress.parse("1::8000:0:0:0"));
    }
}
