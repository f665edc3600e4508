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
    void longStreamsDoNotRepeatThemselves() {
        var bytes = new byte[40_000];
        payload.fill(bytes, 0, bytes.length, 3);
        for (int position = 0; position < bytes.length; position += 977) {
            assertThat(bytes[position]).isEqualTo(payload.at(position + 3));
        }
        assertThat(payload.matching(bytes, 0, bytes.length, 3)).isEqualTo(bytes.length);
        assertThat(payload.matching(bytes, 8192, 8192, 3)).isLessThan(4);
        assertThat(new Payload(8).matching(bytes, 0, bytes.length, 3)).isLessThan(4);
        bytes[33_000]++;
        assertThat(payload.matching(bytes, 0, bytes.length, 3)).isEqualTo(33_000);
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
