package dev.weir.analysis.tcptrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.capture.Frames;
import dev.weir.analysis.capture.SegmentReader;
import dev.weir.wire.pcap.CaptureRecord.Packet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client's numbers begin at 100, the server's at 300; the round trip of the handshake is 10 ms. */
class TcptraceTest {
    private static final String SCALE_2 = "01030302";

    private final SegmentReader reader = new SegmentReader();
    private final Tcptrace trace = new Tcptrace();
    private final Frames frames = new Frames(false);
    private long millis = 1;

    @BeforeEach
    void handshake() {
        client("S", 100, 0, 1000, SCALE_2, 0);
        after(10).server("S.", 300, 101, 1000, SCALE_2, 0);
        client(".", 101, 301, 1000, "", 0);
    }

    private TcptraceTest after(long pause) {
        millis += pause;
        return this;
    }

    private void client(String flags, long sequence, long acknowledgment, int window, String options, int length) {
        take(frames.packet(millis * 1000, true, flags, sequence, acknowledgment, window, options, length));
    }

    private void server(String flags, long sequence, long acknowledgment, int window, String options, int length) {
        take(frames.packet(millis * 1000, false, flags, sequence, acknowledgment, window, options, length));
    }

    private void take(Packet packet) {
        assertThat(reader.read(packet)).isTrue();
        trace.accept(reader.segment());
    }

    private void data(long sequence, int length) {
        client("P.", sequence, 301, 1000, "", length);
    }

    private void ack(long acknowledgment) {
        server(".", 301, acknowledgment, 1000, "", 0);
    }

    private String client(TraceField field) {
        return trace.end().getLast().value(field, true);
    }

    private String server(TraceField field) {
        return trace.end().getLast().value(field, false);
    }

    @Test
    void handshakeGivesEachSideItsRoundTrip() {
        assertThat(client(TraceField.RTT_HANDSHAKE)).isEqualTo("10.0");
        assertThat(server(TraceField.RTT_HANDSHAKE)).isEqualTo("0.0");
        assertThat(client(TraceField.SYN_FIN)).isEqualTo("1/0");
    }

    @Test
    void repeatedBytesAreNotUnique() {
        data(101, 100);
        after(50).data(101, 150);
        assertThat(client(TraceField.DATA_BYTES)).isEqualTo("250");
        assertThat(client(TraceField.UNIQUE_BYTES)).isEqualTo("150");
        assertThat(client(TraceField.REPEATED_BYTES)).isEqualTo("100");
        assertThat(client(TraceField.REPEAT_MAX)).isEqualTo("50.0");
    }

    @Test
    void whatBeginsAndEndsBeforeAPieceIsOutOfOrder() {
        data(201, 100);
        after(1).data(101, 100);
        assertThat(client(TraceField.OUT_OF_ORDER)).isEqualTo("1");
        assertThat(client(TraceField.REPEATED_PACKETS)).isEqualTo("0");
    }

    @Test
    void roundTripIsTakenWhereAnAckEndsAtASegmentSentOnce() {
        data(101, 100);
        data(201, 100);
        after(20).ack(301);
        assertThat(client(TraceField.RTT_SAMPLES)).isEqualTo("2"); // that of the SYN, too
        assertThat(client(TraceField.RTT_MAX)).isEqualTo("20.0");
        assertThat(client(TraceField.CUMULATIVE)).isEqualTo("1");
    }

    @Test
    void ackOfWhatWasSentTwiceIsAmbiguous() {
        data(101, 100);
        after(30).data(101, 100);
        after(5).ack(201);
        assertThat(client(TraceField.AMBIGUOUS)).isEqualTo("1");
        assertThat(client(TraceField.LAST_MAX)).isEqualTo("5.0");
        assertThat(client(TraceField.RTT_SAMPLES)).isEqualTo("1");
    }

    @Test
    void ackAfterARepairGivesNoSample() {
        data(101, 100);
        after(1).data(201, 100);
        after(30).data(101, 100);
        after(5).ack(301);
        assertThat(client(TraceField.POST_LOSS)).isEqualTo("1");
    }

    @Test
    void fourthEqualAckIsATriple() {
        data(101, 100);
        for (int i = 0; i < 4; i++) after(1).ack(201);
        assertThat(client(TraceField.DUPLICATES)).isEqualTo("3");
        assertThat(client(TraceField.TRIPLES)).isEqualTo("1");
    }

    @Test
    void dataToAClosedWindowIsAProbeAndNoRepetition() {
        data(101, 100);
        after(1).server(".", 301, 201, 0, "", 0);
        after(200).data(200, 1);
        assertThat(client(TraceField.PROBES)).isEqualTo("1");
        assertThat(client(TraceField.REPEATED_PACKETS)).isEqualTo("0");
        assertThat(server(TraceField.ZERO_WINDOWS)).isEqualTo("1");
    }

    @Test
    void piecesAcrossTheWrapAndTheQuadrantsAreCountedOnce() {
        var far = new Tcptrace();
        var numbers = new long[] {0x3fff_ff00L, 0xffff_ff00L};
        for (long first : numbers) {
            for (int i = 0; i < 2; i++) {
                assertThat(reader.read(frames.packet(
                        millis++ * 1000, first < 0x8000_0000L, ".", first, 1, 1000, "", 1000))).isTrue();
                far.accept(reader.segment());
            }
        }
        var connection = far.end().getFirst();
        for (boolean ofA : new boolean[] {true, false}) {
            assertThat(connection.value(TraceField.UNIQUE_BYTES, ofA)).isEqualTo("1000");
            assertThat(connection.value(TraceField.REPEATED_BYTES, ofA)).isEqualTo("1000");
        }
    }

    @Test
    void samePortsAfterFourMinutesAreAnotherConnection() {
        after(239_000).data(101, 1);
        after(241_000).data(102, 1);
        assertThat(trace.end()).extracting(TracedConnection::packets).containsExactly(4L, 1L);
    }

    @Test
    void streamLengthIsKnownFromSynToFin() {
        assertThat(client(TraceField.STREAM_LENGTH)).isEqualTo("NA");
        data(101, 100);
        client("F.", 201, 301, 1000, "", 0);
        assertThat(client(TraceField.STREAM_LENGTH)).isEqualTo("100");
        assertThat(client(TraceField.MISSED)).isEqualTo("0");
    }

    @Test
    void reportHasTheTwoColumns() {
        data(101, 100);
        var text = new StringWriter();
        TraceText.print(trace.end().getFirst(), "a.pcap", new PrintWriter(text, true));
        assertThat(text.toString().lines()).contains(
                "\thost a:        10.0.0.1:1000",
                "\tcomplete conn: no\t(SYNs: 2)  (FINs: 0)",
                "\telapsed time:  0:00:00.010000",
                "     actual data bytes:       100           actual data bytes:         0      ",
                "     max segm size:           100 bytes     max segm size:             0 bytes");
    }

    @Test
    void tableHasAColumnForEachSideOfEachField() {
        var text = new StringWriter();
        TraceText.table(trace.end(), new PrintWriter(text, true));
        List<String> lines = text.toString().lines().toList();
        int columns = 7 + 2 * TraceField.values().length;
        assertThat(lines).hasSize(2).allMatch(line -> line.split(",", -1).length == columns);
        assertThat(columns).isEqualTo(139);
    }
}
