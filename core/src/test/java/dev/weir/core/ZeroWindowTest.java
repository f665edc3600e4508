package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.State;
import dev.weir.core.event.TimerKind;
import dev.weir.core.tcp.Connection;
import org.junit.jupiter.api.Test;

/** A window that is shut, on either side. */
class ZeroWindowTest {
    private static final int BUFFER = 4096;

    private final OneHost host = new OneHost(StackConfig.linux()
            .withTcp(tcp -> tcp.withBuffers(tcp.buffers().withReceiveBytes(BUFFER))));
    private final Peer peer = host.peer(5000, 80);
    private final Connection connection = peer.connect(host.listen(80));

    private void shutThePeersWindow() {
        peer.segment(".").seq(1).ack(1).window(0).arrives();
    }

    private void fillOurWindow() {
        for (int at = 1; at <= BUFFER; at += 1024) peer.segment(".").seq(at).ack(1).data(1024).arrives();
        assertThat(peer.hears().getLast().window()).isZero();
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

    @Test
    @Rfc({"9293#3.8.6.1", "MUST-36", "MUST-37", "SHLD-29", "SHLD-30"})
    void probesGoOnForEverWhileTheyAreAnsweredAndNobodyIsAlarmed() {
        shutThePeersWindow();
        write(1000);
        long before = host.advanceToTimer();
        for (int probe = 0; probe < 40; probe++) {
            assertThat(peer.hearsOne().data()).containsExactly(Peer.byteAt(1));
            peer.segment(".").seq(1).ack(1).window(0).arrives();
            long gap = host.advanceToTimer();
            assertThat(gap).isEqualTo(Math.min(2 * before, 120_000_000_000L));
            before = gap;
        }
        assertThat(connection.closeReason()).isEqualTo(CloseReason.NONE);
        assertThat(host.events(Event.NegativeAdvice.class)).isEmpty();
    }

    @Test
    @Rfc({"9293#3.8.3", "MUST-37", "MUST-20", "EDGE-ZEROWINDOW-2"})
    void probesThatNobodyAnswersEndTheConnectionAfterR2() {
        shutThePeersWindow();
        write(1000);
        host.advance(StackConfig.linux().tcp().rto().r2().minusSeconds(1));
        assertThat(connection.closeReason()).isEqualTo(CloseReason.NONE);
        assertThat(host.events(Event.NegativeAdvice.class)).hasSize(1);
        host.advanceMillis(2_000);
        assertThat(connection.closeReason()).isEqualTo(CloseReason.RETRANSMISSION_TIMED_OUT);
    }

    @Test
    @Rfc({"9293#3.10.7.4", "EDGE-WINDOW-3"})
    void finAtAClosedWindowIsTakenAndOffersNothingNew() {
        fillOurWindow();
        peer.segment("F.").seq(1 + BUFFER).ack(1).arrives();
        var answer = peer.hearsOne();
        assertThat(answer.ack()).isEqualTo(2 + BUFFER);
        assertThat(answer.window()).isZero();
        assertThat(connection.state()).isEqualTo(State.CLOSE_WAIT);
        peer.segment(".").seq(2 + BUFFER).ack(2).arrives(); // makes us answer
        assertThat(peer.hearsOne().window()).isZero();
    }

    @Test
    @Rfc({"9293#3.4", "MUST-66", "SHLD-2"})
    void resetAtAClosedWindowIsBelievedAlsoWithData() {
        fillOurWindow();
        assertThat(peer.segment("R.").seq(1 + BUFFER).ack(1).data(10).arrives()).isEqualTo(DropReason.CONNECTION_ENDED);
        assertThat(connection.closeReason()).isEqualTo(CloseReason.RESET_BY_PEER);
        assertThat(connection.available()).isEqualTo(BUFFER);
    }

    @Test
    @Rfc({"9293#3.4", "MUST-66"})
    void urgentPointerAndAckOfADataSegmentCountWhileTheWindowIsClosed() {
        write(100);
        host.turn();
        fillOurWindow();
        assertThat(peer.segment("U.").seq(1 + BUFFER).ack(101).data(10).urgent(5).arrives())
                .isEqualTo(DropReason.OUTSIDE_WINDOW);
        assertThat(connection.urgentBytesLeft()).isEqualTo(BUFFER + 4); // the fifth is taken out of the stream
        assertThat(connection.info(host.now).bytesInFlight()).isZero();
        assertThat(connection.available()).isEqualTo(BUFFER);
    }

    @Test
    @Rfc({"9293#3.8.6", "MUST-34", "SHLD-15", "SHLD-16", "MUST-35", "EDGE-WINDOW-1"})
    void shrunkWindowHoldsNewDataAndIsRetransmittedIntoOnlyUpToItsEdge() {
        write(14_600);
        assertThat(peer.hears().getLast().end()).isEqualTo(14_601);
        peer.segment(".").seq(1).ack(1461).window(2000).arrives();
        write(1_000);
        assertThat(peer.hears()).isEmpty();
        for (int timer = 0; timer < 6; timer++) {
            host.advanceToTimer();
            for (var segment : peer.heardSoFar()) {
                assertThat(segment.seq()).isGreaterThanOrEqualTo(1461);
                assertThat(segment.end()).isLessThanOrEqualTo(3461);
            }
        }
        peer.segment(".").seq(1).ack(3461).window(0).arrives();
        host.advanceToTimer();
        assertThat(peer.hearsOne().toString()).isEqualTo(". 3461:3462 ack 1");
        peer.segment(".").seq(1).ack(3461).window(65535).arrives();
        int delivered = 3461;
        for (int round = 0; round < 20 && delivered < 15_601; round++) {
            for (var segment : peer.hears()) delivered = Math.max(delivered, segment.end());
            peer.segment(".").seq(1).ack(delivered).window(65535).arrives();
        }
        assertThat(delivered).isEqualTo(15_601);
    }

    @Test
    @Rfc({"9293#3.8.6.1", "EDGE-ZEROWINDOW-2"})
    void finWaitingForTheWindowIsProbedWith() {
        shutThePeersWindow();
        connection.close(host.now);
        assertThat(peer.hears()).isEmpty();
        host.advanceToTimer();
        assertThat(peer.hearsOne().toString()).isEqualTo("F. 1:1 ack 1");
        peer.segment(".").seq(1).ack(2).window(0).arrives();
        host.turn();
        assertThat(connection.state()).isEqualTo(State.FIN_WAIT_2);
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
