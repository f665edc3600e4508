package dev.weir.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.network.OsNetwork;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnreachableTest {
    private static Dial.Attempt attempt(String address, IOException failure, long syns) {
        return new Dial.Attempt(InetAddress.ofLiteral(address), 80, failure, Duration.ofSeconds(5).toNanos(), syns);
    }

    private static String text(Duration timeout, Dial.Attempt... attempts) {
        return Unreachable.explain("a.example", List.of(attempts), new OsNetwork(), timeout).getMessage();
    }

    @Test
    void silenceCountsTheSynsAndTheTime() {
        var silent = attempt("192.0.2.1", new SocketTimeoutException("Connect timed out"), 3);
        assertThat(text(Duration.ofSeconds(5), silent)).isEqualTo("""
                192.0.2.1:80 did not answer: 3 SYNs in 5 s
                  the host is off, the address is wrong, or a firewall drops what is sent there
                  wait longer: --connect-timeout 15""");
    }

    @Test
    void silenceUntilTcpGivesUpPointsAtTheWay() {
        var silent = attempt("192.0.2.1", new ConnectException("Connection timed out"), 0);
        assertThat(text(Duration.ZERO, silent)).startsWith("192.0.2.1:80 did not answer: gave up after 5 s\n")
                .endsWith("\n  see how far it gets: traceroute 192.0.2.1");
    }

    @Test
    void refusalElsewhereSaysWhereToLook() {
        assertThat(text(Duration.ZERO, attempt("192.0.2.1", new ConnectException("Connection refused"), 1))).isEqualTo("""
                192.0.2.1:80 refused the connection
                  a reset came back: nothing listens on port 80 there, or a filter rejects it
                  on that host, see: ss -ltn""");
    }

    @Test
    void missingRouteAndUnreachableHostAreToldApart() {
        assertThat(text(Duration.ZERO, attempt("2001:db8::1", new SocketException("Network is unreachable"), 0))).isEqualTo("""
                no route to [2001:db8::1]:80: this host knows no way there
                  see: ip route get 2001:db8::1""");
        assertThat(text(Duration.ZERO, attempt("192.0.2.1", new NoRouteToHostException("No route to host"), 1)))
                .startsWith("192.0.2.1:80 is unreachable: ");
    }

    @Test
    void everyAddressThatWasTriedIsListed() {
        var first = attempt("2001:db8::1", new SocketException("Network is unreachable"), 0);
        var second = attempt("192.0.2.1", new ConnectException("Connection refused"), 1);
        assertThat(text(Duration.ZERO, first, second)).startsWith("""
                none of the 2 addresses of a.example answered:
                  no route to [2001:db8::1]:80: this host knows no way there
                  192.0.2.1:80 refused the connection
                """);
    }
}
