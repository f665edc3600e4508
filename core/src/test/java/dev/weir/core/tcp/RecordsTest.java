package dev.weir.core.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecordsTest {
    private final Records records = new Records();

    @Test
    void theNextEndLiesBehindThePosition() {
        records.end(10);
        records.end(10);
        records.end(30);
        assertThat(records.next(1)).isEqualTo(10);
        assertThat(records.next(10)).isEqualTo(30);
        assertThat(records.next(30)).isEqualTo(Records.NONE);
        assertThat(records.isEnd(10)).isTrue();
        assertThat(records.isEnd(11)).isFalse();
    }

    @Test
    void whatIsAcknowledgedIsForgotten() {
        records.end(10);
        records.end(30);
        records.acknowledged(10);
        assertThat(records.isEnd(10)).isFalse();
        assertThat(records.next(1)).isEqualTo(30);
    }
}
