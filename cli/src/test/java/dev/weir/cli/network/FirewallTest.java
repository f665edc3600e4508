package dev.weir.cli.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.event.Flow;
import dev.weir.core.tcp.Admission.Action;
import dev.weir.wire.Cidr;
import dev.weir.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FirewallTest {
    private final List<String> log = new ArrayList<>();

    private Firewall firewall(List<String> allow, List<String> deny, int connections, int perAddress, boolean reject) {
        var rules = new Firewall.Rules(cidrs(allow), cidrs(deny), connections, perAddress, reject);
        return new Firewall(rules, log::add);
    }

    private static List<Cidr> cidrs(List<String> texts) {
        return Stream.of(texts.toArray(String[]::new)).map(Cidr::parse).toList();
    }

    private static Flow from(String peer) {
        return new Flow(IpAddress.parse(peer.contains(":") ? "fd00::1" : "10.0.0.1"), 80, IpAddress.parse(peer), 4000);
    }

    private static Action action(Firewall firewall, String peer) {
        return firewall.admit(from(peer), 0, 0).action();
    }

    @Test
    void withoutRulesEverybodyIsLetIn() {
        var firewall = new Firewall(Firewall.Rules.NONE, log::add);
        assertThat(action(firewall, "203.0.113.9")).isEqualTo(Action.ALLOW);
        assertThat(firewall.allowed()).isEqualTo(1);
        assertThat(firewall.denied()).isEmpty();
    }

    @Test
    void onceSomethingIsAllowedAllElseIsDenied() {
        var firewall = firewall(List.of("10.0.0.0/8", "fd00::/8"), List.of(), 0, 0, false);
        assertThat(action(firewall, "10.255.0.1")).isEqualTo(Action.ALLOW);
        assertThat(action(firewall, "11.0.0.1")).isEqualTo(Action.DROP);
        assertThat(action(firewall, "fd12::1")).isEqualTo(Action.ALLOW);
        assertThat(action(firewall, "2001:db8::1")).isEqualTo(Action.DROP);
        assertThat(firewall.denied()).isEqualTo(Map.of("not allowed", 2L));
    }

    @Test
    void denialWinsOverPermission() {
        var firewall = firewall(List.of("10.0.0.0/8"), List.of("10.1.0.0/16"), 0, 0, false);
        assertThat(action(firewall, "10.1.2.3")).isEqualTo(Action.DROP);
        assertThat(action(firewall, "10.2.2.3")).isEqualTo(Action.ALLOW);
        assertThat(firewall.denied()).isEqualTo(Map.of("deny 10.1.0.0/16", 1L));
    }

    @Test
    void limitsCountWhoIsInAlready() {
        var firewall = firewall(List.of(), List.of(), 3, 2, false);
        assertThat(firewall.admit(from("10.0.0.2"), 2, 1).action()).isEqualTo(Action.ALLOW);
        assertThat(firewall.admit(from("10.0.0.2"), 2, 2).rule()).isEqualTo("max-per-address 2");
        assertThat(firewall.admit(from("10.0.0.3"), 3, 0).rule()).isEqualTo("max-connections 3");
    }

    @Test
    void rejectionAnswersInsteadOfSilence() {
        var firewall = firewall(List.of(), List.of("10.0.0.0/8"), 0, 0, true);
        assertThat(action(firewall, "10.0.0.2")).isEqualTo(Action.REJECT);
        assertThat(log).containsExactly("filter: rejected 10.0.0.2:4000 (deny 10.0.0.0/8)");
    }

    @Test
    void decisionAfterAcceptCountsUntilTheConnectionEnds() {
        var firewall = firewall(List.of(), List.of(), 0, 1, false);
        assertThat(firewall.accepted(from("10.0.0.2")).action()).isEqualTo(Action.ALLOW);
        assertThat(firewall.accepted(from("10.0.0.2")).action()).isEqualTo(Action.DROP);
        assertThat(firewall.accepted(from("10.0.0.3")).action()).isEqualTo(Action.ALLOW);
        firewall.ended(from("10.0.0.2"));
        assertThat(firewall.accepted(from("10.0.0.2")).action()).isEqualTo(Action.ALLOW);
        assertThat(log).hasSize(4).contains("filter: denied 10.0.0.2:4000 (max-per-address 1)");
    }
}
