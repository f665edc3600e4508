package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weir.analysis.Timeline;
import dev.weir.cli.Weir;
import dev.weir.core.event.CloseReason;
import dev.weir.core.link.Impairment;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoJsonTest {
    private static final Path SCHEMA = Path.of("../docs/json/demo.schema.json");

    private final Schema schema = schema();

    static Schema schema() {
        try {
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Schema read() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--loss=0.5%", "--loss=5%", "--loss=100%", "--bytes=0", "--ipv6", "--rate=0", "--steps"})
    void isWhatItsSchemaSays(String option) {
        String json = Weir.run("demo", "--json", option).out();
        assertThat(schema.validate(json, InputFormat.JSON)).isEmpty();
        assertThat(json).endsWith("}\n");
        assertThat(json.lines()).hasSize(1);
    }

    @Test
    void exchangeWithTheOperatingSystemIsWhatTheSchemaSaysToo() {
        var scenario = Scenario.of(5_000, 1, 1500, false, Impairment.NONE);
        var simulated = Exchange.run(scenario);
        var timeline = simulated.timeline();
        var renamed = new Timeline(KernelExchange.WEIR, KernelExchange.KERNEL, timeline.flow(), timeline.moments());
        var target = new StringWriter();
        var exchange = new Exchange(scenario, renamed, simulated.summary(), CloseReason.CLOSED);
        DemoJson.write(scenario, "tun", List.of(exchange), false, target);
        assertThat(schema.validate(target.toString(), InputFormat.JSON)).isEmpty();
        assertThat(target.toString()).contains("\"host\":\"kernel\",\"tcp\":\"os\"");
    }

    @Test
    void schemaCanFail() {
        String json = Weir.run("demo", "--json", "--bytes=1kB", "--loss=0").out();
        assertThat(schema.validate(json.replace("\"seed\":6", "\"seed\":\"6\""), InputFormat.JSON)).isNotEmpty();
        assertThat(schema.validate(json.replace("goodput_bps", "goodput"), InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void sameOptionsGiveTheSameBytes() {
        assertThat(Weir.run("demo", "--json").out()).isEqualTo(Weir.run("demo", "--json").out());
    }
}
