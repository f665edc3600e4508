package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Event;
import dev.weir.core.tcp.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Keep-alive on a whole stack. */
class KeepingAliveTest {
    private final OneHost host = new OneHost();
    private final Peer peer = host.peer(5000, 80);
    private final Connection connection = peer.connect(host.listen(80));

    private void keepAlive(int idleSeconds, int intervalSeconds, int probes) {
        var options = host.stack.tcp().defaultOptions();
        connection.options(options.withKeepAlive(true).withKeepAliveIdle(Duration.ofSeconds(idleSeconds))
                .withKeepAliveInterval(Duration.ofSeconds(intervalSeconds)).withKeepAliveProbes(probes), host.now);
        host.turn();
    }

    @Test
    @Rfc({"9293#3.8.4", "MUST-26", "EDGE-LIFECYCLE-7"})
    void outstandingDataSuppressesProbesWithoutTheTimerRunningHot() {
        keepAlive(10, 5, 3);
        connection.write(new byte[100], 0, 100);
        host.changed(connection);
        host.advance(Duration.ofMinutes(5)); // fails if timers fire without end
        assertThat(peer.heardSoFar()).allSatisfy(segment -> assertThat(segment.data()).isNotEmpty());
        assertThat(connection.closeReason()).isEqualTo(CloseReason.NONE);
    }

    @Test
    void expirationsAreCountedUntilThePeerIsHeard() {
        keepAlive(10, 5, 5);
        for (int probe = 1; probe <= 3; probe++) {
            host.advanceToTimer();
            assertThat(host.events(Event.TimerExpired.class).getLast().count()).isEqualTo(probe);
        }
        peer.segment(".").seq(1).ack(1).arrives();
        host.advance(Duration.ofSeconds(11));
        assertThat(host.events(Event.TimerExpired.class).getLast().count()).isEqualTo(1);
    }
}
