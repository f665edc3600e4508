package dev.weir.cli.port;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weir.cli.Weir;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class PortCommandTest {
    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("../docs/json/port.schema.json")), InputFormat.JSON);
    }

    private static ServerSocket listener(String address) throws IOException {
        var socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0), 7);
        return socket;
    }

    @Test
    void namesTheProcessThatListens() throws IOException {
        try (var listener = listener("127.0.0.1")) {
            var answer = Weir.run("port", String.valueOf(listener.getLocalPort()));
            assertThat(answer.exitCode()).isEqualTo(1);
            assertThat(answer.out()).contains("in use in IPv4; free in IPv6", "pid " + ProcessHandle.current().pid(),
                    "this host only", "accept queue 0 of 7");
        }
    }

    @Test
    void countsThoseThatWaitToBeAccepted() throws IOException {
        try (var listener = listener("127.0.0.1");
                var waiting = new Socket(InetAddress.getByName("127.0.0.1"), listener.getLocalPort())) {
            assertThat(waiting.isConnected()).isTrue();
            assertThat(Weir.run("port", String.valueOf(listener.getLocalPort())).out()).contains("accept queue 1 of 7");
        }
    }

    @Test
    void listenerOfBothVersionsLeavesNeitherFree() throws IOException {
        try (var listener = listener("::")) {
            assertThat(Weir.run("port", String.valueOf(listener.getLocalPort())).out())
                    .contains("in use in IPv4 and IPv6", "outside, at every address");
        }
    }

    @Test
    void portThatWasGivenBackIsFree() throws IOException {
        int port;
        try (var listener = listener("::")) {
            port = listener.getLocalPort();
        }
        var answer = Weir.run("port", String.valueOf(port));
        assertThat(answer.out()).contains("free in IPv4 and IPv6");
        assertThat(answer.exitCode()).isZero();
    }

    @Test
    void withoutPortListsWhatListens() throws IOException {
        try (var listener = listener("127.0.0.1")) {
            assertThat(Weir.run("port").out().lines())
                    .anyMatch(line -> line.startsWith("127.0.0.1:" + listener.getLocalPort() + " ")
                            && line.endsWith(" " + ProcessHandle.current().pid()));
        }
    }

    @Test
    void jsonIsWhatItsSchemaSays() throws IOException {
        try (var listener = listener("::1")) {
            String one = Weir.run("port", "--json", String.valueOf(listener.getLocalPort())).out();
            assertThat(schema().validate(one, InputFormat.JSON)).isEmpty();
            assertThat(schema().validate(Weir.run("port", "--json").out(), InputFormat.JSON)).isEmpty();
            assertThat(schema().validate(one.replace("\"class\"", "\"klass\""), InputFormat.JSON)).isNotEmpty();
        }
    }

    @Test
    void serviceMayBeCalledByItsName() {
        assertThat(Weir.run("port", "postgresql").out()).contains("Port 5432 ", "postgresql over tcp");
    }

    @Test
    void portZeroStandsForAny() {
        assertThat(Weir.run("port", "0").out()).startsWith("Port 0 stands for any").hasLineCount(1);
    }

    @Test
    void whatIsNoPortIsUsageError() {
        assertThat(Weir.run("port", "70000")).satisfies(answer -> {
            assertThat(answer.exitCode()).isEqualTo(2);
            assertThat(answer.err()).contains("ports are 0 to 65535");
        });
        assertThat(Weir.run("port", "no-such-service").exitCode()).isEqualTo(2);
    }
}
