package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Observer;
import dev.weir.core.link.Frame;
import dev.weir.core.link.Link;
import dev.weir.core.link.LinkCapabilities;
import dev.weir.core.link.OutgoingPacket;
import dev.weir.lab.actor.Sink;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
    private final VirtualTime time = new VirtualTime();
    private final List<String> happened = new ArrayList<>();

    @Test
    void actionsRunAtTheirTimesAndInTheirOrder() {
        time.at(Duration.ofSeconds(2), () -> happened.add("second at " + time.elapsed()));
        time.at(Duration.ofSeconds(1), () -> happened.add("first"));
        time.at(Duration.ofSeconds(2), () -> happened.add("third"));
        time.at(Duration.ofSeconds(1), () -> time.at(Duration.ZERO, () -> happened.add("at once")));
        time.run();
        assertThat(happened).containsExactly("first", "at once", "second at PT2S", "third");
        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(2));
        assertThat(time.now()).isEqualTo(VirtualTime.EPOCH_NANOS + 2_000_000_000L);
    }

    @Test
    void waitingEndsWithTheConditionOrTheDeadline() {
        time.at(Duration.ofSeconds(1), () -> happened.add("done"));
        assertThat(time.runUntil(() -> !happened.isEmpty(), time.now() + 500_000_000)).isFalse();
        assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(500));
        time.runUntil(() -> !happened.isEmpty());
        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aWaitThatNeverEndsIsNoticed() {
        assertThatThrownBy(() -> time.runUntil(() -> false)).isInstanceOf(AssertionError.class)
                .hasMessageContaining("nothing is left that could happen");
    }

    @Test
    void anActionMayNotWait() {
        time.at(Duration.ZERO, () -> time.runUntil(() -> true));
        assertThatThrownBy(time::run).isInstanceOf(IllegalStateException.class).hasMessageContaining("may not wait");
    }

    @Test
    void anotherThreadIsRefused() {
        assertThatThrownBy(() -> CompletableFuture.runAsync(time::run).join()).isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(IllegalStateException.class).hasMessageContaining("belongs to thread");
    }

    @Test
    void somethingThatSendsForEverIsNoticed() {
        time.host("busy", StackConfig.linux().withAddresses("10.0.0.1/24"), new FullLink(), 1, Observer.NONE);
        assertThatThrownBy(time::settle).isInstanceOf(AssertionError.class)
                .hasMessageContaining("no end at this instant").hasMessageContaining("busy");
    }

    @Test
    @Rfc({"9293#3.8.4", "MUST-25", "EDGE-LIFECYCLE-7"})
    void anIdleNetworkIsQuiet() {
        var net = TwoHosts.builder().build();
        net.server().listen(9, () -> new Sink(new Payload(1)));
        net.client().connect(net.serverAddress(), 9, new Actor() {});
        net.run();
        assertThat(net.time().elapsed()).isZero();
        assertThat(net.client().stack().tcp().connections()).hasSize(1);
    }

    /** Always has one more packet, and it is nonsense. */
    private static final class FullLink implements Link {
        private final MemorySegment nonsense = MemorySegment.ofArray(new byte[20]);

        @Override
        public LinkCapabilities capabilities() {
            return LinkCapabilities.plain(1500);
        }

        @Override
        public boolean send(OutgoingPacket packet, long now) {
            return true;
        }

        @Override
        public boolean receive(Frame frame, long now) {
            frame.set(nonsense, 0, 20);
            return true;
        }

        @Override
        public void close() {}
    }
}
