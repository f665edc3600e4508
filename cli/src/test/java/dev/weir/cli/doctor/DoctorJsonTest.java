package dev.weir.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weir.cli.Running;
import dev.weir.cli.Weir;
import dev.weir.cli.serve.ServeCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** On the loopback device only, of this machine's own kernel. */
@EnabledOnOs(OS.LINUX)
class DoctorJsonTest {
    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("../docs/json/doctor.schema.json")), InputFormat.JSON);
    }

    private static ServerSocket listener() throws IOException {
        return new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    }

    @Test
    void healthyListenerIsAnObjectWithoutFindings() throws IOException {
        try (var listener = listener()) {
            var run = Weir.run("doctor", "127.0.0.1", String.valueOf(listener.getLocalPort()), "--json");
            assertThat(run.exitCode()).as(run.out()).isZero();
            assertThat(schema().validate(run.out(), InputFormat.JSON)).isEmpty();
            assertThat(run.out()).contains("\"healthy\":true", "\"findings\":[]", "\"step\":\"connect\"");
        }
    }

    @Test
    void closedPortIsAFindingWithItsIdAndExitCode() throws IOException {
        int port;
        try (var listener = listener()) {
            port = listener.getLocalPort();
        }
        var run = Weir.run("doctor", "127.0.0.1", String.valueOf(port), "--json");
        assertThat(run.exitCode()).as(run.out()).isEqualTo(12);
        assertThat(schema().validate(run.out(), InputFormat.JSON)).isEmpty();
        assertThat(run.out()).contains("\"id\":\"PORT_CLOSED\"", "\"exit_code\":12").hasLineCount(1);
        assertThat(schema().validate(run.out().replace("\"id\"", "\"name\""), InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void handshakeAndExchangeAreToldWithTheirCertificates() throws IOException {
        var server = Running.weir("serve", "0", "--http", ".", "--tls");
        var run = Weir.run("doctor", "https://127.0.0.1:" + server.port(), "--json");
        server.command("serve", ServeCommand.class).stop();
        assertThat(run.exitCode()).as(run.out()).isEqualTo(17);
        assertThat(schema().validate(run.out(), InputFormat.JSON)).isEmpty();
        assertThat(run.out()).contains("\"id\":\"CERTIFICATE_INVALID\"", "\"certificates\":[{", "\"protocol\":\"http\",\"code\":\"200\"");
    }

    @Test
    void targetThatCannotBeIsAUsageErrorThatSaysWhy() {
        var run = Weir.run("doctor", "gopher://example.com");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'gopher' is no protocol that is known here");
    }
}
