package dev.weir.analysis.tshark;

import static dev.weir.analysis.tshark.Label.ACK_LOST_SEGMENT;
import static dev.weir.analysis.tshark.Label.DUPLICATE_ACK;
import static dev.weir.analysis.tshark.Label.FAST_RETRANSMISSION;
import static dev.weir.analysis.tshark.Label.LOST_SEGMENT;
import static dev.weir.analysis.tshark.Label.OUT_OF_ORDER;
import static dev.weir.analysis.tshark.Label.RETRANSMISSION;
import static dev.weir.analysis.tshark.Label.WINDOW_UPDATE;
import static dev.weir.analysis.tshark.Label.ZERO_WINDOW;
import static dev.weir.analysis.tshark.Label.ZERO_WINDOW_PROBE;
import static dev.weir.analysis.tshark.Label.ZERO_WINDOW_PROBE_ACK;

import org.junit.jupiter.api.Test;

/** What 4.4 judges otherwise than 4.0. */
class NewerTsharkLabelsTest extends LabelScript {
    NewerTsharkLabelsTest() {
        super(Version.V4_4);
    }

    private Said sacks(long acknowledgment, long left, long right) {
        return server(".", 301, acknowledgment, 1000, "0101050a" + String.format("%08x%08x", left, right), 0);
    }

    @Test
    void segmentThatWasSeenIsNeverOutOfOrder() {
        client(101, 100).has();
        client(301, 100).has(LOST_SEGMENT);
        after(9).client(201, 100).has(OUT_OF_ORDER);
        after(1).client(201, 100).has(RETRANSMISSION);
    }

    @Test
    void timeCountsFromTheLastAcknowledgment() {
        client(101, 100).has();
        client(301, 100).has(LOST_SEGMENT);
        after(50).server(201, 900).has();
        after(9).client(201, 100).has(OUT_OF_ORDER);
        after(50).client(401, 100).has();
        client(601, 100).has(LOST_SEGMENT);
        after(50).client(501, 100).has(RETRANSMISSION);
    }

    @Test
    void segmentThatEndsASeriesMayBeOutOfOrder() {
        client(101, 100).has();
        client(201, 50).has();
        client(301, 50).has(LOST_SEGMENT);
        after(1).client(251, 100).has(OUT_OF_ORDER);
    }

    @Test
    void muchThatIsSelectivelyAcknowledgedTellsOfALoss() {
        server(101, 2000).has(WINDOW_UPDATE);
        for (int i = 0; i < 14; i++) client(101 + 100L * i, 100).has();
        sacks(201, 301, 1501).has();
        after(5).client(201, 100).has(FAST_RETRANSMISSION, RETRANSMISSION);
    }

    @Test
    void otherHolesThanTheFirstAreFastRetransmissionsToo() {
        server(101, 2000).has(WINDOW_UPDATE);
        for (int i = 0; i < 10; i++) client(101 + 100L * i, 100).has();
        sacks(201, 301, 401).has();
        sacks(201, 301, 401).has(DUPLICATE_ACK);
        sacks(201, 301, 401).has(DUPLICATE_ACK);
        client(301, 100).has(RETRANSMISSION); // is acknowledged selectively
        client(401, 100).has(FAST_RETRANSMISSION, RETRANSMISSION);
    }

    @Test
    void answerThatTakesTheByteOfAProbeIsOne() {
        client(101, 100).has();
        server(201, 0).has(ZERO_WINDOW);
        after(200).client(201, 1).has(ZERO_WINDOW_PROBE);
        server(202, 0).has(ZERO_WINDOW, ACK_LOST_SEGMENT, ZERO_WINDOW_PROBE_ACK);
        after(400).client(202, 1).has(LOST_SEGMENT);
    }

    @Test
    void answerThatOpensTheWindowIsAnUpdate() {
        client(101, 100).has();
        server(201, 0).has(ZERO_WINDOW);
        after(200).client(201, 1).has(ZERO_WINDOW_PROBE);
        server(201, 500).has(WINDOW_UPDATE);
    }
}
