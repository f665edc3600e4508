package dev.weir.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weir.cli.Weir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnalyzeJsonTest {
    @TempDir
    private Path folder;

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("../docs/json/analyze.schema.json")), InputFormat.JSON);
    }

    private String capture(String scenario) {
        var file = folder.resolve(scenario + ".pcapng");
        Weir.run("sim", scenario, "--pcap", file.toString());
        return file.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"port-closed", "firewall-drop", "random-loss", "slow-reader", "peer-gone", "reordering"})
    void isWhatItsSchemaSays(String scenario) throws IOException {
        String json = Weir.run("analyze", "--json", capture(scenario)).out();
        assertThat(schema().validate(json, InputFormat.JSON)).isEmpty();
        assertThat(json.lines()).hasSize(1);
        assertThat(json).contains("\"number\":0,");
    }

    @Test
    void aBrokenFileIsToldInTheObjectToo() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(capture("port-closed")));
        var cut = folder.resolve("cut.pcapng");
        Files.write(cut, Arrays.copyOf(whole, whole.length - 9));
        var weir = Weir.run("analyze", "--json", cut.toString());
        assertThat(weir.exitCode()).isEqualTo(1);
        assertThat(schema().validate(weir.out(), InputFormat.JSON)).isEmpty();
        assertThat(weir.out()).contains("\"what\":\"cut off\"");
    }

    @Test
    void schemaCanFail() throws IOException {
        String json = Weir.run("analyze", "--json", capture("port-closed")).out();
        assertThat(schema().validate(json.replace("\"ip\":4", "\"ip\":5"), InputFormat.JSON)).isNotEmpty();
        assertThat(schema().validate(json.replace("elapsed_us", "elapsed"), InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void linesAreConnectionsFindingsAndTheCapture() {
        String file = capture("port-closed");
        var lines = Weir.run("analyze", "--jsonl", file).out().lines().toList();
        assertThat(lines).allMatch(line -> line.startsWith("{\"type\":\"") && line.endsWith("}"));
        assertThat(lines.getFirst()).startsWith("{\"type\":\"connection\",\"number\":0,");
        assertThat(lines.get(1)).startsWith("{\"type\":\"finding\",\"id\":\"PORT_CLOSED\",");
        assertThat(lines.getLast()).startsWith("{\"type\":\"capture\",\"schema_version\":1,");
    }

    @Test
    void valuesWithCommasHaveAHeadingAndAsManyFields() {
        var lines = Weir.run("analyze", "--csv", capture("port-closed")).out().lines().toList();
        assertThat(lines).hasSizeGreaterThan(1)
                .allMatch(line -> line.split(",", -1).length == lines.getFirst().split(",")
                .length);
        assertThat(lines.getFirst()).startsWith("number,client_address,client_port,").endsWith(",findings");
        assertThat(lines.get(1)).endsWith(",PORT_CLOSED");
    }
}
