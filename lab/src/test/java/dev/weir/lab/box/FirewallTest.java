package dev.weir.lab.box;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.event.CloseReason;
import dev.weir.lab.Payload;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.OnOff;
import dev.weir.lab.actor.Sink;
import dev.weir.lab.net.Network;
import dev.weir.lab.net.Run;
import dev.weir.lab.packet.Cause;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FirewallTest {
    private static final Payload PAYLOAD = new Payload(4);

    @Test
    void outwardPassesAndItsAnswersToo() {
        var run = Run.through(Firewall.stateful(Idle.BY_THE_RFCS), false, 50_000);
        assertThat(run.end()).isEqualTo(CloseReason.CLOSED);
    }

    @Test
    void inwardDoesNot() {
        var end = inward(Firewall.stateful(Idle.BY_THE_RFCS));
        assertThat(end).isEqualTo(CloseReason.CONNECT_TIMED_OUT);
    }

    @ParameterizedTest
    @CsvSource({"SILENCE, CONNECT_TIMED_OUT", "RESET, REFUSED", "PROHIBITED, ADMINISTRATIVELY_PROHIBITED",
        "PORT_UNREACHABLE, PORT_UNREACHABLE"})
    void theRefusedHearWhatTheRuleSays(Refusal refusal, CloseReason end) {
        assertThat(inward(Firewall.stateless().refuse(Match.toPort(80), refusal))).isEqualTo(end);
        assertThat(inward(Firewall.stateful(Idle.BY_THE_RFCS).refuse(Match.ALL, refusal))).isEqualTo(end);
    }

    @Test
    void theFirstRuleThatMatchesDecides() {
        var firewall = Firewall.stateful(Idle.BY_THE_RFCS).allow(Match.toPort(80)).refuse(Match.ALL, Refusal.RESET);
        assertThat(inward(firewall)).isEqualTo(CloseReason.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(value = Refusal.class, names = {"SILENCE", "RESET"})
    void anIdleFlowIsForgotten(Refusal refusal) {
        var idle = Duration.ofSeconds(350);
        var net = Run.behind(Firewall.stateful(Idle.ofAll(idle)).withoutState(refusal)).build();
        net.host("server").listen(80, () -> new Sink(PAYLOAD));
        var talk = OnOff.idleThenSend(PAYLOAD, 1000, idle.plusSeconds(1));
        net.host("client").connect(net.address("server"), 80, talk);
        net.run();
        assertThat(talk.end()).isEqualTo(refusal == Refusal.RESET ? CloseReason.RESET_BY_PEER
                : CloseReason.RETRANSMISSION_TIMED_OUT);
        assertThat(net.node("box").place().count(Cause.STATE_LOST)).isPositive();
        assertThat(net.node("box").place().count(Cause.NO_STATE)).isPositive();
    }

    @Test
    void aFullTableForgetsTheMostSilentFlow() {
        var firewall = Firewall.stateful(Idle.BY_THE_RFCS).flows(2);
        var net = Run.behind(firewall).build();
        net.host("server").listen(80, () -> new Sink(PAYLOAD));
        for (int i = 0; i < 3; i++) {
            net.host("client").connect(net.address("server"), 80,
                    OnOff.idleThenSend(PAYLOAD, 10, Duration.ofSeconds(5)));
        }
        net.runFor(Duration.ofSeconds(1));
        assertThat(firewall.known()).isEqualTo(2);
        assertThat(net.node("box").place().count(Cause.STATE_LOST)).isPositive();
    }

    @Test
    void aFullTableMayTurnNewFlowsAwayUntilOldOnesExpire() {
        var firewall = Firewall.stateful(Idle.ofAll(Duration.ofSeconds(30))).flows(2).keepOldWhenFull();
        var net = Run.behind(firewall).build();
        net.host("server").listen(80, () -> new Sink(PAYLOAD));
        for (int i = 0; i < 2; i++) net.host("client").connect(net.address("server"), 80, new Bulk(PAYLOAD, 10));
        var late = new Bulk(PAYLOAD, 10);
        net.time().at(Duration.ofSeconds(1), () -> net.host("client").connect(net.address("server"), 80, late));
        net.runFor(Duration.ofSeconds(20));
        assertThat(net.node("box").place().count(Cause.STATE_FULL)).isPositive();
        assertThat(late.written()).isZero();
        net.run();
        assertThat(late.end()).isEqualTo(CloseReason.CLOSED);
    }

    @Test
    void icmpErrorsOfAKnownFlowPass() {
        var net = Network.builder().host("client").box("box", Firewall.stateful(Idle.BY_THE_RFCS)).router("left")
                .router("right").host("server").link("client", "box").link("box", "left")
                .link("left", "right", link -> link.mtu(1000)).link("right", "server").build();
        var run = Run.of(net, false, 100_000);
        assertThat(run.received()).isEqualTo(100_000);
        assertThat(run.count("left", Cause.ICMP_SENT)).isPositive();
    }

    private static CloseReason inward(Firewall firewall) {
        var net = Run.behind(firewall).build();
        net.host("client").listen(80, () -> new Sink(PAYLOAD));
        var bulk = new Bulk(PAYLOAD, 10);
        net.host("server").connect(net.address("client"), 80, bulk);
        net.run();
        return bulk.end();
    }
}
