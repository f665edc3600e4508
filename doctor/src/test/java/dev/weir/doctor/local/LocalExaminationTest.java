package dev.weir.doctor.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.core.event.State;
import dev.weir.io.os.KernelCounters;
import dev.weir.io.os.KernelTcpInfo;
import dev.weir.io.os.PortPolicy;
import dev.weir.io.os.PortPolicy.Range;
import dev.weir.io.os.TcpSocket;
import dev.weir.wire.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LocalExaminationTest {
    private static final IpAddress HERE = IpAddress.parse("10.0.0.1");
    private static final PortPolicy TEN_PORTS = new PortPolicy(new Range(40000, 40009), 1024, List.of(), false);

    private final List<TcpSocket> sockets = new ArrayList<>();
    private OptionalInt port = OptionalInt.empty();
    private Map<String, Long> counters = Map.of();
    private OptionalLong tracked = OptionalLong.empty();

    private List<Finding> findings() {
        return LocalExamination.judge(new LocalState(port, sockets, Map.of(), TEN_PORTS, new KernelCounters(Map.of()),
                new KernelCounters(counters), tracked, OptionalLong.of(1000)));
    }

    private List<Fault> faults() {
        return findings().stream().map(Finding::fault).toList();
    }

    private LocalExaminationTest has(
            State state, int localPort, int remote, int remotePort, long waiting, long backlog) {
        return has(state, localPort, remote, remotePort, waiting, backlog, Duration.ZERO);
    }

    private LocalExaminationTest has(
            State state, int localPort, int remote, int remotePort, long waiting, long backlog, Duration idle) {
        sockets.add(new TcpSocket(state, HERE, localPort, IpAddress.ofIpv4(remote), remotePort, waiting, backlog, 0,
                1000, sockets.size() + 1, Optional.of(idleFor(idle))));
        return this;
    }

    private static KernelTcpInfo idleFor(Duration idle) {
        return new KernelTcpInfo(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                idle.toNanos(), idle.toNanos(), "");
    }

    @Test
    void idleMachineIsHealthy() {
        has(State.LISTEN, 80, 0, 0, 0, 128).has(State.ESTABLISHED, 80, 1, 5000, 0, 0);
        tracked = OptionalLong.of(500);
        assertThat(faults()).isEmpty();
    }

    @Test
    void queueOfOneMoreThanTheBacklogIsFull() {
        has(State.LISTEN, 80, 0, 0, 129, 128);
        assertThat(faults()).containsExactly(Fault.ACCEPT_QUEUE_FULL);
    }

    @Test
    void queueAsLongAsTheBacklogTakesOneMore() {
        has(State.LISTEN, 80, 0, 0, 128, 128);
        assertThat(faults()).isEmpty();
    }

    @Test
    void moreHandshakesThanTheListenerKeepsAreAFlood() {
        has(State.LISTEN, 80, 0, 0, 0, 4);
        for (int i = 1; i <= 4; i++) has(State.SYN_RECEIVED, 80, i, 5000, 0, 0);
        counters = Map.of("SyncookiesSent", 7L);
        assertThat(faults()).containsExactly(Fault.SYN_FLOOD);
        assertThat(findings().getFirst().evidence().toString()).contains("grew by 7");
    }

    @Test
    void handshakesThatWaitForAFullAcceptQueueAreNoFlood() {
        has(State.LISTEN, 80, 0, 0, 5, 4);
        for (int i = 1; i <= 4; i++) has(State.SYN_RECEIVED, 80, i, 5000, 0, 0);
        assertThat(faults()).containsExactly(Fault.ACCEPT_QUEUE_FULL);
    }

    @Test
    void portsToOneDestinationRunOut() {
        for (int i = 0; i < 10; i++) has(i < 7 ? State.TIME_WAIT : State.ESTABLISHED, 40000 + i, 9, 443, 0, 0);
        assertThat(faults()).containsExactly(Fault.EPHEMERAL_PORTS_EXHAUSTED);
        assertThat(findings().getFirst().evidence().toString()).contains("7 in TIME-WAIT");
    }

    @Test
    void portsToDifferentDestinationsAreEachEnough() {
        for (int i = 0; i < 10; i++) has(State.ESTABLISHED, 40000 + i, i, 443, 0, 0);
        assertThat(faults()).isEmpty();
    }

    @Test
    void fullTableOfConnectionsIsNamed() {
        tracked = OptionalLong.of(1000);
        assertThat(faults()).containsExactly(Fault.CONNTRACK_FULL);
        tracked = OptionalLong.of(970);
        assertThat(faults()).isEmpty();
    }

    @Test
    void serverThatForgetsThreeConnectionsLeaks() {
        has(State.LISTEN, 80, 0, 0, 0, 128);
        for (int i = 1; i <= 3; i++) has(State.CLOSE_WAIT, 80, i, 5000, 1, 0, Duration.ofSeconds(11));
        assertThat(faults()).containsExactly(Fault.CLOSE_WAIT_LEAK);
    }

    @Test
    void poolOfAClientMayTakeAMinuteToNotice() {
        for (int i = 1; i <= 9; i++) has(State.CLOSE_WAIT, 41000 + i, 9, 5432, 1, 0, Duration.ofSeconds(59));
        assertThat(faults()).isEmpty();
        for (int i = 1; i <= 3; i++) has(State.CLOSE_WAIT, 42000 + i, 9, 5432, 1, 0, Duration.ofSeconds(60));
        assertThat(faults()).containsExactly(Fault.CLOSE_WAIT_LEAK);
    }

    @Test
    void listenerIsToldOfThePortThatIsAskedAboutOnly() {
        has(State.LISTEN, 80, 0, 0, 0, 128).has(State.TIME_WAIT, 80, 1, 5000, 0, 0);
        assertThat(faults()).isEmpty();
        port = OptionalInt.of(80);
        assertThat(faults()).containsExactly(Fault.PORT_IN_USE);
        port = OptionalInt.of(81);
        assertThat(faults()).isEmpty();
    }

    @Test
    void oldConnectionsWithoutAListenerHoldThePort() {
        has(State.TIME_WAIT, 80, 1, 5000, 0, 0);
        port = OptionalInt.of(80);
        assertThat(faults()).containsExactly(Fault.PORT_IN_TIME_WAIT);
    }
}
