package dev.weir.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Flow;
import dev.weir.core.event.SegmentView;
import dev.weir.core.event.SendCause;
import dev.weir.core.event.State;
import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOptions;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommentedCaptureTest {
    private static final Flow FLOW =
            new Flow(IpAddress.parse("10.0.0.1"), 1000, IpAddress.parse("10.0.0.2"), 2000);

    private final List<String> packets = new ArrayList<>();
    private final CommentedCapture capture = new CommentedCapture((outbound, at, bytes, offset, length, comments) ->
            packets.add((outbound ? "> " : "< ")
                    + Packets.number(bytes.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE)) + " " + comments));
    private final MemoryLink.Pair pair = MemoryLink.pair(1500);

    private void sent(long at, SendCause cause, long firstSentAt) {
        capture.on(new Event.SegmentSent(at, FLOW, new SegmentView(1, 1, TcpFlags.ACK, 0, 0, 0, TcpOptions.NONE), cause,
                firstSentAt));
    }

    @Test
    void theCauseOfASegmentIsKnownBeforeItPassesAndPlainDataHasNone() {
        var link = new CapturedLink(pair.a(), capture);
        sent(0, SendCause.DATA, 0);
        link.send(Packets.numbered(1, 100), 0);
        sent(200_000_000, SendCause.TIMEOUT_RETRANSMIT, 0);
        link.send(Packets.numbered(1, 100), 200_000_000);
        sent(300_000_000, SendCause.DATA, 300_000_000);
        link.send(Packets.numbered(2, 100), 300_000_000);
        sent(300_000_000, SendCause.CHALLENGE_ACK, 300_000_000);
        link.send(Packets.numbered(3, 100), 300_000_000);
        assertThat(packets).as("the last one is held").hasSize(3);
        capture.flush();
        capture.flush();
        assertThat(packets).containsExactly("> 1 []",
                "> 1 [retransmission: timeout, first sent 200 ms before]", "> 2 []", "> 3 [challenge ACK]");
    }

    @Test
    void whatAPacketLedToIsAttachedToItAfterwards() {
        var link = new CapturedLink(pair.a(), capture);
        pair.b().send(Packets.numbered(1, 100), 0);
        pair.b().send(Packets.numbered(2, 100), 0);
        link.receive(new Frame(), 5);
        capture.on(new Event.StateChanged(5, FLOW, State.SYN_SENT, State.ESTABLISHED, "SYN-ACK received"));
        link.receive(new Frame(), 5);
        capture.on(new Event.Dropped(5, FLOW, DropReason.OUTSIDE_WINDOW));
        capture.flush();
        assertThat(packets).containsExactly(
                "< 1 [SYN-SENT to ESTABLISHED: SYN-ACK received]",
                "< 2 [dropped: unacceptable sequence number]");
    }

    @Test
    void whatTheApplicationCausedIsAttachedToWhatIsSentNext() {
        var link = new CapturedLink(pair.a(), capture);
        pair.b().send(Packets.numbered(1, 100), 0);
        link.receive(new Frame(), 5);
        capture.on(new Event.StateChanged(9, FLOW, State.ESTABLISHED, State.FIN_WAIT_1, "close"));
        capture.on(new Event.Dropped(9, null, DropReason.FRAGMENT_TIMEOUT));
        sent(9, SendCause.FIN, 9);
        link.send(Packets.numbered(2, 100), 9);
        capture.flush();
        assertThat(packets).containsExactly("< 1 []", "> 2 [ESTABLISHED to FIN-WAIT-1: close]");
    }

    @Test
    void whatTheRoadDidStandsOnThePacketThatItDidItTo() {
        var impaired = new ImpairedLink(pair.a(), Impairment.NONE.withLost("2").withDelay(Duration.ofMillis(1)),
                Impairment.NONE.withLost("1").withDuplication(1), 1, capture);
        var link = new CapturedLink(impaired, capture);
        for (int i = 1; i <= 3; i++) link.send(Packets.numbered(i, 100), 0);
        for (int i = 11; i <= 12; i++) pair.b().send(Packets.numbered(i, 100), 0);
        while (link.receive(new Frame(), 0)) assertThat(packets).hasSizeLessThan(10);
        capture.flush();
        assertThat(packets).containsExactly("> 1 []", "> 2 [dropped: pattern 2]", "> 3 []",
                "< 12 [duplicated: duplication 100%]", "< 12 []");
    }

    @Test
    void wantsOnlyWhatItUses() {
        assertThat(capture.wants(EventKind.PACKET_IMPAIRED)).isTrue();
        assertThat(capture.wants(EventKind.RTT_MEASURED)).isFalse();
    }
}
