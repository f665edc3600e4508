package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.analysis.capture.SegmentReader;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.ConversationTable;
import dev.weir.analysis.conversation.Half;
import dev.weir.analysis.conversation.Limits;
import dev.weir.wire.pcap.CaptureDecoder;
import dev.weir.wire.pcap.CaptureRecord;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The metrics of a conversation against what the engine counted itself, against tcptrace, and against tshark. */
class ConversationMetricsTest {
    private static final double MILLISECOND = 1e6;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {
        "--loss 2% --seed 1", "--loss 5% --seed 2 --ipv6", "--loss 1% --delay 1ms --rate 0 --seed 3",
        "--loss 3% --delay 80ms --mtu 600 --seed 4"
    })
    @RequiresTools({"tcptrace", "editcap"})
    void tcptraceCountsTheSame(String options) throws Exception {
        var file = demo(options);
        var one = conversation(file);
        var plain = folder.resolve("plain.pcap");
        Command.run("editcap", "-F", "pcap", file.toString(), plain.toString());
        var theirs = tcptrace(plain);
        compare(one.fromClient(), theirs, "a2b");
        compare(one.fromServer(), theirs, "b2a");
        assertThat(one.fromServer().losses().segments()).as("something to compare").isPositive();
    }

    private static void compare(Half ours, Map<String, String> theirs, String direction) {
        assertThat(ours.segments()).isEqualTo(number(theirs, "total_packets", direction));
        assertThat(ours.pureAcks()).isEqualTo(number(theirs, "pure_acks_sent", direction));
        assertThat(ours.dsackSegments()).isEqualTo(number(theirs, "dsack_pkts_sent", direction));
        assertThat(ours.uniqueBytes()).isEqualTo(number(theirs, "unique_bytes_sent", direction));
        assertThat(ours.bytes()).isEqualTo(number(theirs, "actual_data_bytes", direction));
        // what it calls out of order fills a hole: with us late, or lost before the point of capture and sent again
        assertThat(ours.losses().segments() + ours.ordering().late()).isEqualTo(
                number(theirs, "rexmt_data_pkts", direction) + number(theirs, "outoforder_pkts", direction));
        assertThat(ours.flight().initialBytes()).isEqualTo(number(theirs, "initial_window_bytes", direction));
        if (ours.roundTrips().histogram().count() < 10) return;
        // it takes a sample of the SYN as well
        assertThat(ours.roundTrips().histogram().count())
                .isCloseTo(number(theirs, "RTT_samples", direction), within(20L));
        assertThat(ours.roundTrips().histogram().greatest() / MILLISECOND)
                .isCloseTo(decimal(theirs, "RTT_max", direction), within(0.2));
        assertThat(ours.roundTrips().histogram().mean() / MILLISECOND)
                .isCloseTo(decimal(theirs, "RTT_avg", direction), within(1.0));
    }

    /** With few losses: of many it subtracts only those SACK blocks that fit into the last acknowledgment. */
    @ParameterizedTest
    @ValueSource(strings = {"--loss 2% --seed 5", "--loss 1% --seed 6 --ipv6"})
    @RequiresTools("tshark")
    void tsharkSeesAsMuchInFlightAndAsManySegmentsAgain(String options) throws Exception {
        var file = demo(options);
        var one = conversation(file);
        long inFlight = 0;
        int again = 0;
        for (String line : Command.run("tshark", "-n", "-r", file.toString(), "-Y",
                "tcp.srcport == " + one.server().port(), "-T", "fields", "-e", "tcp.analysis.bytes_in_flight",
                "-e", "tcp.analysis.retransmission", "-e", "tcp.analysis.out_of_order").split("\n")) {
            var values = line.split("\t", -1);
            if (!values[0].isEmpty()) inFlight = Math.max(inFlight, Long.parseLong(values[0]));
            if (!values[1].isEmpty() || !values[2].isEmpty()) again++;
        }
        assertThat(one.fromServer().flight().greatestBytes()).isEqualTo(inFlight);
        assertThat(one.fromServer().losses().segments() + one.fromServer().ordering().late()).isEqualTo(again);
    }

    @ParameterizedTest
    @ValueSource(strings = {"random-loss", "burst-loss", "corruption", "rate-policing"})
    void lossesAreThoseThatTheSimulationMade(String scenario) throws Exception {
        var file = folder.resolve("sim.pcapng");
        var said = Weir.run("sim", scenario, "--json", "--pcap", file.toString());
        var one = conversation(file);
        long again = 0;
        Matcher causes = find(said, "\"retransmissions\":\\{([^}]*)}");
        for (String cause : causes.group(1).split(",")) again += Long.parseLong(cause.split(":")[1]);
        assertThat(one.fromServer().losses().segments()).isEqualTo(again);
        assertThat(one.fromServer().acknowledgedBytes())
                .isEqualTo(Long.parseLong(find(said, "\"delivered_bytes\":(\\d+)").group(1)));
        assertThat(one.elapsedNanos() / 1e3)
                .isCloseTo(Double.parseDouble(find(said, "\"elapsed_us\":([0-9.]+)").group(1)), within(100_000.0));
        assertThat(one.handshake().rttNanos() / 1e3)
                .isCloseTo(Double.parseDouble(find(said, "\"handshake_us\":([0-9.]+)").group(1)), within(100.0));
    }

    @Test
    void timeThatTheEngineSpentOnNagleIsFoundInItsPackets() throws Exception {
        var file = folder.resolve("nagle.pcapng");
        var said = Weir.run("sim", "nagle", "--json", "--pcap", file.toString());
        var one = conversation(file);
        double nagle = Double.parseDouble(find(said, "\"nagle_us\":([0-9.]+)").group(1)) * 1e3;
        // the engine counts the round trip of each wait as well
        double waits = one.fromClient().heldWrites().count();
        assertThat(one.fromClient().heldWrites().totalNanos() + waits * one.handshake().rttNanos())
                .isCloseTo(nagle, within(nagle / 10));
    }

    private Path demo(String options) throws Exception {
        var file = folder.resolve("demo.pcapng");
        var words = new ArrayList<>(List.of("demo", "--pcap", file.toString()));
        words.addAll(Arrays.asList(options.split(" ")));
        Weir.run(words.toArray(String[]::new));
        return file;
    }

    private static Conversation conversation(Path file) throws Exception {
        var all = new ArrayList<Conversation>();
        var table = new ConversationTable(Limits.DEFAULT, all::add);
        var reader = new SegmentReader();
        var decoder = CaptureDecoder.of(MemorySegment.ofArray(Files.readAllBytes(file)));
        for (var next = decoder.next(); !(next instanceof CaptureRecord.End); next = decoder.next()) {
            if (next instanceof CaptureRecord.Packet packet && reader.read(packet)) table.accept(reader.segment());
        }
        table.end();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    /** The columns of its only connection, by their names. */
    private static Map<String, String> tcptrace(Path file) throws Exception {
        var lines = Command.run("tcptrace", "-n", "-l", "-r", "-W", "--csv", file.toString()).lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        String[] names = lines.get(0).split(",");
        String[] values = lines.get(1).split(",");
        var columns = new HashMap<String, String>();
        for (int i = 0; i < names.length; i++) columns.put(names[i].strip(), values[i].strip());
        return columns;
    }

    private static long number(Map<String, String> columns, String name, String direction) {
        return Long.parseLong(columns.get(name + "_" + direction));
    }

    private static double decimal(Map<String, String> columns, String name, String direction) {
        return Double.parseDouble(columns.get(name + "_" + direction));
    }

    private static Matcher find(String text, String pattern) {
        var matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher;
    }
}
