package dev.weir.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Observer;
import dev.weir.lab.packet.Decision;
import dev.weir.lab.scenario.talk.Conversation;
import dev.weir.lab.scenario.talk.Transfer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScenarioTest {
    private static Scenario.Builder twoDownloads() {
        return Scenario.named("two-downloads").duration(Duration.ofSeconds(10)).host("client").host("server")
                .network(net -> net.router("middle")
                        .link("client", "middle", link -> link.rate(10_000_000).delay(Duration.ofMillis(20)).loss(0.01))
                        .link("middle", "server"))
                .flow(FlowPart.of("first", "client", "server", 81, new Transfer(false, 300_000)))
                .flow(FlowPart.of("second", "client", "server", 82, new Transfer(true, 100_000))
                        .withStart(Duration.ofMillis(500)));
    }

    private static CloseReason end(ScenarioRun run, int flow) {
        return run.flows().get(flow).session().orElseThrow().connection().closeReason();
    }

    @Test
    void isBuiltWithoutAFileAndRunAnyNumberOfTimes() {
        var scenario = twoDownloads().build();
        assertThat(scenario.title()).isEqualTo("two-downloads");
        var run = scenario.run(1);
        assertThat(end(run, 0)).isEqualTo(CloseReason.CLOSED);
        assertThat(end(run, 1)).isEqualTo(CloseReason.CLOSED);
        assertThat(run.network().link("client", "middle").back().statistics().delivered())
                .isEqualTo(scenario.run(1).network().link("client", "middle").back().statistics().delivered())
                .isNotEqualTo(scenario.run(2).network().link("client", "middle").back().statistics().delivered());
    }

    @Test
    void aFlowThatBeginsAfterTheEndHasNoConnection() {
        var run = twoDownloads().duration(Duration.ofMillis(400)).build().run(1);
        assertThat(run.flows().get(0).flow()).isPresent();
        assertThat(run.flows().get(1).flow()).isEmpty();
        assertThat(run.endAt() - run.beginAt()).isEqualTo(Duration.ofMillis(400).toNanos());
    }

    @Test
    void whoListensHearsEachHostByItsNameAndEveryDecision() {
        Set<String> heard = new HashSet<>();
        var decisions = new ArrayList<Decision>();
        twoDownloads().build().run(1, Listening.NOBODY.withDecisions(decisions::add).withObserver(host -> new Observer() {
            @Override
            public boolean wants(EventKind kind) {
                return kind == EventKind.STATE_CHANGED;
            }

            @Override
            public void on(Event event) {
                heard.add(host);
            }
        }));
        assertThat(heard).containsExactlyInAnyOrder("client", "server");
        assertThat(decisions).isNotEmpty().allMatch(decision -> !decision.place().isEmpty());
    }

    @Test
    void namesAndPortsAreUsedOnce() {
        var talk = new Conversation(1, 1, 1, Duration.ZERO);
        assertThatThrownBy(() -> twoDownloads().flow(FlowPart.of("first", "client", "server", 83, talk)).build())
                .hasMessage("two flows are named first");
        assertThatThrownBy(() -> twoDownloads().flow(FlowPart.of("third", "client", "server", 82, talk)).build())
                .hasMessage("two flows listen at port 82 of server");
        assertThatThrownBy(() -> twoDownloads().host("client")).hasMessage("two hosts are named client");
        assertThatThrownBy(() -> twoDownloads().network(net -> net.link("client", "nowhere")).build().check())
                .hasMessageContaining("no node is named nowhere");
    }
}
