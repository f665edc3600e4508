package dev.weir.doctor.name;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wire.IpAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResolverSettingsTest {
    private static final ResolverSettings SETTINGS = ResolverSettings.parse(List.of("# comment",
            "search one.example two.example",
            "nameserver 10.0.0.53", "nameserver fe80::1%eth0", "nameserver no-address", "nameserver 10.0.0.54",
            "nameserver 10.0.0.55", "options ndots:2 timeout:1"));

    @Test
    void atMostThreeServersInTheirOrder() {
        assertThat(SETTINGS.servers()).extracting(InetSocketAddress::getAddress).extracting(IpAddress::of)
                .extracting(IpAddress::toString).containsExactly("10.0.0.53", "fe80::1", "10.0.0.54");
    }

    @Test
    void aNameWithEnoughDotsIsTriedAsItIsFirst() {
        assertThat(SETTINGS.candidates("a.b.c")).containsExactly("a.b.c", "a.b.c.one.example", "a.b.c.two.example");
        assertThat(SETTINGS.candidates("a.b")).containsExactly("a.b.one.example", "a.b.two.example", "a.b");
    }

    @Test
    void aNameThatEndsWithADotIsWhole() {
        assertThat(SETTINGS.candidates("a.")).containsExactly("a");
    }

    @Test
    void withoutAServerItIsThisHost() {
        assertThat(ResolverSettings.parse(List.of()).servers())
                .containsExactly(new InetSocketAddress(IpAddress.LOOPBACK_IPV4.toInetAddress(), 53));
    }

    @Test
    void hostsFileIsReadAsTheSystemReadsIt() {
        var lines = List.of("127.0.0.1 localhost # here", "::1 localhost", "10.0.0.1 a.example alias",
                "nonsense alias", "# 10.0.0.9 alias");
        assertThat(HostsFile.find(lines, "localhost")).extracting(IpAddress::toString)
                .containsExactly("127.0.0.1", "::1");
        assertThat(HostsFile.find(lines, "ALIAS")).extracting(IpAddress::toString).containsExactly("10.0.0.1");
        assertThat(HostsFile.find(lines, "a")).isEmpty();
    }
}
