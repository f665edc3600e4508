package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.capture.SegmentReader;
import dev.weir.analysis.tshark.Label;
import dev.weir.analysis.tshark.TsharkLabels;
import dev.weir.wire.pcap.CaptureDecoder;
import dev.weir.wire.pcap.CaptureRecord;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our reading of tshark's rules against tshark itself, frame by frame. */
@RequiresTools("tshark")
class TsharkLabelsTest {
    private static final int MINIMUM_LABELS = 50;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {
        "--loss 2% --seed 1", "--loss 5% --seed 2 --ipv6", "--loss 1% --delay 1ms --rate 0 --seed 3",
        "--loss 3% --delay 80ms --mtu 600 --seed 4"
    })
    void everyFrameOfADemoHasTheLabelsOfTshark(String options) throws Exception {
        var file = folder.resolve("demo.pcapng");
        var words = new ArrayList<>(List.of("demo", "--pcap", file.toString()));
        words.addAll(Arrays.asList(options.split(" ")));
        Weir.run(words.toArray(String[]::new));
        var ours = ours(file);
        assertThat(ours).isEqualTo(theirs(file));
        assertThat(ours.stream().mapToInt(line -> line.split(" ").length - 2).sum()).isGreaterThan(MINIMUM_LABELS);
    }

    /** Frame, stream, labels. */
    private static List<String> ours(Path file) throws Exception {
        var lines = new ArrayList<String>();
        var reader = new SegmentReader();
        var labels = new TsharkLabels();
        var decoder = CaptureDecoder.of(MemorySegment.ofArray(Files.readAllBytes(file)));
        for (var record = decoder.next(); !(record instanceof CaptureRecord.End); record = decoder.next()) {
            if (!(record instanceof CaptureRecord.Packet packet) || !reader.read(packet)) continue;
            var said = labels.label(reader.segment());
            lines.add(line(reader.segment().frame() + " " + labels.stream(), List.copyOf(said)));
        }
        return lines;
    }

    private static List<String> theirs(Path file) throws Exception {
        var words = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString(), "-Y", "tcp", "-T", "fields",
                "-e", "frame.number", "-e", "tcp.stream"));
        for (Label label : Label.values()) words.addAll(List.of("-e", label.field()));
        return Command.run(words.toArray(String[]::new)).lines().map(text -> {
            var values = text.split("\t", -1);
            var said = new ArrayList<Label>();
            for (Label label : Label.values()) {
                if (!values[2 + label.ordinal()].isEmpty()) said.add(label);
            }
            return line(values[0] + " " + values[1], said);
        }).toList();
    }

    private static String line(String frame, List<Label> labels) {
        return labels.stream().map(label -> " " + label).reduce(frame, String::concat);
    }
}
