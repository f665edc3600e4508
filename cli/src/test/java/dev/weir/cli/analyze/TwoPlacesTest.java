package dev.weir.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weir.analysis.capture.CaptureFile;
import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.analysis.capture.SegmentReader;
import dev.weir.analysis.pair.Change.Kind;
import dev.weir.analysis.pair.Openings;
import dev.weir.analysis.pair.PairedConnection;
import dev.weir.analysis.pair.Pairing;
import dev.weir.analysis.pair.Recording;
import dev.weir.cli.Weir;
import dev.weir.wire.pcap.CaptureRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenarios are captured at both ends, one interface each, and say what was done in between. */
class TwoPlacesTest {
    @TempDir
    private Path folder;

    private Path capture(String scenario) {
        var file = folder.resolve("both.pcapng");
        assertThat(Weir.run("sim", scenario, "--pcap", file.toString()).exitCode()).isZero();
        return file;
    }

    private PairedConnection pair(String scenario) throws Exception {
        var file = capture(scenario);
        var atClient = new Openings();
        var atServer = new Openings();
        read(file, 0, atClient::accept);
        read(file, 1, atServer::accept);
        var client = new Recording(atServer);
        var server = new Recording(atClient);
        read(file, 0, client::accept);
        read(file, 1, server::accept);
        return new Pairing(client, server).connections().getFirst();
    }

    private static void read(Path path, int networkInterface, Consumer<CapturedSegment> to) throws Exception {
        var reader = new SegmentReader();
        try (var file = CaptureFile.open(path)) {
            for (var record = file.next(); !(record instanceof CaptureRecord.End); record = file.next()) {
                boolean ours = record instanceof CaptureRecord.Packet packet
                        && packet.interfaceId() == networkInterface && reader.read(packet);
                if (ours) to.accept(reader.segment());
            }
        }
    }

    @Test
    void addressTranslationIsSeen() throws Exception {
        var pair = pair("home");
        assertThat(pair.changes()).extracting(change -> change.kind()).containsExactly(Kind.ADDRESS_TRANSLATED);
        assertThat(pair.toServer().lost() + pair.toClient().lost()).isZero();
    }

    @Test
    void strippedOptionIsSeen() throws Exception {
        assertThat(pair("window-scale-stripped").changes()).extracting(change -> change.kind())
                .containsExactly(Kind.WINDOW_SCALE_STRIPPED);
    }

    @Test
    void lossBelongsToItsDirection() throws Exception {
        var pair = pair("random-loss");
        assertThat(pair.toClient().lost()).isEqualTo(21);
        assertThat(pair.toServer().lost()).isZero();
        assertThat(pair.toClient().delays().least()).isBetween(19_900_000L, 20_100_000L);
    }

    @Test
    void resetsOfABoxAreSeenAtBothEnds() throws Exception {
        var pair = pair("forged-reset");
        assertThat(pair.toServer().strangeResets()).isEqualTo(1);
        assertThat(pair.toClient().strangeResets()).isEqualTo(1);
    }

    @Test
    void commandComparesTwoFilesThatSawTheSameConnection() {
        String file = capture("lan").toString();
        var said = Weir.run("analyze", file, file);
        assertThat(said.out()).contains("1 connection at two places", "none lost", "changed    nothing");
        assertThat(said.out().lines()).allMatch(line -> line.length() <= 80 || line.contains(file));
        assertThat(Weir.run("analyze", "--merge", file, file).out()).doesNotContain("two places");
    }

    @Test
    void jsonIsWhatItsSchemaSays() throws Exception {
        String file = capture("random-loss").toString();
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(
                Files.readString(Path.of("../docs/json/analyze-two-places.schema.json")), InputFormat.JSON);
        String json = Weir.run("analyze", "--json", file, file).out();
        assertThat(schema.validate(json, InputFormat.JSON)).isEmpty();
        assertThat(schema.validate(json.replace("lost_bytes", "lost"), InputFormat.JSON)).isNotEmpty();
    }
}
