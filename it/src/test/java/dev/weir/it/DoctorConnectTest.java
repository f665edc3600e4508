package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.finding.Fault;
import dev.weir.conformance.Diagnosed;
import dev.weir.conformance.Diagnosed.View;
import dev.weir.io.RequiresTun;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Why no connection comes to be: each fault is made by the kernel, and is the only one that is found. */
@RequiresTun
@RequiresTools({"nft", "nsenter", "ping", "unshare"})
class DoctorConnectTest {
    private static final String SERVER = RoutedNetwork.SERVER;

    @TempDir
    private Path folder;

    private String hosts(String... lines) throws Exception {
        return Files.write(folder.resolve("hosts"), List.of(lines)).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {RoutedNetwork.SERVER, RoutedNetwork.SERVER_IPV6})
    @Diagnosed(fault = "PORT_CLOSED", by = View.LIVE, how = "a port of the kernel without a listener")
    void closedPort(String address) throws Throwable {
        RoutedNetwork.run(network -> network.doctor(address, "7000").is(Fault.PORT_CLOSED));
    }

    @ParameterizedTest
    @CsvSource({
        "icmpx type port-unreachable, 10.2.0.2", "icmpx type admin-prohibited, 10.2.0.2",
        "icmp type host-prohibited, 10.2.0.2", "icmp type net-prohibited, 10.2.0.2",
        "icmpx type port-unreachable, fd02::2", "icmpx type admin-prohibited, fd02::2"
    })
    @Diagnosed(fault = "FIREWALL_REJECT", by = View.LIVE, how = "nftables on the router rejects the SYN with ICMP")
    void filterThatRejects(String how, String address) throws Throwable {
        RoutedNetwork.run(network -> {
            network.filter("tcp dport 7000 reject with " + how);
            network.doctor(address, "7000").is(Fault.FIREWALL_REJECT).says(address.contains(":") ? "fd01::1"
                    : "10.1.0.1");
        });
    }

    @Test
    @Diagnosed(fault = "FIREWALL_REJECT", by = View.LIVE, how = "nftables on the server rejects the SYN with ICMP")
    void filterOfTheServerThatRejects() throws Throwable {
        RoutedNetwork.run(network -> {
            Command.run("nft", "add table inet t; add chain inet t in { type filter hook input priority 0; }; "
                    + "add rule inet t in tcp dport 7000 reject with icmpx type host-unreachable");
            network.doctor(SERVER, "7000").is(Fault.FIREWALL_REJECT).says("a filter on 10.2.0.2 itself");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {RoutedNetwork.SERVER, RoutedNetwork.SERVER_IPV6})
    @Diagnosed(fault = "FIREWALL_DROP", by = View.LIVE, how = "nftables on the router drops the SYN")
    void filterThatDrops(String address) throws Throwable {
        RoutedNetwork.run(network -> {
            network.filter("tcp dport 7000 drop");
            network.doctor(address, "7000").is(Fault.FIREWALL_DROP).says("after hop 1");
        });
    }

    @Test
    @Diagnosed(fault = "HOST_DOWN", by = View.LIVE, how = "an address of the own network that nobody has")
    void nobodyOnTheOwnNetwork() throws Throwable {
        RoutedNetwork.run(network -> network.doctor("10.1.0.99", "80").is(Fault.HOST_DOWN).says("ARP"));
    }

    @Test
    @Diagnosed(fault = "HOST_DOWN", by = View.LIVE, how = "an address behind the router that nobody has")
    void nobodyBehindTheRouter() throws Throwable {
        RoutedNetwork.run(network -> network.doctor("10.2.0.99", "80").is(Fault.HOST_DOWN)
                .says("the last router, 10.1.0.1"));
    }

    @Test
    @Diagnosed(fault = "HOST_DOWN", by = View.LIVE, how = "nftables on the router drops all that is for the host")
    void silentEverywhere() throws Throwable {
        RoutedNetwork.run(network -> {
            network.filter("ip daddr 10.2.0.2 drop");
            network.doctor(SERVER, "80").is(Fault.HOST_DOWN).says("nothing after hop 1");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.9.0.1", "fd09::1"})
    @Diagnosed(fault = "NO_ROUTE", by = View.LIVE, how = "this host without a default route")
    void noRoute(String address) throws Throwable {
        RoutedNetwork.run(network -> {
            network.client("ip", "route", "del", "default");
            network.client("ip", "-6", "route", "del", "default");
            network.doctor(address, "80").is(Fault.NO_ROUTE).says("nothing was sent");
        });
    }

    @Test
    @Diagnosed(fault = "NO_ROUTE", by = View.LIVE, how = "a router without a route to it")
    void routerWithoutRoute() throws Throwable {
        RoutedNetwork.run(network -> network.doctor("10.9.0.1", "80").is(Fault.NO_ROUTE).says("the router 10.1.0.1"));
    }

    @Test
    @Diagnosed(fault = "ROUTING_LOOP", by = View.LIVE, how = "two kernels that route the address to each other")
    void routersThatSendToEachOther() throws Throwable {
        RoutedNetwork.run(network -> {
            network.router("ip", "route", "add", "10.9.0.0/24", "via", SERVER);
            Command.run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv4.conf.all.send_redirects=0",
                    "net.ipv4.conf.s0.send_redirects=0");
            network.doctor("10.9.0.1", "80").is(Fault.ROUTING_LOOP);
        });
    }

    @Test
    @Diagnosed(fault = "LOCALHOST_FAMILY", by = View.LIVE, how = "localhost in both families, a listener at 127.0.0.1")
    void localhostOfBothFamiliesButServerAtOne() throws Throwable {
        String file = hosts("127.0.0.1 localhost", "::1 localhost");
        Network.run(() -> {
            try (var server = new ServerSocket(7000, 5, InetAddress.ofLiteral("127.0.0.1"))) {
                Diagnosis.here("localhost", "7000", "--hosts-file", file).is(Fault.LOCALHOST_FAMILY)
                        .says("Use 127.0.0.1");
            }
        });
    }

    @Test
    @Diagnosed(fault = "ADDRESS_DEAD", by = View.LIVE, how = "a name of two addresses, nftables drops what is for one")
    void oneAddressOfTwoIsDead() throws Throwable {
        String file = hosts("10.2.0.2 both.example", "10.2.0.99 both.example");
        RoutedNetwork.run(network -> {
            network.filter("ip daddr 10.2.0.99 drop");
            try (var server = new ServerSocket(7000)) {
                network.doctor("both.example", "7000", "--hosts-file", file).is(Fault.ADDRESS_DEAD).says("10.2.0.99")
                        .says("Happy Eyeballs");
            }
        });
    }

    @Test
    @Diagnosed(fault = "FIRST_SYN_LOST", by = View.LIVE, how = "nftables drops SYNs above one a second")
    void firstSynIsLost() throws Throwable {
        RoutedNetwork.run(network -> {
            network.filter("tcp dport 7000 tcp flags syn limit rate over 1/second burst 1 packets drop");
            try (var server = new ServerSocket(7000)) {
                network.doctor(SERVER, "7000").is(Fault.FIRST_SYN_LOST);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {RoutedNetwork.SERVER, RoutedNetwork.SERVER_IPV6})
    void listener(String address) throws Throwable {
        RoutedNetwork.run(network -> {
            try (var server = new ServerSocket(7000)) {
                network.doctor(address, "7000").isHealthy();
            }
        });
    }

    /** ICMP errors and hops are told to everybody; what more could be told is said. */
    @Test
    @RequiresTools("setpriv")
    @Diagnosed(fault = "PORT_CLOSED", by = View.LIVE, how = "a port of the kernel without a listener")
    @Diagnosed(fault = "FIREWALL_DROP", by = View.LIVE, how = "nftables on the router drops the SYN")
    @Diagnosed(fault = "FIREWALL_REJECT", by = View.LIVE, how = "nftables on the router rejects the SYN with ICMP")
    void withoutAnyRight() throws Throwable {
        RoutedNetwork.run(network -> {
            network.filter("tcp dport 7001 drop", "tcp dport 7002 reject with icmpx type admin-prohibited");
            try (var server = Servant.on(7000, Servant.http("200 OK", 10))) {
                network.powerlessDoctor("http://10.2.0.2:7000").isHealthy();
                network.powerlessDoctor(SERVER, "7001").is(Fault.FIREWALL_DROP).says("after hop 1");
                network.powerlessDoctor(SERVER, "7002").is(Fault.FIREWALL_REJECT).says("10.1.0.1");
                assertThat(network.powerlessDoctor(SERVER, "7003").is(Fault.PORT_CLOSED).steps())
                        .anyMatch(line -> line.contains("CAP_NET_RAW")
                        && line.contains("sudo weir doctor 10.2.0.2:7003"));
            }
        });
    }

    /** IPv6 that this host cannot speak at all is no fault of the target's. */
    @Test
    void addressOfAFamilyThatThisHostLacks() throws Throwable {
        String file = hosts("10.2.0.2 both.example", "fd09::1 both.example");
        RoutedNetwork.run(network -> {
            network.client("ip", "-6", "addr", "flush", "dev", "c0");
            try (var server = new ServerSocket(7000)) {
                network.doctor("both.example", "7000", "--hosts-file", file).isHealthy();
            }
        });
    }
}
