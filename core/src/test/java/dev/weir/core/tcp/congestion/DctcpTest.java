package dev.weir.core.tcp.congestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.conformance.Rfc;
import org.junit.jupiter.api.Test;

class DctcpTest {
    private static final int SMSS = 1000;

    private final Dctcp dctcp = new Dctcp(SMSS, 10, 1000);

    /** A window of data of which so many bytes come marked, in ten ACKs; nothing grows, since the window is not used up. */
    private void window(long bytes, long marked) {
        for (int i = 1; i <= 10; i++) dctcp.onAck(new AckSample(bytes / 10, bytes, -1, false, marked / 10, 0));
    }

    @Test
    @Rfc("8257#3.3")
    void alphaFollowsTheShareOfMarkedBytes() {
        assertThat(dctcp.alpha()).isEqualTo(1);
        window(10 * SMSS, 0);
        assertThat(dctcp.alpha()).isEqualTo(15.0 / 16);
        window(10 * SMSS, 10 * SMSS);
        assertThat(dctcp.alpha()).isEqualTo(15.0 / 16 * 15 / 16 + 1.0 / 16);
        for (int i = 0; i < 300; i++) window(10 * SMSS, 2 * SMSS);
        assertThat(dctcp.alpha()).isCloseTo(0.2, within(0.001));
    }

    @Test
    @Rfc("8257#3.3")
    void cwndIsReducedByHalfOfTheShare() {
        dctcp.onCongestionExperienced(10 * SMSS, 0);
        assertThat(dctcp.cwnd()).as("all, before a window is over").isEqualTo(5 * SMSS);
        for (int i = 0; i < 300; i++) window(10 * SMSS, 2 * SMSS);
        dctcp.onCongestionExperienced(5 * SMSS, 0);
        assertThat(dctcp.cwnd()).isCloseTo(4500, within(5L));
        assertThat(dctcp.ssthresh()).isEqualTo(dctcp.cwnd());
    }

    @Test
    @Rfc("8257#3.5")
    void lossIsAnsweredAsEverAlsoAfterMarks() {
        dctcp.onCongestionExperienced(10 * SMSS, 0);
        dctcp.onLoss(8 * SMSS, true, 0);
        assertThat(dctcp.ssthresh()).isEqualTo(4 * SMSS);
        assertThat(dctcp.cwnd()).isEqualTo(7 * SMSS);
    }
}
