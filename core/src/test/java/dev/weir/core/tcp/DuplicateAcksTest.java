package dev.weir.core.tcp;

import static dev.weir.core.tcp.DuplicateAcks.Verdict.INFLATE;
import static dev.weir.core.tcp.DuplicateAcks.Verdict.LOSS;
import static dev.weir.core.tcp.DuplicateAcks.Verdict.STALE;
import static dev.weir.core.tcp.DuplicateAcks.Verdict.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import org.junit.jupiter.api.Test;

class DuplicateAcksTest {
    private final DuplicateAcks acks = new DuplicateAcks(3);

    @Test
    @Rfc({"5681#3.2", "EDGE-RECOVERY-7"})
    void thirdMeansLossOnceAndLaterOnesInflate() {
        assertThat(acks.duplicate(1, 101)).isEqualTo(WAIT);
        assertThat(acks.allowance()).isOne();
        assertThat(acks.duplicate(1, 111)).isEqualTo(WAIT);
        assertThat(acks.allowance()).isEqualTo(2);
        assertThat(acks.duplicate(1, 121)).isEqualTo(LOSS);
        assertThat(acks.allowance()).isZero();
        for (int i = 0; i < 20; i++) assertThat(acks.duplicate(1, 131)).isEqualTo(INFLATE);
        assertThat(acks.total()).isEqualTo(23);
    }

    @Test
    @Rfc("6582#3.2")
    void recoveryLastsUntilAllThatWasOutstandingIsAcknowledged() {
        for (int i = 0; i < 3; i++) acks.duplicate(1, 101);
        assertThat(acks.advanced(51)).isFalse();
        assertThat(acks.recovering()).isTrue();
        assertThat(acks.advanced(100)).isFalse();
        assertThat(acks.advanced(101)).isTrue();
        assertThat(acks.recovering()).isFalse();
        assertThat(acks.advanced(200)).isFalse();
    }

    @Test
    @Rfc("6582#3.2")
    void duplicatesThatDoNotCoverMoreThanTheLastRecoveryAreStale() {
        for (int i = 0; i < 3; i++) acks.duplicate(1, 101);
        acks.advanced(101);
        assertThat(acks.duplicate(101, 301)).isEqualTo(WAIT);
        assertThat(acks.duplicate(101, 301)).isEqualTo(WAIT);
        assertThat(acks.duplicate(101, 301)).isEqualTo(STALE);
        acks.advanced(111);
        for (int i = 0; i < 2; i++) assertThat(acks.duplicate(111, 301)).isEqualTo(WAIT);
        assertThat(acks.duplicate(111, 301)).isEqualTo(LOSS);
    }

    @Test
    @Rfc("6582#3.2")
    void afterATimeOutNothingThatWasOutstandingIsFastRetransmitted() {
        for (int i = 0; i < 3; i++) acks.duplicate(1, 101);
        acks.timedOut(101);
        assertThat(acks.recovering()).isFalse();
        for (int i = 0; i < 10; i++) assertThat(acks.duplicate(51, 101)).isIn(WAIT, STALE);
    }

    @Test
    @Rfc("EDGE-RECOVERY-5")
    void newDataStartsTheCountAnew() {
        acks.duplicate(1, 101);
        acks.duplicate(1, 101);
        acks.advanced(11);
        assertThat(acks.allowance()).isZero();
        assertThat(acks.duplicate(11, 101)).isEqualTo(WAIT);
        assertThat(acks.duplicate(11, 101)).isEqualTo(WAIT);
        assertThat(acks.duplicate(11, 101)).isEqualTo(LOSS);
    }
}
