package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Counter;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.State;
import dev.weir.core.tcp.Admission;
import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.Listener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Passive opens: what they may hold, whom they let in, and what becomes of TIME-WAIT. */
class ListenerTest {
    private OneHost host = new OneHost();

    /** A connection to port 80 that this side has closed first. */
    private Peer inTimeWait(Listener listener, Peer peer, Peer.Sent syn) {
        Connection connection = peer.connect(listener, syn);
        connection.close(host.now);
        peer.hears();
        peer.segment("F.").seq(1).ack(2).arrives();
        assertThat(peer.trace()).containsExactly(". 2 ack 2");
        assertThat(host.stack.tcp().timeWaitCount()).isOne();
        return peer;
    }

    private Peer inTimeWait(Listener listener) {
        var peer = host.peer(5000, 80);
        return inTimeWait(listener, peer, peer.segment("S").mss(1460));
    }

    @Test
    void limitOfConnectionsHoldsForHandshakesThatEndTogether() {
        host = new OneHost(StackConfig.linux().withLimits(limits -> limits.withConnections(3)));
        var listener = host.listen(80);
        var peers = new ArrayList<Peer>();
        for (int i = 0; i < 8; i++) peers.add(host.peer(5000 + i, 80));
        for (var peer : peers) peer.segment("S").mss(1460).arrives();
        host.turn();
        for (var peer : peers) peer.segment(".").seq(1).ack(1).arrives();
        assertThat(host.stack.tcp().connections()).hasSize(3);
        assertThat(host.stack.tcp().halfOpenCount()).isEqualTo(5);
        assertThat(listener.open()).isEqualTo(8);
        host.advanceMillis(120_000);
        assertThat(host.stack.tcp().halfOpenCount()).isZero();
        assertThat(listener.open()).isEqualTo(3);
        listener.close(host.now);
        host.turn();
        host.assertEmpty();
        assertThat(listener.open()).isZero();
    }

    @Test
    @Rfc({"9293#3.6.1", "MAY-2"})
    void newSynReopensTimeWaitWithALargerInitialNumber() {
        var listener = host.listen(80);
        var peer = inTimeWait(listener);
        int oldIrs = peer.irs();
        peer.again(Peer.ISS + 1000).segment("S").mss(1460).arrives();
        assertThat(peer.hearsOne().toString()).isEqualTo("S. 0:1 ack 1");
        assertThat(peer.irs() - oldIrs).isGreaterThan(2);
        assertThat(host.stack.tcp().timeWaitCount()).isZero();
        assertThat(host.stack.counters().count(Counter.TIME_WAIT_REUSED)).isOne();
    }

    @Test
    @Rfc({"9293#3.6.1", "MAY-2"})
    void oldDuplicateSynLeadsBackToTimeWaitAndItsTimer() {
        var listener = host.listen(80);
        var peer = inTimeWait(listener);
        host.advanceMillis(20_000);
        peer.again(Peer.ISS + 1000).segment("S").mss(1460).arrives();
        peer.hearsOne();
        assertThat(peer.segment("R").seq(1).arrives()).isEqualTo(DropReason.CONNECTION_ENDED);
        assertThat(host.stack.tcp().timeWaitCount()).isOne();
        assertThat(listener.open()).isZero();
        host.advanceMillis(39_999);
        assertThat(host.stack.tcp().timeWaitCount()).isOne();
        host.advanceMillis(1);
        assertThat(host.stack.tcp().timeWaitCount()).isZero();
    }

    @Test
    void filterDecidesAboutASynThatMeetsTimeWaitToo() {
        var verdicts = new ArrayList<Admission.Verdict>();
        verdicts.add(Admission.Verdict.ALLOW);
        var listener = host.listen(80, 10, (flow, open, openOfPeer) -> verdicts.getLast());
        var peer = inTimeWait(listener);
        verdicts.add(new Admission.Verdict(Admission.Action.DROP, "test"));
        peer.again(Peer.ISS + 1000);
        assertThat(peer.segment("S").mss(1460).arrives()).isEqualTo(DropReason.FILTERED);
        assertThat(host.stack.tcp().timeWaitCount()).isOne();
        assertThat(host.stack.tcp().halfOpenCount()).isZero();
    }

    @Test
    @Rfc({"4987#3.6"})
    void acknowledgmentThatFitsNoCookieIsToldFromOneToAQuietListener() {
        var listener = host.listen(80, 1, Admission.ALL);
        var stranger = host.peer(6000, 80);
        assertThat(stranger.segment(".").seq(1).ack(77).arrives()).isEqualTo(DropReason.ACK_TO_LISTENER);
        assertThat(stranger.hearsOne().toString()).isEqualTo("R 77");
        var peers = new ArrayList<Peer>();
        for (int i = 0; i < 4; i++) peers.add(host.peer(5000 + i, 80));
        for (var peer : peers) peer.segment("S").mss(1460).arrives();
        host.turn();
        assertThat(host.stack.tcp().halfOpenCount()).isEqualTo(2);
        assertThat(host.stack.counters().count(Counter.SYN_COOKIES_SENT)).isEqualTo(2);
        assertThat(peers.get(3).segment(".").seq(1).ack(2).arrives()).isEqualTo(DropReason.BAD_COOKIE);
        assertThat(peers.get(3).segment(".").seq(1).ack(1).data(5).arrives()).isEqualTo(DropReason.NONE);
        assertThat(listener.accept(host.now).available()).isEqualTo(5);
        assertThat(peers.get(2).segment("S.").seq(1).ack(1).arrives()).isEqualTo(DropReason.ACK_TO_LISTENER);
        host.advanceMillis(200_000);
        assertThat(peers.get(2).segment(".").seq(1).ack(1).arrives()).isEqualTo(DropReason.ACK_TO_LISTENER);
    }

    @Test
    @Rfc({"9293#3.10.7.2", "EDGE-HANDSHAKE-10"})
    void halfOpenSlotsComeBackByResetTimeOutAndClose() {
        var listener = host.listen(80);
        var reset = host.peer(5000, 80);
        var silent = host.peer(5001, 80);
        var closed = host.peer(5002, 80);
        for (var peer : List.of(reset, silent)) peer.segment("S").mss(1460).arrives();
        assertThat(listener.open()).isEqualTo(2);
        host.turn();
        reset.segment("R").seq(1).arrives();
        assertThat(listener.open()).isOne();
        host.advanceMillis(120_000);
        assertThat(listener.open()).isZero();
        closed.segment("S").mss(1460).arrives();
        assertThat(listener.open()).isOne();
        listener.close(host.now);
        assertThat(listener.open()).isZero();
        host.turn();
        host.assertEmpty();
    }

    @Test
    void listenersCloseInTheOrderInWhichTheyWereOpened() {
        var ports = new ArrayList<Integer>();
        for (int port = 1; port <= 40; port++) {
            int number = port * 7919 % 60_000;
            ports.add(number);
            host.listen(number);
            host.peer(5000, number).segment("S").mss(1460).arrives();
        }
        host.events.clear();
        host.stack.beginClose(host.now);
        assertThat(host.events(Event.StateChanged.class).stream()
                .filter(event -> event.to() == State.LISTEN).map(event -> event.flow().localPort()))
                .containsExactlyElementsOf(ports);
    }

    @Test
    @Rfc("EDGE-CLOSE-5")
    void closingAListenerResetsWhatWasNotAccepted() {
        var listener = host.listen(80);
        var peer = host.peer(5000, 80);
        peer.segment("S").mss(1460).arrives();
        peer.hears();
        peer.segment(".").seq(1).ack(1).data(100).arrives();
        host.turn();
        peer.heardSoFar();
        listener.close(host.now);
        assertThat(peer.trace()).containsExactly("R. 1 ack 101");
        host.assertEmpty();
    }
}
