package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PayloadTest {
    private final Payload payload = new Payload(7);

    @Test
    void fillingFromAnyPositionGivesTheBytesOfThosePositions() {
        for (int position = 0; position < 20; position++) {
            for (int length = 0; length < 20; length++) {
                var bytes = new byte[22];
                payload.fill(bytes, 1, length, position);
                for (int i = 0; i < length; i++) assertThat(bytes[1 + i]).isEqualTo(payload.at(position + i));
                assertThat(bytes[1 + length]).isZero();
            }
        }
    }

    @Test
    void aCheckFindsTheFirstWrongByte() {
        var bytes = new byte[100];
        payload.fill(bytes, 0, 100, 0);
        var check = new Payload.Check(payload);
        check.accept(bytes, 0, 50);
        bytes[60]++;
        assertThatThrownBy(() -> check.accept(bytes, 50, 50))
                .isInstanceOf(AssertionError.class).hasMessageContaining("byte 60 ");
    }

    @Test
    void aCheckFindsBytesThatMoved() {
        var bytes = new byte[100];
        payload.fill(bytes, 0, 100, 1);
        assertThat(payload.matching(bytes, 0, 100, 0)).isLessThan(4);
    }
}
