package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Counter;
import dev.weir.core.event.Observer;
import dev.weir.core.event.State;
import dev.weir.core.link.MemoryLink;
import dev.weir.core.tcp.Connection;
import dev.weir.wire.IpAddress;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection whose two ends are one: a simultaneous open with oneself. */
class SelfConnectTest {
    private final VirtualTime time = new VirtualTime();
    private final Host host = time.host("host", StackConfig.linux().withAddresses("10.0.0.1/24", "fd00::1/64"),
            MemoryLink.pair(1500).a(), 1, Observer.NONE);
    private final Payload payload = new Payload(1);

    private Connection open(String address) {
        return host.submit((stack, now) -> {
            var tcp = stack.tcp();
            var self = IpAddress.parse(address);
            return tcp.open(tcp.bind(self, 4000, false, now), self, 4000, tcp.defaultOptions(), now);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "127.0.0.1", "fd00::1", "::1"})
    @Rfc({"9293#3.5", "MUST-10", "EDGE-HANDSHAKE-8"})
    void whatIsWrittenIsReadAgainAndTheEndIsAnEnd(String address) {
        Connection self = open(address);
        time.settle();
        assertThat(self.state()).isEqualTo(State.ESTABLISHED);
        var bytes = new byte[50_000];
        payload.fill(bytes, 0, bytes.length, 0);
        assertThat(self.write(bytes, 0, bytes.length)).isEqualTo(bytes.length);
        host.ring(self);
        time.runUntil(() -> self.available() == bytes.length, time.now() + Duration.ofSeconds(10).toNanos());
        var back = new byte[bytes.length];
        assertThat(self.read(back, 0, back.length)).isEqualTo(bytes.length);
        assertThat(back).isEqualTo(bytes);
        host.submit((_, now) -> {
            self.close(now);
            return null;
        });
        time.run();
        assertThat(self.closeReason()).isEqualTo(CloseReason.CLOSED);
        assertThat(host.stack().tcp().timeWaitCount()).isZero();
        assertThat(host.stack().counters().count(Counter.SEGMENTS_SENT)).as("nobody answers himself for ever").isLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "::1"})
    @Rfc({"9293#3.10.5", "EDGE-HANDSHAKE-8", "EDGE-CLOSE-7"})
    void abortMeetsOneself(String address) {
        Connection self = open(address);
        time.settle();
        host.submit((_, now) -> {
            self.abort(now);
            return null;
        });
        time.run();
        assertThat(self.closeReason()).isEqualTo(CloseReason.ABORTED);
        assertThat(host.stack().counters().count(Counter.SEGMENTS_SENT)).isLessThan(20);
    }
}
