package dev.weir.core.ip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.wire.Cidr;
import dev.weir.wire.IpAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    private final Addresses addresses = addresses(
            "10.0.0.1/24", "10.1.2.3/8", "192.0.2.1/31", "fe80::1/64", "fd00::1/64", "2001:db8::1/32");

    private static Addresses addresses(String... prefixes) {
        return new Addresses(Stream.of(prefixes).map(Cidr::parse).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "10.1.2.3", "192.0.2.1", "fe80::1", "fd00::1", "127.0.0.1", "127.9.9.9", "::1"})
    void configuredAndLoopbackAddressesAreOurs(String address) {
        assertThat(addresses.isLocal(IpAddress.parse(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.2", "10.0.0.255", "0.0.0.0", "::", "::2", "fd00::2", "128.0.0.1",
            "255.255.255.255"})
    void othersAreNot(String address) {
        assertThat(addresses.isLocal(IpAddress.parse(address))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"255.255.255.255,true", "10.0.0.255,true", "10.255.255.255,true", "192.0.2.0,false", "192.0.2.1,false",
            "10.0.0.254,false", "fd00::ffff,false", "ff02::1,false"})
    void broadcastIsLimitedOrDirectedToOneOfOurSubnets(String address, boolean broadcast) {
        assertThat(addresses.isBroadcast(IpAddress.parse(address))).isEqualTo(broadcast);
    }

    @Rfc({"9293#3.9.1.1", "MUST-44"})
    @ParameterizedTest
    @CsvSource({"10.0.0.77,10.0.0.1", "10.9.9.9,10.1.2.3", "8.8.8.8,10.0.0.1", "192.0.2.0,192.0.2.1",
            "fd00::9,fd00::1", "fe80::9,fe80::1", "2001:db8:1::,2001:db8::1"})
    void sourceIsOfTheLongestMatchingPrefix(String destination, String source) {
        assertThat(addresses.sourceFor(IpAddress.parse(destination))).isEqualTo(IpAddress.parse(source));
    }

    @Test
    void sourceForAStrangerIsNotLinkLocalIfThereIsAnother() {
        assertThat(addresses.sourceFor(IpAddress.parse("2600::1"))).isEqualTo(IpAddress.parse("fd00::1"));
        assertThat(addresses("fe80::1/64").sourceFor(IpAddress.parse("2600::1"))).isEqualTo(IpAddress.parse("fe80::1"));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1,10.0.0.1", "fd00::1,fd00::1", "127.0.0.1,127.0.0.1", "127.4.4.4,127.0.0.1", "::1,::1"})
    void sourceForOurselvesIsOurselves(String destination, String source) {
        assertThat(addresses.sourceFor(IpAddress.parse(destination))).isEqualTo(IpAddress.parse(source));
    }

    @Test
    void thereIsNoSourceWithoutAnAddressOfThatVersion() {
        assertThat(addresses("10.0.0.1/24").sourceFor(IpAddress.parse("fd00::1"))).isNull();
        assertThat(addresses().sourceFor(IpAddress.parse("10.0.0.1"))).isNull();
    }

    @Rfc({"9293#3.9.2.3", "MUST-63"})
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "0.1.2.3", "::", "255.255.255.255", "10.0.0.255", "224.0.0.1", "239.1.2.3",
            "ff02::1", "127.0.0.1", "::1", "10.0.0.1", "fd00::1"})
    void nobodyOutsideSendsFromTheseSources(String source) {
        var address = IpAddress.parse(source);
        assertThat(addresses.isValidSource(address.high(), address.low(), false)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.2,false", "fd00::2,false", "127.0.0.1,true", "::1,true", "10.0.0.1,true", "fd00::1,true"})
    void hostsAreSourcesAndOurOwnOnlyToOurselves(String source, boolean looped) {
        var address = IpAddress.parse(source);
        assertThat(addresses.isValidSource(address.high(), address.low(), looped)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"224.0.0.1,true", "224.0.0.2,false", "ff02::1,true", "ff02::2,false", "ff02::1:ff00:1,true",
            "ff02::1:ff00:2,false", "10.0.0.1,false"})
    void everyHostIsInTheGroupsOfAllAndOfItsAddresses(String group, boolean ours) {
        var address = IpAddress.parse(group);
        assertThat(addresses.isOurGroup(address.high(), address.low())).isEqualTo(ours);
    }

    @Rfc({"9293#3.9.1.1", "MUST-46"})
    @ParameterizedTest
    @CsvSource({"10.0.0.2,true", "10.0.0.1,true", "fd00::9,true", "0.0.0.0,false", "::,false", "255.255.255.255,false",
            "10.0.0.255,false", "224.0.0.1,false", "ff02::1,false"})
    void unicastNamesOneHost(String address, boolean unicast) {
        assertThat(addresses.isUnicast(IpAddress.parse(address))).isEqualTo(unicast);
    }

    @Test
    void allAreInTheOrderOfTheConfigurationWithoutRepetition() {
        assertThat(addresses("10.0.0.2/24", "10.0.0.1/24", "10.0.0.2/8").all())
                .isEqualTo(List.of(IpAddress.parse("10.0.0.2"), IpAddress.parse("10.0.0.1")));
    }
}
