package dev.weir.analysis.contrast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.conversation.Judgement;
import dev.weir.analysis.tshark.Label;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContrastTest {
    private static final long FRAME = 7;

    private static Difference difference(Judgement judgement, Label... labels) {
        return Contrast.of(FRAME, labels.length == 0 ? Set.of() : EnumSet.of(labels[0], labels), judgement).orElseThrow();
    }

    private static void agree(Judgement judgement, Label... labels) {
        assertThat(Contrast.of(FRAME, labels.length == 0 ? Set.of() : EnumSet.of(labels[0], labels), judgement)).isEmpty();
    }

    @Test
    void probeOfAClosedWindowThatIsCalledKeepAlive() {
        var difference = difference(Judgement.ZERO_WINDOW_PROBE, Label.KEEP_ALIVE);
        assertThat(difference.said()).isTrue();
        assertThat(difference.why()).contains("3.8.6.1");
    }

    @Test
    void copyOfTheCaptureThatIsCalledRetransmission() {
        assertThat(difference(Judgement.CAPTURED_AGAIN, Label.RETRANSMISSION).why()).contains("sent once");
    }

    @Test
    void duplicateWithNothingOutstandingIsNone() {
        assertThat(difference(Judgement.ORDINARY, Label.DUPLICATE_ACK).why()).contains("RFC 5681");
    }

    @Test
    void fastRetransmissionAfterTheLimitOfTime() {
        var difference = difference(Judgement.SENT_AGAIN_FAST, Label.RETRANSMISSION);
        assertThat(difference.said()).isFalse();
        assertThat(difference.label()).isEqualTo(Label.FAST_RETRANSMISSION);
    }

    @Test
    void sameMeaningIsNoDifference() {
        agree(Judgement.ORDINARY);
        agree(Judgement.OVERTAKEN, Label.OUT_OF_ORDER);
        agree(Judgement.SENT_AGAIN_TIMEOUT, Label.RETRANSMISSION);
        agree(Judgement.SENT_AGAIN_FAST, Label.RETRANSMISSION, Label.FAST_RETRANSMISSION);
        agree(Judgement.SENT_AGAIN_NEEDLESSLY, Label.RETRANSMISSION, Label.SPURIOUS_RETRANSMISSION);
        agree(Judgement.KEEP_ALIVE, Label.KEEP_ALIVE);
        agree(Judgement.DUPLICATE_ACK, Label.DUPLICATE_ACK);
    }

    @ParameterizedTest
    @EnumSource(Judgement.class)
    void whatIsNotedHereAndNotThereIsADifference(Judgement judgement) {
        boolean silent = judgement == Judgement.ORDINARY || judgement == Judgement.CAPTURED_AGAIN
                || judgement == Judgement.STRAY;
        assertThat(Contrast.of(FRAME, Set.of(), judgement).isEmpty()).isEqualTo(silent);
    }
}
