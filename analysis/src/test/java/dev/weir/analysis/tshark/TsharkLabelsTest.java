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

import org.junit.jupiter.api.Test;

/** By the rules of 4.0, which tshark 4.0.17 confirms in an integration test. */
class TsharkLabelsTest extends LabelScript {
    TsharkLabelsTest() {
        super(Version.V4_0);
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
