package dev.weir.analysis.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.conversation.Conversation.End;
import dev.weir.analysis.conversation.Handshake.Outcome;
import dev.weir.analysis.conversation.Retransmission.Kind;
import dev.weir.analysis.conversation.Retransmission.LossSide;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final long MILLISECOND = 1_000_000;

    @Test
    void handshakeSplitsTheRoundTripAtThePointOfCapture() {
        var handshake = new Dialog().handshake().conversation().handshake();
        assertThat(handshake.outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(handshake.serverSideRttNanos()).isEqualTo(10 * MILLISECOND);
        assertThat(handshake.clientSideRttNanos()).isEqualTo(2 * MILLISECOND);
        assertThat(handshake.hasWindowScale()).isTrue();
        assertThat(handshake.hasTimestamps()).isFalse();
        assertThat(handshake.clientOptionBytes()).hasSize(12);
    }

    @Test
    void requestAndResponseAreATurnAndTheTimeBetweenIsTheServers() {
        var one = new Dialog().handshake()
                .at(15).client("P.", 1, 1, 100)
                .at(25).server(".", 1, 101, 0)
                .at(125).server("P.", 1, 101, 1000)
                .at(127).client(".", 101, 1001, 0)
                .conversation();
        assertThat(one.turns()).hasSize(1);
        assertThat(one.turns().getFirst().waitNanos()).isEqualTo(110 * MILLISECOND);
        assertThat(one.budget().nanos(Period.CONNECT)).isEqualTo(12 * MILLISECOND);
        assertThat(one.budget().nanos(Period.CLIENT_THINK)).isEqualTo(3 * MILLISECOND);
        assertThat(one.budget().nanos(Period.REQUEST)).isEqualTo(10 * MILLISECOND);
        assertThat(one.budget().nanos(Period.SERVER_THINK)).isEqualTo(100 * MILLISECOND);
        assertThat(one.budget().nanos(Period.RESPONSE)).isEqualTo(2 * MILLISECOND);
        assertThat(one.fromClient().roundTrips().histogram().least()).isEqualTo(10 * MILLISECOND);
    }

    @Test
    void dataSentAgainAfterSilenceIsATimeoutBehindThePointOfCapture() {
        var one = new Dialog().handshake()
                .at(15).client("P.", 1, 1, 100)
                .at(1015).client("P.", 1, 1, 100)
                .at(1025).server(".", 1, 101, 0)
                .conversation();
        var losses = one.fromClient().losses();
        assertThat(losses.segments(Kind.TIMEOUT)).isOne();
        assertThat(losses.segments(LossSide.AFTER_CAPTURE)).isOne();
        assertThat(losses.timeouts()).isOne();
        assertThat(losses.examples()).singleElement().satisfies(again -> {
            assertThat(again.firstFrame()).isEqualTo(4);
            assertThat(again.frame()).isEqualTo(5);
            assertThat(again.position()).isOne();
            assertThat(again.costNanos()).isEqualTo(1000 * MILLISECOND);
        });
        assertThat(one.budget().nanos(Period.RETRANSMISSION_TIMEOUT)).isEqualTo(1000 * MILLISECOND);
        assertThat(one.fromClient().uniqueBytes()).isEqualTo(100);
        assertThat(one.fromClient().roundTrips().histogram().count()).as("Karn").isZero();
    }

    @Test
    void threeDuplicatesMakeAFastRetransmissionAndAHoleWasLostBeforeThePointOfCapture() {
        var dialog = new Dialog().handshake().at(20).server(".", 1, 1, 1000).server(".", 2001, 1, 1000);
        for (int i = 0; i < 3; i++) {
            dialog.at(22 + i).server(".", 3001 + 1000 * i, 1, 1000);
            dialog.at(22.5 + i).client(".", 1, 1001, Dialog.sack(false, 2001, 3001 + 1000 * i), 0);
        }
        var one = dialog.at(40).server(".", 1001, 1, 1000).at(41).client(".", 1, 6001, 0).conversation();
        var losses = one.fromServer().losses();
        assertThat(losses.segments(Kind.FAST)).isOne();
        assertThat(losses.segments(LossSide.BEFORE_CAPTURE)).isOne();
        assertThat(losses.recoveries()).isOne();
        assertThat(one.fromServer().ordering().late()).isZero();
        assertThat(one.fromServer().uniqueBytes()).isEqualTo(6000);
        assertThat(one.fromServer().unseenBytes()).isZero();
    }

    @Test
    void segmentThatOthersOvertookIsLateNotLost() {
        var one = new Dialog().handshake()
                .at(20).server(".", 1, 1, 1000).server(".", 2001, 1, 1000)
                .at(20.5).server(".", 3001, 1, 1000)
                .at(21).overtakenBy(2).server(".", 1001, 1, 1000)
                .at(22).client(".", 1, 4001, 0)
                .conversation();
        assertThat(one.fromServer().losses().segments()).isZero();
        assertThat(one.fromServer().ordering().late()).isOne();
        assertThat(one.fromServer().ordering().depthBytes()).isEqualTo(3000);
        assertThat(one.fromServer().ordering().depthSegments()).isEqualTo(2);
    }

    @Test
    void copyOfAPacketIsADuplicateOfTheCaptureAndChangesNothing() {
        var one = new Dialog().handshake()
                .at(15).client("P.", 1, 1, 100).at(15.1).again(true, "P.", 1, 1, 100)
                .at(25).server(".", 1, 101, 0)
                .conversation();
        assertThat(one.fromClient().losses().segments()).isZero();
        assertThat(one.fromClient().ordering().duplicates()).isOne();
        assertThat(one.fromClient().bytes()).isEqualTo(100);
    }

    @Test
    void closedWindowIsTimedAndItsProbesAreNoRetransmissions() {
        var one = new Dialog().handshake()
                .at(20).server("P.", 1, 1, 1000)
                .at(21).clientWindow(".", 1, 1001, 0)
                .at(221).server(".", 1000, 1, 0)
                .at(222).clientWindow(".", 1, 1001, 0)
                .at(521).clientWindow(".", 1, 1001, 512)
                .at(522).server("P.", 1001, 1, 1000)
                .at(523).client(".", 1, 2001, 0)
                .conversation();
        var window = one.fromClient().window();
        assertThat(window.zeroWindows()).isOne();
        assertThat(window.zeroNanos()).isEqualTo(500 * MILLISECOND);
        assertThat(window.greatestBytes()).isEqualTo(512 << 7);
        assertThat(window.examples()).singleElement().satisfies(zero -> {
            assertThat(zero.end()).isEqualTo(ZeroWindow.End.UPDATE);
            assertThat(zero.probes()).isOne();
        });
        assertThat(one.fromServer().losses().zeroWindowProbes()).isOne();
        assertThat(one.fromServer().losses().segments()).isZero();
        assertThat(one.budget().nanos(Period.ZERO_WINDOW)).isEqualTo(500 * MILLISECOND);
    }

    @Test
    void smallWriteThatWaitsForADelayedAcknowledgmentIsSaidSo() {
        var one = new Dialog().handshake()
                .at(15).client("P.", 1, 1, 50)
                .at(65).server(".", 1, 51, 0)
                .at(65.2).client("P.", 51, 1, 50)
                .at(75).server("P.", 1, 101, 10)
                .conversation();
        assertThat(one.budget().nanos(Period.DELAYED_ACK)).isBetween(35 * MILLISECOND, 50 * MILLISECOND);
    }

    @Test
    void keepAliveIsNoRetransmission() {
        var one = new Dialog().handshake()
                .at(15).client("P.", 1, 1, 100).at(25).server(".", 1, 101, 0)
                .at(60_025).client(".", 100, 1, 1).at(60_035).server(".", 1, 101, 0)
                .conversation();
        assertThat(one.fromClient().losses().keepAlives()).isOne();
        assertThat(one.fromClient().losses().segments()).isZero();
        assertThat(one.end()).isEqualTo(End.OPEN);
        assertThat(one.pauses().getFirst().durationNanos()).isEqualTo(60_000 * MILLISECOND);
        assertThat(one.pauses().getFirst().fromFrame()).isEqualTo(5);
        assertThat(one.pauses().getFirst().toFrame()).isEqualTo(6);
    }

    @Test
    void bothFinsAcknowledgedIsClosed() {
        var one = new Dialog().handshake()
                .at(20).client("F.", 1, 1, 0).at(30).server("F.", 1, 2, 0).at(32).client(".", 2, 2, 0)
                .conversation();
        assertThat(one.end()).isEqualTo(End.CLOSED);
        assertThat(one.firstToClose()).isSameAs(one.fromClient());
        assertThat(one.budget().nanos(Period.CLOSING)).isEqualTo(12 * MILLISECOND);
    }

    @Test
    void resetFarOutsideTheStreamEndsNothing() {
        var one = new Dialog().handshake()
                .at(15).server("R", 500_000_000, 0, 0)
                .at(20).client("P.", 1, 1, 100).at(30).server(".", 1, 101, 0)
                .conversation();
        assertThat(one.end()).isEqualTo(End.OPEN);
        assertThat(one.resets()).singleElement().satisfies(reset -> assertThat(reset.isNear()).isFalse());
        assertThat(one.fromServer().unseenBytes()).isZero();
        assertThat(one.fromClient().acknowledgedBytes()).isEqualTo(100);
    }

    @Test
    void refusedAndUnansweredDiffer() {
        var refused = new Dialog().at(0).client("S", 0, 0, 0).at(1).server("R.", 0, 1, 0).conversation();
        assertThat(refused.handshake().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.end()).isEqualTo(End.RESET_BY_SERVER);
        var silent = new Dialog().at(0).client("S", 0, 0, 0).at(1000).client("S", 0, 0, 0).conversation();
        assertThat(silent.handshake().outcome()).isEqualTo(Outcome.UNANSWERED);
        assertThat(silent.handshake().syns()).isEqualTo(2);
        assertThat(silent.end()).isEqualTo(End.UNANSWERED);
    }

    @Test
    void synWithAnotherNumberBeginsAnotherConversation() {
        var all = new Dialog().handshake()
                .at(20).client("R.", 1, 1, 0)
                .at(1000).client("S", 9_000_000, 0, 0)
                .conversations();
        assertThat(all).hasSize(2);
        assertThat(all.get(0).end()).isEqualTo(End.RESET_BY_CLIENT);
        assertThat(all.get(1).number()).isOne();
        assertThat(all.get(1).handshake().outcome()).isEqualTo(Outcome.UNANSWERED);
    }

    @Test
    void acknowledgedButUnseenDataIsTheCapturesLoss() {
        var dialog = new Dialog().handshake()
                .at(20).server(".", 1, 1, 1000).at(21).client(".", 1, 3001, 0)
                .at(22).server(".", 3001, 1, 1000).at(23).client(".", 1, 4001, 0);
        var one = dialog.conversation();
        assertThat(one.fromServer().unseenBytes()).isEqualTo(2000);
        assertThat(dialog.table.artefacts().unseenBytes()).isEqualTo(2000);
        assertThat(one.fromServer().losses().segments()).isZero();
    }

    @Test
    void captureThatBeginsLateKnowsNoScale() {
        var dialog = new Dialog().at(0).server(".", 50_001, 1, 1000).at(1).client(".", 1, 51_001, 0);
        var one = dialog.conversation();
        assertThat(one.handshake().outcome()).isEqualTo(Outcome.NOT_SEEN);
        assertThat(one.fromClient().window().shift()).isEqualTo(OfferedWindow.UNKNOWN_SHIFT);
        assertThat(one.fromServer().uniqueBytes()).isEqualTo(1000);
        assertThat(one.server().port()).isEqualTo(80);
        assertThat(dialog.table.artefacts().startedLate()).isOne();
    }
}
