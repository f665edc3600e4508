package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Counter;
import dev.weir.core.event.Event;
import dev.weir.core.event.State;
import dev.weir.core.tcp.Connection;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CLOSE, ABORT and the end of the stack in every state, and that nothing stays behind. */
class EndingTest {
    private final OneHost host = new OneHost();
    private final Peer peer = host.peer(5000, 80);
    private Connection connection;

    /** Brings a connection into this state; what the peer heard on the way is forgotten. */
    private void reach(State state) {
        switch (state) {
            case SYN_SENT -> connection = host.open(peer);
            case SYN_RECEIVED -> {
                connection = host.open(peer);
                peer.hears();
                peer.segment("S").mss(1460).arrives();
            }
            case ESTABLISHED -> connection = peer.connect(host.listen(80));
            case FIN_WAIT_1 -> {
                reach(State.ESTABLISHED);
                connection.shutdownOutput(host.now);
            }
            case FIN_WAIT_2 -> {
                reach(State.FIN_WAIT_1);
                peer.segment(".").seq(1).ack(2).arrives();
            }
            case CLOSE_WAIT -> {
                reach(State.ESTABLISHED);
                peer.segment("F.").seq(1).ack(1).arrives();
            }
            case CLOSING -> {
                reach(State.FIN_WAIT_1);
                peer.segment("F.").seq(1).ack(1).arrives();
            }
            case LAST_ACK -> {
                reach(State.CLOSE_WAIT);
                connection.shutdownOutput(host.now);
            }
            case TIME_WAIT -> {
                reach(State.FIN_WAIT_2);
                peer.segment("F.").seq(1).ack(2).arrives();
            }
            case CLOSED -> {
                reach(State.ESTABLISHED);
                peer.segment("R").seq(1).arrives();
            }
            case LISTEN -> throw new IllegalArgumentException("not of a connection");
        }
        peer.hears();
        assertThat(connection.state()).isEqualTo(state);
    }

    private void assertNothingIsLeft() {
        host.advance(host.stack.config().tcp().closing().timeWait());
        host.stack.beginClose(host.now);
        host.turn();
        host.assertEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = State.class, names = "LISTEN", mode = EnumSource.Mode.EXCLUDE)
    @Rfc({"9293#3.10.5", "EDGE-CLOSE-5", "EDGE-CLOSE-7"})
    void abortTellsThePeerWhereTheRfcSaysSo(State state) {
        reach(state);
        connection.abort(host.now);
        boolean told = switch (state) {
            case SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT -> true;
            case CLOSED, LISTEN, SYN_SENT, CLOSING, LAST_ACK, TIME_WAIT -> false;
        };
        var heard = peer.trace();
        if (told) {
            assertThat(heard).singleElement().asString().startsWith("R.");
        } else {
            assertThat(heard).isEmpty();
        }
        if (state != State.CLOSED && state != State.TIME_WAIT) {
            assertThat(connection.closeReason()).isEqualTo(CloseReason.ABORTED);
            assertThat(connection.state()).isEqualTo(State.CLOSED);
        }
        assertThat(connection.isReadable()).isTrue();
        assertThat(connection.isWritable()).isTrue();
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource(value = State.class, names = "LISTEN", mode = EnumSource.Mode.EXCLUDE)
    @Rfc({"9293#3.10.4"})
    void closeSendsItsFinOnceAndOnlyWhereOneIsOwed(State state) {
        reach(state);
        connection.close(host.now);
        connection.close(host.now);
        var heard = peer.trace();
        switch (state) {
            case ESTABLISHED, CLOSE_WAIT -> assertThat(heard).singleElement().asString().startsWith("F. 1");
            case CLOSED, LISTEN, SYN_SENT, SYN_RECEIVED, FIN_WAIT_1, FIN_WAIT_2, CLOSING, LAST_ACK, TIME_WAIT ->
                    assertThat(heard).isEmpty();
        }
        var expected = Map.of(State.ESTABLISHED, State.FIN_WAIT_1, State.CLOSE_WAIT, State.LAST_ACK,
                State.SYN_SENT, State.CLOSED).getOrDefault(state, state);
        assertThat(connection.state()).isEqualTo(expected);
    }

    @Test
    @Rfc({"9293#3.10.4"})
    void closeInSynReceivedSendsItsFinAfterTheHandshake() {
        reach(State.SYN_RECEIVED);
        connection.close(host.now);
        assertThat(peer.hears()).isEmpty();
        peer.segment(".").seq(1).ack(1).arrives();
        assertThat(peer.trace()).containsExactly("F. 1:1 ack 1");
        assertThat(connection.state()).isEqualTo(State.FIN_WAIT_1);
    }

    @ParameterizedTest
    @EnumSource(value = State.class, names = "LISTEN", mode = EnumSource.Mode.EXCLUDE)
    @Rfc({"EDGE-CLOSE-7", "EDGE-LIFECYCLE-10"})
    void shutdownOfTheStackResetsWhatThePeerKnowsOf(State state) {
        reach(state);
        host.stack.shutdown(host.now);
        var heard = peer.trace();
        switch (state) {
            case CLOSED, LISTEN, SYN_SENT, TIME_WAIT -> assertThat(heard).isEmpty();
            case SYN_RECEIVED, ESTABLISHED, FIN_WAIT_2, CLOSE_WAIT ->
                    assertThat(heard).singleElement().asString().startsWith("R.");
            case FIN_WAIT_1, CLOSING, LAST_ACK -> // the FIN may have been lost, or not
                    assertThat(heard).hasSize(2).allMatch(segment -> segment.startsWith("R."));
        }
        assertThat(host.stack.bufferBytesInUse()).isZero();
        assertThat(host.stack.tcp().connections()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = State.class, names = {"LISTEN", "CLOSED", "TIME_WAIT"}, mode = EnumSource.Mode.EXCLUDE)
    @Rfc("EDGE-CLOSE-6")
    void removedAddressEndsEveryStateInSilence(State state) {
        reach(state);
        host.stack.tcp().addressRemoved(connection.flow().local(), host.now);
        assertThat(connection.closeReason()).isEqualTo(CloseReason.ADDRESS_REMOVED);
        assertThat(peer.hears()).isEmpty();
        connection.close(host.now);
        assertNothingIsLeft();
    }

    @Test
    void shutdownOfTheInputBeforeTheHandshakeHoldsAfterIt() {
        connection = host.open(peer);
        connection.shutdownInput(host.now);
        peer.accept(connection);
        peer.segment("P.").seq(1).ack(1).data(1000).arrives();
        assertThat(peer.hearsOne().ack()).isEqualTo(1001);
        assertThat(connection.available()).isZero();
        assertThat(host.stack.bufferBytesInUse()).isZero();
    }

    @Test
    void brokenInvariantEndsOneConnectionOnly() {
        var listener = host.listen(80);
        connection = peer.connect(listener);
        var other = host.peer(5001, 80);
        var healthy = other.connect(listener);
        host.trap = event -> {
            if (event instanceof Event.UrgentPending) throw new AssertionError("broken on purpose");
        };
        peer.segment("U.").seq(1).ack(1).urgent(1).data(1).arrives();
        assertThat(connection.closeReason()).isEqualTo(CloseReason.INTERNAL_ERROR);
        assertThat(peer.trace()).containsExactly("R. 1 ack 1");
        other.segment("P.").seq(1).ack(1).data(5).arrives();
        assertThat(healthy.available()).isEqualTo(5);
        connection.close(host.now);
        healthy.abort(host.now);
        assertNothingIsLeft();
    }

    @Test
    void invariantBrokenInATimerEndsOneConnectionOnly() {
        reach(State.ESTABLISHED);
        connection.write(new byte[1], 0, 1);
        host.changed(connection);
        host.turn();
        host.trap = event -> {
            if (event instanceof Event.LossDeclared) throw new AssertionError("broken on purpose");
        };
        host.advanceMillis(300);
        assertThat(connection.closeReason()).isEqualTo(CloseReason.INTERNAL_ERROR);
        assertThat(host.stack.isClosed()).isFalse();
    }

    /** If it challenges the reset (RFC 5961 section 3.2), nobody is there to answer: so one for each that it may expect. */
    @Test
    @Rfc({"9293#3.10.5", "5961#3.2"})
    void stackThatEndsResetsThePeerAlsoWhereTheFlightWasLost() {
        reach(State.ESTABLISHED);
        connection.write(new byte[1000], 0, 1000);
        host.changed(connection);
        host.turn();
        peer.hears();
        host.stack.shutdown(host.now);
        assertThat(peer.trace()).containsExactly("R. 1 ack 1", "R. 1001 ack 1");
        assertThat(connection.closeReason()).isEqualTo(CloseReason.STACK_CLOSED);
    }

    /** More connections than answers may wait: each of their peers is told all the same. */
    @Test
    void stackThatEndsResetsMoreConnectionsThanItsLimitOfAnswers() {
        var small = new OneHost(StackConfig.linux().withLimits(limits -> limits.withReplies(4)));
        var listener = small.listen(80);
        var peers = new ArrayList<Peer>();
        for (int i = 0; i < 20; i++) {
            peers.add(small.peer(6000 + i, 80));
            peers.getLast().connect(listener);
        }
        small.stack.shutdown(small.now);
        small.turn();
        assertThat(peers).allSatisfy(other -> assertThat(other.heardSoFar()).extracting(Peer.Heard::toString)
                .containsExactly("R. 1 ack 1"));
        assertThat(small.stack.counters().count(Counter.REPLIES_LOST)).isZero();
    }

    /** The clock of what happens then is the turn's, not another one's. */
    @Test
    void stackThatFailsEndsItsConnectionsAtTheTimeOfItsTurn() {
        reach(State.ESTABLISHED);
        host.advanceMillis(1234);
        host.events.clear();
        host.stack.fail(new IllegalStateException("an error outside any connection"));
        host.turn();
        assertThat(host.events(Event.ConnectionEnded.class)).hasSize(1)
                .allSatisfy(ended -> assertThat(ended.at()).isEqualTo(host.now));
        assertThat(host.events(Event.SegmentSent.class)).extracting(Event.SegmentSent::at).containsOnly(host.now);
    }
}
