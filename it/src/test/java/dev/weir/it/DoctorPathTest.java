package dev.weir.it;

import dev.weir.analysis.finding.Fault;
import dev.weir.conformance.Diagnosed;
import dev.weir.conformance.Diagnosed.View;
import dev.weir.io.RequiresTun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that treat some packets differently. */
@RequiresTun
@RequiresTools({"ethtool", "nft", "nsenter", "ping", "unshare"})
class DoctorPathTest {
    private static final String URL = "http://10.2.0.2:7000";

    /** Segments are as large on the wire as they look: nothing is left to devices. */
    private static void withoutOffload(RoutedNetwork network) throws Exception {
        Command.run("ethtool", "-K", "s0", "tso", "off", "gso", "off", "gro", "off");
        network.client("ethtool", "-K", "c0", "tso", "off", "gso", "off", "gro", "off");
        for (String device : new String[] {"r0", "r1"}) network.router("ethtool", "-K", device, "tso", "off", "gso",
                "off", "gro", "off");
    }

    @ParameterizedTest
    @ValueSource(ints = {1300, 1400})
    @Diagnosed(fault = "MTU_BLACK_HOLE", by = View.LIVE, how = "nftables drops packets above 1300 or 1400 bytes")
    void largePacketsVanish(int mtu) throws Throwable {
        RoutedNetwork.run(network -> {
            withoutOffload(network);
            network.filter("ip length > " + mtu + " drop");
            try (var server = Servant.on(7000, Servant.http("200 OK", 20_000))) {
                network.doctor(URL, "--max-time", "20").is(Fault.MTU_BLACK_HOLE);
            }
        });
    }

    /** Answers are small here: only what is sent to the server shows it. */
    @ParameterizedTest
    @ValueSource(strings = {"ip daddr 10.2.0.2 ip length > 1300 drop", "ip6 daddr fd02::2 ip6 length > 1300 drop"})
    @Diagnosed(fault = "MTU_BLACK_HOLE", by = View.LIVE, how =
            "nftables drops packets above 1300 bytes to the server only")
    void largePacketsToTheServerVanish(String rule) throws Throwable {
        RoutedNetwork.run(network -> {
            withoutOffload(network);
            network.filter(rule);
            try (var server = Servant.on(7000, Servant.http("200 OK", 10))) {
                network.doctor(rule.startsWith("ip6") ? "http://[fd02::2]:7000"
                        : URL).is(Fault.MTU_BLACK_HOLE).says("to the server");
            }
        });
    }

    /** Some filters drop large datagrams only: TCP is what counts. */
    @Test
    void filterOfLargeDatagramsIsNoFault() throws Throwable {
        RoutedNetwork.run(network -> {
            withoutOffload(network);
            network.filter("udp length > 1000 drop");
            try (var server = Servant.on(7000, Servant.http("200 OK", 10))) {
                network.doctor(URL).isHealthy();
            }
        });
    }

    /** The server sends all in small packets until the path said what it carries: that is how it should be. */
    @Test
    void smallMtuThatIsTold() throws Throwable {
        RoutedNetwork.run(network -> {
            withoutOffload(network);
            network.router("ip", "link", "set", "r0", "mtu", "1300");
            network.client("ip", "link", "set", "c0", "mtu", "1300");
            try (var server = Servant.on(7000, Servant.http("200 OK", 20_000))) {
                network.doctor(URL).isHealthy();
            }
        });
    }
}
