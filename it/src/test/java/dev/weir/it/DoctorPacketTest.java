package dev.weir.it;

import dev.weir.analysis.finding.Fault;
import dev.weir.conformance.Diagnosed;
import dev.weir.conformance.Diagnosed.View;
import dev.weir.io.RequiresTun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices on the way that answer in the server's name, dislike a property of a SYN, or forget connections. */
@RequiresTun
@RequiresTools({"nft", "nsenter", "ping", "unshare"})
class DoctorPacketTest {
    private static final String SERVER = RoutedNetwork.SERVER;
    private static final String URL = "http://10.2.0.2:7000";

    /** HTTP at port 7000 for as long as the body runs. */
    private static void served(RoutedNetwork.Body body) throws Throwable {
        RoutedNetwork.run(network -> {
            try (var server = Servant.on(7000, Servant.http("200 OK", 10))) {
                body.run(network);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {RoutedNetwork.SERVER, RoutedNetwork.SERVER_IPV6})
    @Diagnosed(fault = "FIREWALL_REJECT", by = View.LIVE, how = "nftables on the router resets in the server's name")
    void filterThatRefusesInTheServersName(String address) throws Throwable {
        served(network -> {
            network.filter("tcp dport 7000 reject with tcp reset");
            network.doctor(address, "7000").is(Fault.FIREWALL_REJECT).says("in the server's name").says("hop limit");
        });
    }

    @Test
    @Diagnosed(fault = "RST_BY_MIDDLEBOX", by = View.LIVE, how = "nftables on the router resets at the request")
    void resetInTheServersName() throws Throwable {
        served(network -> {
            network.filter("tcp dport 7000 meta length > 100 reject with tcp reset");
            network.doctor(URL).is(Fault.RST_BY_MIDDLEBOX).says("not by the server");
        });
    }

    /** The kernel falls back to a SYN without ECN, a second later. */
    @Test
    @Diagnosed(fault = "ECN_REFUSED", by = View.LIVE, how = "nftables drops SYNs that ask for ECN")
    void deviceThatDropsSynsWithEcn() throws Throwable {
        served(network -> {
            network.client("sysctl", "-qw", "net.ipv4.tcp_ecn=1");
            network.filter("tcp flags & (syn | ack | ecn | cwr) == (syn | ecn | cwr) drop");
            network.doctor(URL).is(Fault.ECN_REFUSED);
        });
    }

    @Test
    @Diagnosed(fault = "FAST_OPEN_STRIPPED", by = View.LIVE, how = "nftables drops SYNs with the option of Fast Open")
    void deviceThatDropsSynsWithFastOpen() throws Throwable {
        served(network -> {
            network.filter("tcp option 34 exists drop");
            network.doctor(URL, "--experiments").is(Fault.FAST_OPEN_STRIPPED);
        });
    }

    @Test
    @Diagnosed(fault = "SYN_OPTIONS_DROPPED", by = View.LIVE, how = "nftables drops SYNs with timestamps")
    void deviceThatDropsSynsWithTimestamps() throws Throwable {
        served(network -> {
            network.filter("tcp dport 7000 tcp flags syn tcp option timestamp exists drop");
            network.doctor(URL).is(Fault.SYN_OPTIONS_DROPPED);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://10.2.0.2:7000", "http://[fd02::2]:7000"})
    void experimentsFindNothingWhereNothingIs(String url) throws Throwable {
        served(network -> network.doctor(url, "--experiments").isHealthy());
    }

    /**
     * A firewall that tracks connections, forgets them after two seconds, and then resets or drops what it does not
     * know.
     */
    @ParameterizedTest
    @ValueSource(strings = {"reject with tcp reset", "drop"})
    @Diagnosed(fault = "IDLE_CUT", by = View.LIVE, how =
            "conntrack forgets after two seconds, nftables resets or drops what is unknown")
    void connectionIsForgottenWhileIdle(String manner) throws Throwable {
        served(network -> {
            network.filter("ct state new tcp flags & (syn | ack) == syn accept", "ct state established accept",
                    "tcp dport 7000 " + manner);
            network.router("sysctl", "-qw", "net.netfilter.nf_conntrack_tcp_timeout_established=2",
                    "net.netfilter.nf_conntrack_tcp_loose=0");
            network.doctor(URL, "--idle", "4s").is(Fault.IDLE_CUT);
        });
    }

    @Test
    void connectionThatSurvivesAPause() throws Throwable {
        served(network -> network.doctor(URL, "--idle", "2s").isHealthy());
    }

    /** Servers may close what is idle. */
    @Test
    void serverThatClosesIdleConnections() throws Throwable {
        RoutedNetwork.run(network -> {
            try (var server = Servant.on(7000, socket -> {
                socket.setSoTimeout(1000);
                Servant.http("200 OK", 10).serve(socket);
            })) {
                network.doctor(URL, "--idle", "3s").isHealthy();
            }
        });
    }
}
