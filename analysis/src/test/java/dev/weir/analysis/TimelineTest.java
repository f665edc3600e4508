package dev.weir.analysis;

import static dev.weir.analysis.Script.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.SendCause;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private final Script script = new Script();

    private Passage only() {
        assertThat(script.timeline().passages()).hasSize(1);
        return script.timeline().passages().getFirst();
    }

    @Test
    void whatOneSideSentIsJoinedWithWhatTheOtherReceived() {
        var passages = script.handshake().timeline().passages();
        assertThat(passages).extracting(Passage::number).containsExactly(1, 2, 3, 4);
        assertThat(passages).extracting(Passage::side)
                .containsExactly(Side.CLIENT, Side.SERVER, Side.CLIENT, Side.CLIENT);
        assertThat(passages).allSatisfy(passage -> {
            assertThat(passage.fate()).isEqualTo(Passage.Fate.ARRIVED);
            assertThat(passage.arrivedAt() - passage.sentAt()).isEqualTo(20_000_000);
        });
    }

    @Test
    void synIsJoinedAlthoughTheListenerSawItsRawNumber() {
        var syn = script.handshake().timeline().passages().getFirst();
        assertThat(syn.segment().sequence()).isZero();
        assertThat(syn.arrivedAt()).isNotEqualTo(Passage.NEVER);
    }

    @Test
    void lossKnowsItsRuleAndTheRetransmissionKnowsTheLoss() {
        var passages = script.handshake().dataWithLoss().timeline().passages();
        var lost = passages.stream().filter(passage -> passage.fate() == Passage.Fate.LOST).toList();
        assertThat(lost).hasSize(1);
        assertThat(lost.getFirst().lossRule()).contains("loss 1%");
        assertThat(lost.getFirst().arrivedAt()).isEqualTo(Passage.NEVER);
        var again = passages.stream().filter(Passage::isRetransmission).toList();
        assertThat(again).hasSize(1);
        assertThat(again.getFirst().repeats()).contains(lost.getFirst());
    }

    @Test
    void retransmissionThatWasCutOtherwiseStillFindsWhatCarriedItsFirstByte() {
        script.at(0).sends("client", SendCause.DATA, segment(".", 1, 1000, 1, 9000))
                .link("client", "dropped", "loss 1%");
        script.at(9).sends("client", SendCause.TIMEOUT_RETRANSMIT, segment(".", 501, 500, 1, 9000));
        var passages = script.timeline().passages();
        assertThat(passages.getLast().repeats()).contains(passages.getFirst());
    }

    @Test
    void corruptedPacketThatFailsItsChecksumIsLost() {
        script.at(0).sends("client", SendCause.DATA, segment(".", 1, 10, 1, 9000))
                .link("client", "corrupted bit 77", "corruption 1%");
        script.at(5).receives("server", segment(".", 1, 0, 1, 9000)); // another one, unseen by the client
        script.at(5).report("server", new Event.Dropped(5, null, DropReason.BAD_TCP_CHECKSUM));
        var spoilt = script.timeline().passages().getFirst();
        assertThat(spoilt.fate()).isEqualTo(Passage.Fate.LOST);
        assertThat(spoilt.dropped()).isEqualTo(DropReason.BAD_TCP_CHECKSUM);
        assertThat(spoilt.lossRule()).contains("corruption 1%");
    }

    @Test
    void corruptionThatNobodyNoticesIsNoLoss() {
        script.at(0).sends("client", SendCause.DATA, segment(".", 1, 10, 1, 9000))
                .link("client", "corrupted bit 64", "corruption 1%");
        script.at(5).receives("server", segment(".", 1, 10, 1, 9000));
        assertThat(only().fate()).isEqualTo(Passage.Fate.ARRIVED);
    }

    @Test
    void receiverThatHasNoUseForASegmentSaysWhy() {
        script.at(0).sends("client", SendCause.TIMEOUT_RETRANSMIT, segment(".", 1, 10, 1, 9000));
        script.at(5).receives("server", segment(".", 1, 10, 1, 9000)).drops("server", DropReason.DUPLICATE_DATA);
        assertThat(only().fate()).isEqualTo(Passage.Fate.DROPPED);
        assertThat(only().dropped()).isEqualTo(DropReason.DUPLICATE_DATA);
    }

    @Test
    void secondCopyOfADuplicatedPacketIsNotHeldAgainstTheFirst() {
        script.at(0).sends("client", SendCause.DATA, segment(".", 1, 10, 1, 9000)).link("client", "duplicated", "1%");
        script.at(5).receives("server", segment(".", 1, 10, 1, 9000));
        script.at(6).receives("server", segment(".", 1, 10, 1, 9000)).drops("server", DropReason.DUPLICATE_DATA);
        assertThat(only().fate()).isEqualTo(Passage.Fate.ARRIVED);
    }

    @Test
    void reorderedSegmentsFindTheirOwn() {
        script.at(0).sends("client", SendCause.DATA, segment(".", 1, 10, 1, 9000))
                .sends("client", SendCause.DATA, segment(".", 11, 10, 1, 9000));
        script.at(5).receives("server", segment(".", 11, 10, 1, 9000));
        script.at(7).receives("server", segment(".", 1, 10, 1, 9000));
        var passages = script.timeline().passages();
        assertThat(passages).extracting(passage -> passage.arrivedAt() - passage.sentAt())
                .containsExactly(7_000_000L, 5_000_000L);
    }

    @Test
    void hostThatReportsNothingIsSeenThroughItsPeer() {
        script.at(0).sends("client", SendCause.SYN, segment("S", 0, 0, 0, 64240));
        script.at(9).receives("client", segment("S.", 0, 0, 1, 65535));
        var passages = script.timeline().passages();
        assertThat(passages).extracting(Passage::fate).containsExactly(Passage.Fate.UNKNOWN, Passage.Fate.ARRIVED);
        assertThat(passages.getLast().side()).isEqualTo(Side.SERVER);
        assertThat(passages.getLast().cause()).isEmpty();
    }

    @Test
    void otherConnectionsAndWhatTheLinkDidToThemAreLeftOut() {
        var other = new dev.weir.core.event.Flow(Script.CLIENT.local(), 1, Script.CLIENT.remote(), 2);
        script.at(0).sends("client", SendCause.SYN, segment("S", 0, 0, 0, 64240));
        script.report("client", new Event.SegmentSent(1, other, segment("S", 0, 0, 0, 1), SendCause.SYN, 1));
        script.link("client", "dropped", "loss 1%");
        assertThat(only().decisions()).isEqualTo(List.of());
    }
}
