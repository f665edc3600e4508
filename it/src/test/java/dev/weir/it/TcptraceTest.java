package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.capture.SegmentReader;
import dev.weir.analysis.tcptrace.Tcptrace;
import dev.weir.analysis.tcptrace.TraceText;
import dev.weir.wire.pcap.CaptureDecoder;
import dev.weir.wire.pcap.CaptureRecord;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our reading of tcptrace's rules against tcptrace itself, field by field. */
@RequiresTools({"tcptrace", "tshark", "editcap"})
class TcptraceTest {
    /** Number, addresses and ports; its times lack leading zeros and are left out. */
    private static final int FIRST_FIELD = 7;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {
        "random-loss", "burst-loss", "reordering", "duplication", "corruption", "slow-reader", "stalled-reader",
        "forged-reset", "idle-reset", "home", "nagle", "sack-stripped", "window-scale-stripped", "close-unread"
    })
    void everyFieldOfAScenarioIsThatOfTcptrace(String scenario) throws Exception {
        var both = folder.resolve("both.pcapng");
        Weir.run("sim", scenario, "--pcap", both.toString());
        for (int side = 0; side < 2; side++) {
            var one = folder.resolve(side + ".pcap");
            Command.run("tshark", "-r", both.toString(), "-Y", "frame.interface_id==" + side, "-F", "pcap",
                    "-w", one.toString());
            assertThat(ours(one)).isNotEmpty().isEqualTo(theirs(one));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"random-loss", "reordering", "slow-reader"})
    void shortSnapLengthAndALateStartChangeNothing(String scenario) throws Exception {
        var both = folder.resolve("both.pcapng");
        var one = folder.resolve("one.pcap");
        var cut = folder.resolve("cut.pcap");
        Weir.run("sim", scenario, "--pcap", both.toString());
        Command.run("tshark", "-r", both.toString(), "-Y", "frame.interface_id==0 && frame.number > 60", "-F", "pcap",
                "-w", one.toString());
        Command.run("editcap", "-s", "80", one.toString(), cut.toString());
        assertThat(ours(cut)).isNotEmpty().isEqualTo(theirs(cut));
    }

    private static List<List<String>> ours(Path file) throws Exception {
        var trace = new Tcptrace();
        var reader = new SegmentReader();
        var decoder = CaptureDecoder.of(MemorySegment.ofArray(Files.readAllBytes(file)));
        for (var record = decoder.next(); !(record instanceof CaptureRecord.End); record = decoder.next()) {
            if (record instanceof CaptureRecord.Packet packet && reader.read(packet)) trace.accept(reader.segment());
        }
        var text = new StringWriter();
        TraceText.table(trace.end(), new PrintWriter(text, true));
        return rows(text.toString());
    }

    private static List<List<String>> theirs(Path file) throws Exception {
        return rows(Command.run("tcptrace", "--csv", "-l", "-r", "-n", file.toString()));
    }

    private static List<List<String>> rows(String table) {
        return table.lines().filter(line -> line.matches("[0-9]+,.*")).map(line -> {
            var cells = Arrays.stream(line.split(",")).map(String::strip).toList();
            return cells.subList(FIRST_FIELD, cells.size());
        }).toList();
    }
}
