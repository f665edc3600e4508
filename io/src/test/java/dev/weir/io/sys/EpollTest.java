package dev.weir.io.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class EpollTest {
    @Test
    void eventIsPackedOnX86Only() {
        assertThat(Epoll.isPacked("amd64")).isTrue();
        assertThat(Epoll.isPacked("aarch64")).isFalse();
    }

    @Test
    void dataOfEachEventIsReadBack() {
        try (var arena = Arena.ofConfined()) {
            var events = arena.allocate(3 * Epoll.BYTES);
            for (int i = 0; i < 3; i++) Epoll.write(events.asSlice(i * Epoll.BYTES), Epoll.IN, 0x1_0000_0007L + i);
            for (int i = 0; i < 3; i++) assertThat(Epoll.data(events, i)).isEqualTo(0x1_0000_0007L + i);
        }
    }
}
