package dev.weir.cli.sim;

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
import org.junit.jupiter.params.provider.ValueSource;

class SimJsonTest {
    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("../docs/json/sim.schema.json")), InputFormat.JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"port-closed", "firewall-drop", "table-full", "fair-queue", "peer-gone", "slow-reader"})
    void isWhatItsSchemaSays(String name) throws IOException {
        String json = Weir.run("sim", "--json", name).out();
        assertThat(schema().validate(json, InputFormat.JSON)).isEmpty();
        assertThat(json.lines()).hasSize(1);
    }

    @Test
    void manySeedsAreManyRuns() throws IOException {
        String json = Weir.run("sim", "--json", "random-loss", "--seeds=1..3").out();
        assertThat(schema().validate(json, InputFormat.JSON)).isEmpty();
        assertThat(json).contains("\"seed\":1,", "\"seed\":2,", "\"seed\":3,");
    }

    @Test
    void schemaCanFail() throws IOException {
        String json = Weir.run("sim", "--json", "port-closed").out();
        assertThat(schema().validate(json.replace("\"seed\":1", "\"seed\":\"1\""), InputFormat.JSON)).isNotEmpty();
        assertThat(schema().validate(json.replace("goodput_bps", "goodput"), InputFormat.JSON)).isNotEmpty();
    }
}
