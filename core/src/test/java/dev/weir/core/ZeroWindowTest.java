package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.event.Event;
import dev.weir.core.event.TimerKind;
import dev.weir.core.tcp.Connection;
import org.junit.jupiter.api.Test;

/** The peer's window is shut. */
class ZeroWindowTest {
    private final OneHost host = new OneHost();
    private final Peer peer = host.peer(5000, 80);
    private final Connection connection = peer.connect(host.listen(80));

    private void shutThePeersWindow() {
        peer.segment(".").seq(1).ack(1).window(0).arrives();
    }

    private void write(int length) {
        assertThat(connection.write(Peer.bytes(1, length), 0, length)).isEqualTo(length);
        host.changed(connection);
    }

    /** RFC 5681 section 2 asks for data in flight; a byte that the peer refuses is none. */
    @Test
    @Rfc({"5681#2", "EDGE-ZEROWINDOW-1"})
    void answersToWindowProbesAreNoDuplicateAcks() {
        long cwnd = connection.info(host.now).cwndBytes();
        shutThePeersWindow();
        write(1000);
        for (int probe = 0; probe < 8; probe++) {
            host.advanceToTimer();
            assertThat(peer.hearsOne().data()).hasSize(1);
            peer.segment(".").seq(1).ack(1).window(0).arrives();
        }
        peer.segment(".").seq(1).ack(1).window(65535).arrives();
        assertThat(peer.hears().getLast().end()).isEqualTo(1001);
        peer.segment(".").seq(1).ack(1001).window(65535).arrives();
        host.turn();
        var info = connection.info(host.now);
        assertThat(info.fastRetransmits()).isZero();
        assertThat(info.cwndBytes()).isGreaterThanOrEqualTo(cwnd);
    }

    /** Linux, for one, takes no reset from beyond the window, and would go on for ever. */
    @Test
    @Rfc({"9293#3.10.5", "5961#3.2"})
    void resetBehindAProbeIsWhereThePeerBelievesIt() {
        shutThePeersWindow();
        write(1000);
        host.advanceToTimer();
        assertThat(peer.hearsOne().end()).isEqualTo(2);
        host.stack.shutdown(host.now);
        assertThat(peer.trace()).containsExactly("R. 1 ack 1");
    }

    @Test
    void expirationsOfThePersistTimerAreCountedUntilTheWindowOpens() {
        shutThePeersWindow();
        write(1000);
        for (int probe = 1; probe <= 4; probe++) {
            host.advanceToTimer();
            assertThat(host.events(Event.TimerExpired.class).getLast())
                    .matches(expired -> expired.timer() == TimerKind.PERSIST).extracting(Event.TimerExpired::count).isEqualTo(probe);
            peer.segment(".").seq(1).ack(1).window(0).arrives();
        }
        peer.segment(".").seq(1).ack(1).window(500).arrives();
        host.turn();
        peer.segment(".").seq(1).ack(501).window(0).arrives();
        host.advanceToTimer();
        assertThat(host.events(Event.TimerExpired.class).getLast().count()).isEqualTo(1);
    }
}
