package dev.weir.lab.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.lab.packet.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DropTailTest {
    private final Packets packets = new Packets();

    /** @param ecn of the packets */
    private void enqueue(DropTail limits, int count, int ecn) {
        var queue = limits.open(packets.place, 1);
        for (int i = 0; i < count; i++) queue.enqueue(packets.packet(1, 1000, ecn, 0), 0);
    }

    @ParameterizedTest
    @CsvSource({"10, 1000000", "1000, 10000"})
    void aQueueMarksFromItsHalfOnAndDropsOnlyWhenItIsFull(int most, long bytes) {
        enqueue(new DropTail(most, bytes, true), 12, 2);
        assertThat(packets.place.count(Cause.MARKED)).isEqualTo(5);
        assertThat(packets.place.count(Cause.QUEUE_FULL)).isEqualTo(2);
    }

    @Test
    void whatIsNotCapableOfItOrIsNotToBeMarkedIsNot() {
        enqueue(new DropTail(10, 1_000_000, true), 10, 0);
        enqueue(DropTail.ofPackets(10), 10, 2);
        assertThat(packets.place.count(Cause.MARKED)).isZero();
    }
}
