package dev.weir.cli.swarm;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weir.cli.Weir;
import dev.weir.lab.swarm.Coverage;
import dev.weir.lab.swarm.Drawing;
import dev.weir.lab.swarm.Minimiser;
import dev.weir.lab.swarm.Outcome;
import dev.weir.lab.swarm.invariant.Breach;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwarmCommandTest {
    private static final Path SCHEMA = Path.of("../docs/json/swarm.schema.json");

    private static Weir swarm(String arguments) {
        return Weir.run(("swarm " + arguments).split(" "));
    }

    private static List<?> complaints(String json) throws Exception {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA), InputFormat.JSON).validate(json, InputFormat.JSON);
    }

    @Test
    void seedsThatHoldEndWithWhatWasCovered() {
        var run = swarm("--seeds 1..10 -j 2");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).containsPattern("(?m)^sent +").containsPattern("\\bdata [0-9]+, ").containsPattern("(?m)^mix +")
                .containsPattern("10 seeds in [0-9.]+ s, [0-9.]+ a second on 2 cores; ").endsWith("every invariant held\n");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void oneSeedShowsWhatItIsLikeAndItsPackets(@TempDir Path folder) {
        Path file = folder.resolve("17.pcapng");
        var run = swarm("--seed 17 --pcap " + file);
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("seed 17").containsPattern("to the server: .*; to the client: ")
                .containsPattern("conversation 0 \\(.*\\) after .*: client sends ");
        assertThat(run.err()).endsWith(" packets written: wireshark " + file + "\n");
        assertThat(file).isNotEmptyFile();
    }

    @Test
    void reducedSeedRunsWithoutWhatWasLeftOut() {
        assertThat(swarm("--seed 17 --reduce perfect-road,linux-linux").out())
                .contains("to the server: perfect; to the client: perfect", "client linux; server linux");
    }

    @Test
    void jsonIsOneObjectOfTheSchema() throws Exception {
        var run = swarm("--seeds 1..3 --json -j 1");
        assertThat(complaints(run.out())).isEmpty();
        assertThat(run.out().lines()).hasSize(1);
    }

    // ---- a failure, which no seed has at the moment

    private static Campaign failing() throws InterruptedException {
        var campaign = new Campaign(new SeedRange(5, 6), seed -> new Outcome(Drawing.of(seed),
                seed == 6 ? Optional.of(new Breach("planted", "RFC 9293 3.8", 1, "client", "a byte too many")) : Optional.empty(),
                "", Duration.ofSeconds(2), 10, new Coverage()));
        campaign.run(2);
        return campaign;
    }

    private static List<Minimiser.Minimum> minimised(Campaign campaign) {
        return List.of(new Minimiser.Minimum(List.of("perfect-road"), campaign.failed().getFirst()));
    }

    @Test
    void failureIsToldWithTheCommandThatReplaysIt() throws Exception {
        var campaign = failing();
        var lines = new ArrayList<String>();
        new SwarmText(lines::add).print(campaign, 2, minimised(campaign), "good");
        assertThat(String.join("\n", lines)).contains("seed 6: planted (RFC 9293 3.8) at ", ", client: a byte too many",
                "replay: weir swarm --seed 6 --reduce perfect-road --pcap swarm-6.pcapng").endsWith("\n1 seed failed");
    }

    @Test
    void failureInJsonIsOfTheSchema() throws Exception {
        var campaign = failing();
        var text = new StringWriter();
        SwarmJson.write(campaign, "invariants", 2, minimised(campaign), text);
        assertThat(complaints(text.toString())).isEmpty();
        assertThat(text.toString()).contains("\"invariant\":\"planted\"", "\"reduced\":[\"perfect-road\"]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--seeds 5..1 | is no range of seeds: 1..1000",
        "--seeds many | is no range of seeds",
        "--seed 1 --seeds 1..2 | --seed or --seeds, not both",
        "--reduce ipv4 | --reduce is for one seed: --seed N",
        "--seed 1 --reduce no-such-step | leaves nothing out here: one of [",
        "--against kernel --pcap x | have no meaning for --against kernel",
        "--seeds 1..2 -j 0 | -j must be 1..1024, not 0"
    })
    void whatMakesNoSenseIsRefused(String arguments, String message) {
        var run = swarm(arguments);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("weir: ").contains(message);
    }
}
