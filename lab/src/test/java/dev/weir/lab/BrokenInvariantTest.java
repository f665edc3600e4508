package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Observer;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.Sink;
import org.junit.jupiter.api.Test;

class BrokenInvariantTest {
    private static final Payload PAYLOAD = new Payload(1);

    @Test
    void brokenInvariantFailsTheRunAndTellsWhatCameBeforeIt() {
        var trap = new Observer() {
            @Override
            public boolean wants(EventKind kind) {
                return kind == EventKind.WINDOW_CHANGED;
            }

            @Override
            public void on(Event event) {
                throw new AssertionError("broken on purpose");
            }
        };
        var net = TwoHosts.builder().clientObserver(trap).build();
        net.server().listen(80, () -> new Sink(PAYLOAD));
        net.client().connect(net.serverAddress(), 80, new Bulk(PAYLOAD, 100_000));
        assertThatThrownBy(net::run).isInstanceOf(AssertionError.class)
                .hasMessageContaining("broken invariant on client: the last ")
                .hasMessageContaining("> S 0:0 win 65535: connection request")
                .hasMessageContaining(" to CLOSED: java.lang.AssertionError: broken on purpose");
    }
}
