package dev.weir.analysis.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentSegmentsTest {
    @Test
    void ringKeepsItsOrderWhileItGrows() {
        var sent = new SentSegments(64);
        int added = 0;
        int removed = 0;
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 3; i++) {
                sent.add(added * 10L, added * 10L + 10, added, added, 1, false);
                added++;
            }
            sent.removeFirst(1);
            removed++;
            assertThat(sent.size()).isEqualTo(added - removed);
            for (int i = 0; i < sent.size(); i++) {
                assertThat(sent.startAt(i)).isEqualTo((removed + i) * 10L);
                assertThat(sent.firstFrameAt(i)).isEqualTo(removed + i);
            }
            assertThat(sent.indexOf(added * 10L - 1)).isEqualTo(sent.size() - 1);
            assertThat(sent.indexOf(added * 10L)).isEqualTo(sent.size());
        }
    }

    @Test
    void beyondItsLimitSegmentsJoinTheLast() {
        var sent = new SentSegments(8);
        for (int i = 0; i < 20; i++) sent.add(i * 10L, i * 10L + 10, i, i, 1, false);
        assertThat(sent.size()).isEqualTo(8);
        assertThat(sent.endAt(7)).isEqualTo(200);
        assertThat(sent.isSplitAt(7)).isTrue();
    }

    @Test
    void partSentAgainSplitsASegment() {
        var sent = new SentSegments(8);
        sent.add(1, 1001, 0, 1, 1, false);
        sent.add(1001, 2001, 0, 2, 1, false);
        sent.sentAgain(1, 501, 5, 3, false);
        assertThat(sent.copiesAt(0)).isEqualTo(2);
        assertThat(sent.isSplitAt(0)).isTrue();
        assertThat(sent.copiesAt(1)).isOne();
        assertThat(sent.firstNanosAt(0)).isZero();
        assertThat(sent.nanosAt(0)).isEqualTo(5);
    }
}
