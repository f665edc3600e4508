package dev.weir.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weir.cli.Weir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCommandTest {
    private static final Path SCHEMA = Path.of("../docs/json/bench.schema.json");

    private static Weir bench(String arguments) {
        return Weir.run(("bench " + arguments).split(" "));
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "--via memory -t 20ms", "--via os -t 20ms -P 2 -R", "--via memory -t 20ms --latency --size 100",
        "--via os -t 20ms --latency", "--via memory --connections 20", "--via os --connections 20",
        "--via sim -t 20ms -P 2"
    })
    void everyMeasurementIsOneObjectOfTheSchema(String arguments) throws IOException {
        var run = bench(arguments + " --json");
        assertThat(run.exitCode()).isZero();
        assertThat(schema().validate(run.out(), InputFormat.JSON)).isEmpty();
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void goodputIsMeasuredWhereBytesArrive() {
        var run = bench("-t 20ms --json");
        assertThat(run.out()).contains("\"test\":\"goodput\"", "\"client_tcp\":\"weir\",\"server_tcp\":\"weir\"",
                "\"congestion_control\":\"newreno\"").doesNotContain("\"received_bytes\":0,");
    }

    @Test
    void personGetsTheSameInWords() {
        var run = bench("-t 20ms --latency -R --mtu 9000");
        assertThat(run.out().lines()).hasSize(5).startsWith("path          weir TCP to weir TCP via memory, MTU 9000",
                "load          requests of 1 B, 1 connection, reversed");
        assertThat(run.out()).containsPattern("(?m)^round trip    p50 .* p99 ").containsPattern("(?m)^transactions  [0-9]+ per");
    }

    @Test
    void aSimulationTellsPacketsAndMemory() {
        var run = bench("--via sim -t 20ms");
        assertThat(run.out().lines()).hasSize(7).startsWith("path          weir TCP to weir TCP via sim, MTU 1500");
        assertThat(run.out()).containsPattern("(?m)^packets       [0-9]+ per second, [0-9]+ of them with payload")
                .containsPattern("(?m)^memory        heap .* before and .* after");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--latency --connections 1 | two measurements",
        "--connections 1 -R | have no meaning for --connections",
        "--via os --mtu 1500 | --mtu has no meaning for --via os",
        "--via sim --latency | --via sim measures packets per second",
        "-P 0 | -P must be 1 to 10000, not 0",
        "-t 0 | -t must be more than 0",
        "--size 0 | --size must be 1 to",
        "--mtu 67 | --mtu must be 68 to 65535, not 67",
        "--connections 0 | --connections must be 1 to",
        "--via carrier | --via"
    })
    void whatMakesNoSenseIsRefused(String arguments, String message) {
        var run = bench(arguments);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("weir: ").contains(message);
        assertThat(run.out()).isEmpty();
    }
}
