package dev.weir.analysis.tshark;

import static dev.weir.analysis.tshark.Label.ACK_LOST_SEGMENT;
import static dev.weir.analysis.tshark.Label.DUPLICATE_ACK;
import static dev.weir.analysis.tshark.Label.FAST_RETRANSMISSION;
import static dev.weir.analysis.tshark.Label.KEEP_ALIVE;
import static dev.weir.analysis.tshark.Label.KEEP_ALIVE_ACK;
import static dev.weir.analysis.tshark.Label.LOST_SEGMENT;
import static dev.weir.analysis.tshark.Label.OUT_OF_ORDER;
import static dev.weir.analysis.tshark.Label.RETRANSMISSION;
import static dev.weir.analysis.tshark.Label.REUSED_PORTS;
import static dev.weir.analysis.tshark.Label.SPURIOUS_RETRANSMISSION;
import static dev.weir.analysis.tshark.Label.WINDOW_FULL;
import static dev.weir.analysis.tshark.Label.WINDOW_UPDATE;
import static dev.weir.analysis.tshark.Label.ZERO_WINDOW;
import static dev.weir.analysis.tshark.Label.ZERO_WINDOW_PROBE;
import static dev.weir.analysis.tshark.Label.ZERO_WINDOW_PROBE_ACK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.capture.Frames;
import dev.weir.analysis.capture.SegmentReader;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client's numbers begin at 100, the server's at 300; the round trip of the handshake is 10 ms. */
class TsharkLabelsTest {
    private static final String SCALE_2 = "01030302";

    private final SegmentReader reader = new SegmentReader();
    private final TsharkLabels labels = new TsharkLabels();
    private final Frames frames = new Frames(false);
    private long millis;

    @BeforeEach
    void handshake() {
        client("S", 100, 0, 1000, SCALE_2, 0).has();
        after(10).server("S.", 300, 101, 1000, SCALE_2, 0).has();
        client(".", 101, 301, 1000, "", 0).has();
    }

    private record Said(Set<Label> labels) {
        void has(Label... expected) {
            assertThat(labels).containsExactlyInAnyOrder(expected);
        }
    }

    private TsharkLabelsTest after(long pause) {
        millis += pause;
        return this;
    }

    private Said client(String flags, long sequence, long acknowledgment, int window, String options, int length) {
        return said(true, flags, sequence, acknowledgment, window, options, length);
    }

    private Said server(String flags, long sequence, long acknowledgment, int window, String options, int length) {
        return said(false, flags, sequence, acknowledgment, window, options, length);
    }

    private Said client(long sequence, int length) {
        return said(true, ".", sequence, 301, 1000, "", length);
    }

    private Said server(long acknowledgment, int window) {
        return said(false, ".", 301, acknowledgment, window, "", 0);
    }

    private Said said(
            boolean fromClient, String flags, long sequence, long acknowledgment, int window, String options,
            int length) {
        assertThat(reader.read(frames.packet(
                millis * 1000, fromClient, flags, sequence, acknowledgment, window, options, length))).isTrue();
        return new Said(labels.label(reader.segment()));
    }

    @Test
    void dataInOrderAndItsAcknowledgmentsHaveNoLabel() {
        client(101, 100).has();
        client(201, 100).has();
        after(10).server(301, 900).has();
        client("F.", 301, 301, 1000, "", 0).has();
    }

    @Test
    void aSegmentResentLateIsARetransmissionAndOneBehindANewerSoonIsOutOfOrder() {
        client(101, 100).has();
        client(301, 100).has(LOST_SEGMENT);
        after(9).client(201, 100).has(OUT_OF_ORDER);
        after(1).client(201, 100).has(RETRANSMISSION);
        after(500).client(301, 100).has(RETRANSMISSION);
    }

    @Test
    void anAckThatRepeatsIsADuplicateEvenWithNothingOutstanding() {
        server(101, 1000).has(DUPLICATE_ACK);
    }

    @Test
    void aSegmentResentSoonAfterTwoDuplicateAcksIsAFastRetransmission() {
        client(101, 100).has();
        client(201, 100).has();
        client(301, 100).has();
        client(401, 100).has();
        server(201, 900).has();
        server(201, 900).has(DUPLICATE_ACK);
        server(201, 900).has(DUPLICATE_ACK);
        server(201, 901).has(WINDOW_UPDATE);
        after(19).client(201, 100).has(FAST_RETRANSMISSION, RETRANSMISSION);
        after(1).client(201, 100).has(RETRANSMISSION);
    }

    @Test
    void bytesThatWereAcknowledgedAreSpuriousWhenSentAgain() {
        client(101, 100).has();
        server(201, 1000).has();
        client(101, 100).has(SPURIOUS_RETRANSMISSION, RETRANSMISSION);
    }

    @Test
    void anAcknowledgmentOfWhatWasNotSeenIsReportedOnce() {
        client(101, 100).has();
        server(401, 1000).has(ACK_LOST_SEGMENT);
        server(402, 1000).has(ACK_LOST_SEGMENT);
        client(401, 100).has(LOST_SEGMENT);
    }

    @Test
    void aKeepAliveRepeatsTheLastByteAndIsNoRetransmission() {
        client(101, 100).has();
        server(201, 1000).has();
        after(1000).client(200, 1).has(KEEP_ALIVE);
        server(201, 1000).has(KEEP_ALIVE_ACK);
        client(200, 0).has(KEEP_ALIVE);
    }

    @Test
    void aZeroWindowIsFilledProbedAndOpenedAgain() {
        client(101, 100).has();
        server(201, 25).has();
        client(201, 100).has(WINDOW_FULL); // 25 << 2
        server(301, 0).has(ZERO_WINDOW);
        after(200).client(301, 1).has(ZERO_WINDOW_PROBE);
        server(301, 0).has(ZERO_WINDOW, ZERO_WINDOW_PROBE_ACK);
        server(301, 500).has(WINDOW_UPDATE);
        client(301, 100).has();
    }

    @Test
    void anotherInitialSequenceNumberBeginsAnotherStream() {
        assertThat(labels.stream()).isZero();
        client("S", 100, 0, 1000, SCALE_2, 0).has(RETRANSMISSION);
        assertThat(labels.stream()).isZero();
        client("S", 7000, 0, 1000, SCALE_2, 0).has(REUSED_PORTS);
        assertThat(labels.stream()).isEqualTo(1);
        server("S.", 9000, 7001, 1000, SCALE_2, 0).has();
    }
}
