package dev.weir.analysis.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.capture.Notice;
import dev.weir.wire.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parts of a conversation that only other packets, or the first bytes of the text, tell. */
class PhasesTest {
    private static final long MILLISECOND = 1_000_000;
    private static final IpAddress CLIENT = IpAddress.parse("10.0.0.1");
    private static final IpAddress SERVER = IpAddress.parse("10.0.0.2");
    private static final IpAddress NAME_SERVER = IpAddress.parse("10.0.0.53");
    private static final byte[] CLIENT_HELLO = {22, 3, 1, 0, 95};
    private static final byte[] SERVER_HELLO = {22, 3, 3, 1, (byte) 239};
    private static final byte[] APPLICATION_DATA = {23, 3, 3, 0, 95};

    @Test
    void handshakeOfTlsLastsUntilTheClientSendsApplicationData() {
        var one = new Dialog().handshake()
                .at(15).text("P.", 1, 1, CLIENT_HELLO, 100, true)
                .at(45).text("P.", 1, 101, SERVER_HELLO, 500, false)
                .at(47).text("P.", 101, 501, APPLICATION_DATA, 100, true)
                .at(147).text("P.", 501, 201, APPLICATION_DATA, 100, false)
                .conversation();
        assertThat(one.budget().nanos(Period.CLIENT_THINK)).isEqualTo(3 * MILLISECOND);
        assertThat(one.budget().nanos(Period.TLS)).isEqualTo(32 * MILLISECOND);
        assertThat(one.budget().nanos(Period.REQUEST)).isEqualTo(10 * MILLISECOND);
        assertThat(one.budget().nanos(Period.SERVER_THINK)).isEqualTo(90 * MILLISECOND);
        assertThat(one.turns()).as("of the application only").hasSize(1);
        assertThat(one.turns().getFirst().requestHead()).startsWith(APPLICATION_DATA);
    }

    @Test
    void lookupOfTheServersNameBeginsTheConversation() {
        var dialog = new Dialog();
        dialog.table.accept(lookup(1, 100 * MILLISECOND, false));
        dialog.table.accept(lookup(2, 130 * MILLISECOND, true));
        var one = dialog.at(131).client("S", 0, 0, 0).at(141).server("S.", 0, 1, 0).at(142).client(".", 1, 1, 0)
                .conversations().getFirst();
        assertThat(one.nameLookup().name()).isEqualTo("example.org");
        assertThat(one.budget().nanos(Period.NAME_LOOKUP)).isEqualTo(30 * MILLISECOND);
        assertThat(one.elapsedNanos()).isEqualTo(42 * MILLISECOND);
    }

    private static Notice.NameLookup lookup(long frame, long nanos, boolean answer) {
        return new Notice.NameLookup(frame, nanos, CLIENT, NAME_SERVER, 7, "example.org", 1, answer, 0,
                answer ? List.of(SERVER) : List.of());
    }

    @Test
    void icmpErrorIsCountedOnceThoughSeenTwiceAndMovesTheEnd() {
        var dialog = new Dialog().at(0).client("S", 0, 0, 0);
        dialog.table.accept(error(10));
        dialog.table.accept(error(11));
        var one = dialog.conversation();
        assertThat(one.icmpErrorCount()).isOne();
        assertThat(one.elapsedNanos()).isEqualTo(10 * MILLISECOND);
        assertThat(one.budget().nanos(Period.CONNECT)).isEqualTo(10 * MILLISECOND);
    }

    private static Notice.IcmpError error(long milliseconds) {
        return new Notice.IcmpError(2, milliseconds * MILLISECOND, 4, 3, 1, NAME_SERVER, 64, 0, CLIENT, 1000, SERVER,
                80, -5000, 60, 60);
    }

    @Test
    void pauseOfTheServerWithinARoundTripOfAnAcknowledgmentIsTransferNotThinking() {
        var dialog = new Dialog().at(0).client("S", 0, 0, Dialog.SYN_OPTIONS, 0)
                .at(100).server("S.", 0, 1, Dialog.SYN_OPTIONS, 0).at(100.1).client(".", 1, 1, 0)
                .at(101).client("P.", 1, 1, 100);
        dialog.at(201).server(".", 1, 101, 1460).server(".", 1461, 101, 1460).at(201.1).client(".", 101, 2921, 0);
        dialog.at(302).server(".", 2921, 101, 1460).at(302.1).client(".", 101, 4381, 0);
        var one = dialog.at(1302).server("P.", 4381, 101, 10).conversation();
        assertThat(one.budget().nanos(Period.SERVER_THINK)).isEqualTo(Math.round(999.9 * MILLISECOND));
        assertThat(one.fromServer().flight().limitedNanos(SenderLimit.CONGESTION)).isGreaterThan(100 * MILLISECOND);
        assertThat(one.fromServer().gaps().count()).isOne();
        assertThat(one.fromServer().gaps().longestFrame()).isEqualTo(10);
    }

    @Test
    void dSackTurnsARetransmissionIntoANeedlessOne() {
        var one = new Dialog().handshake()
                .at(20).server("P.", 1, 1, 1000)
                .at(500).server("P.", 1, 1, 1000)
                .at(501).client(".", 1, 1001, 0)
                .at(502).client(".", 1, 1001, Dialog.sack(false, 1, 1001), 0)
                .conversation();
        var losses = one.fromServer().losses();
        assertThat(losses.segments(Retransmission.Kind.TIMEOUT)).isZero();
        assertThat(losses.segments(Retransmission.Kind.SPURIOUS)).isOne();
        assertThat(losses.segments(Retransmission.LossSide.NOT_LOST)).isOne();
        assertThat(losses.examples().getFirst().kind()).isEqualTo(Retransmission.Kind.SPURIOUS);
        assertThat(one.fromClient().dsackSegments()).isOne();
    }

    @Test
    void senderThatBeginsSmallAgainAfterAPauseIsSaidSo() {
        var dialog = new Dialog().handshake();
        long next = 1;
        for (int i = 0; i < 40; i++, next += 1460) dialog.at(20 + i * 0.01).server(".", next, 1, 1460);
        dialog.at(22).client(".", 1, next, 0).at(5000);
        for (int flight = 4; flight <= 16; flight *= 2) {
            for (int i = 0; i < flight; i++, next += 1460) dialog.server(".", next, 1, 1460);
            dialog.at(5000 + flight).client(".", 1, next, 0);
        }
        var restarts = dialog.conversation().fromServer().restarts();
        assertThat(restarts.count()).isOne();
        assertThat(restarts.examples().getFirst().firstFlightBytes()).isEqualTo(4 * 1460);
        assertThat(restarts.examples().getFirst().greatestBeforeBytes()).isEqualTo(40 * 1460);
    }

    @Test
    void silentConversationsAreHandedOutBeforeTheEnd() {
        var limits = new Limits(100, 10_000 * MILLISECOND, 1000 * MILLISECOND, 64, 8, 8, 4);
        var dialog = new Dialog(limits, true).handshake().at(20).client("R.", 1, 1, 0);
        dialog.at(3000).other("S").at(3100).other("S");
        assertThat(dialog.table.open()).isOne();
        assertThat(dialog.conversations()).hasSize(2);
    }

    @Test
    void ofTwoInterfacesTheOneThatShowsMoreIsLookedAtAndPathDelayIsNotMixedIn() {
        var dialog = new Dialog();
        dialog.on(0).at(0).client("S", 0, 0, Dialog.SYN_OPTIONS, 0);
        dialog.on(1).at(20).again(true, "S", 0, 0, Dialog.SYN_OPTIONS, 0);
        dialog.at(20).server("S.", 0, 1, Dialog.SYN_OPTIONS, 0);
        dialog.on(0).at(40).again(false, "S.", 0, 1, Dialog.SYN_OPTIONS, 0);
        dialog.at(40).client(".", 1, 1, 0);
        dialog.on(1).at(60).again(true, ".", 1, 1, "", 0);
        dialog.at(61).server("P.", 1, 1, 1000).at(400).server("P.", 1, 1, 1000); // lost on the way to interface 0
        var one = dialog.conversation();
        assertThat(one.segments()).isEqualTo(5);
        assertThat(one.handshake().serverSideRttNanos()).isZero();
        assertThat(one.handshake().clientSideRttNanos()).isEqualTo(40 * MILLISECOND);
        assertThat(one.fromServer().losses().segments(Retransmission.LossSide.AFTER_CAPTURE)).isOne();
        assertThat(one.fromClient().ordering().duplicatesElsewhere()).isEqualTo(2);
        assertThat(dialog.table.artefacts().backwards()).isZero();
    }
}
