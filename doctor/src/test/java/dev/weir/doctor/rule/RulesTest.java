package dev.weir.doctor.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.doctor.visit.Adjacency;
import dev.weir.doctor.visit.Attempt;
import dev.weir.doctor.visit.Options;
import dev.weir.doctor.visit.Packets;
import dev.weir.doctor.visit.Protocol;
import dev.weir.doctor.visit.Resolution;
import dev.weir.doctor.visit.Resolution.Source;
import dev.weir.doctor.visit.Result;
import dev.weir.doctor.visit.Talk;
import dev.weir.doctor.visit.Target;
import dev.weir.doctor.visit.Visit;
import dev.weir.doctor.visit.Way;
import dev.weir.io.os.Neighbour;
import dev.weir.io.os.Route;
import dev.weir.io.probe.ConnectProbe.End;
import dev.weir.io.probe.ConnectProbe.Outcome;
import dev.weir.io.probe.PacketTap.Packet;
import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpFlags;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What evidence amounts to where a little more or less of it decides; real networks are in the interoperation tests. */
class RulesTest {
    private static final IpAddress HOST = IpAddress.parse("10.0.0.1");
    private static final IpAddress IPV6_HOST = IpAddress.parse("fd00::1");

    private static List<Finding> judge(Result... results) {
        var visit = new Visit(Target.parse(List.of("http://host:80"), Integer::parseInt), Options.usual(), result -> { });
        visit.add(new Resolution("host", Source.HOSTS_FILE, List.of(HOST), List.of(), List.of(), 0, 0));
        for (var result : results) visit.add(result);
        return Rules.judge(visit);
    }

    private static Attempt attempt(IpAddress address, End end) {
        return new Attempt(address, 80, new Outcome(end, 0, TimeUnit.MILLISECONDS.toNanos(20), List.of(), 1, Optional.empty(),
                OptionalInt.empty(), Optional.empty()), 0);
    }

    private static Way way(IpAddress address, boolean hasGlobalAddress) {
        var route = new Route("eth0", Optional.empty(), Optional.empty(), false);
        return new Way(address, Optional.of(route), "", hasGlobalAddress, 0, 0);
    }

    private static Talk reset() {
        return new Talk(HOST, 80, Protocol.HTTP, Talk.Form.USUAL, 0, Talk.Ending.RESET, new byte[0], true, Optional.empty(), 100,
                0, true, 0, 0, 1_000_000);
    }

    private static Packet packet(int hopLimit, int flags) {
        return new Packet(0, false, hopLimit, 0, 40000, 80, flags, 0, 0, 0);
    }

    @Test
    void oneConnectionIsHealthy() {
        assertThat(judge(way(HOST, true), attempt(HOST, End.CONNECTED))).isEmpty();
    }

    /** An entry that is only old says that a machine was there once. */
    @Test
    void aStaleNeighbourDoesNotMakeSilenceAFilter() {
        var known = new Adjacency(HOST, new Neighbour(HOST, Neighbour.State.KNOWN, "02:00:00:00:00:01"), 0, 0);
        var there = new Adjacency(HOST, new Neighbour(HOST, Neighbour.State.REACHABLE, "02:00:00:00:00:01"), 0, 0);
        var silent = attempt(HOST, End.SILENT);
        assertThat(judge(way(HOST, true), silent, known)).singleElement().satisfies(finding -> {
            assertThat(finding.fault()).isEqualTo(Fault.HOST_DOWN);
            assertThat(finding.confidence()).isEqualTo(Confidence.LIKELY);
        });
        assertThat(judge(way(HOST, true), silent, there)).extracting(Finding::fault).containsExactly(Fault.FIREWALL_DROP);
    }

    @Test
    void anIpVersionThatThisHostLacksIsBlamedOnlyIfThereIsNoOther() {
        var lacking = way(IPV6_HOST, false);
        var unreachable = attempt(IPV6_HOST, End.NOT_SENT);
        assertThat(judge(way(HOST, true), lacking, unreachable, attempt(HOST, End.CONNECTED))).isEmpty();
        assertThat(judge(way(HOST, true), lacking, unreachable, attempt(HOST, End.REFUSED)))
                .extracting(Finding::fault).containsExactly(Fault.PORT_CLOSED);
        assertThat(judge(lacking, unreachable)).extracting(Finding::fault).containsExactly(Fault.NO_ROUTE);
    }

    /** A load balancer may accept for a server that is farther away: that proves less than a packet from within. */
    @Test
    void aResetFromElsewhereIsProvenByWhatCameAfterTheHandshake() {
        var accepted = packet(60, TcpFlags.SYN | TcpFlags.ACK);
        var later = packet(60, TcpFlags.ACK);
        var strange = packet(62, TcpFlags.RST);
        var connected = attempt(HOST, End.CONNECTED);
        assertThat(judge(connected, reset(), new Packets(HOST, List.of(accepted, strange), 0, 0))).singleElement()
                .satisfies(finding -> assertThat(finding.confidence()).isEqualTo(Confidence.LIKELY))
                .extracting(Finding::fault).isEqualTo(Fault.RST_BY_MIDDLEBOX);
        assertThat(judge(connected, reset(), new Packets(HOST, List.of(accepted, later, strange), 0, 0))).singleElement()
                .satisfies(finding -> assertThat(finding.confidence()).isEqualTo(Confidence.PROVEN));
        assertThat(judge(connected, reset(), new Packets(HOST, List.of(accepted, packet(60, TcpFlags.RST)), 0, 0)))
                .extracting(Finding::fault).containsExactly(Fault.CLOSED_AT_ONCE);
    }

    @Test
    void everyFindingSaysWhatToDoAndWhy() {
        for (var end : List.of(End.REFUSED, End.NOT_SENT, End.UNREACHABLE, End.SILENT, End.NO_PORT, End.FAILED)) {
            assertThat(judge(way(HOST, true), attempt(HOST, end))).singleElement().satisfies(finding -> {
                assertThat(finding.verdict()).contains("10.0.0.1");
                assertThat(finding.evidence()).isNotEmpty();
                assertThat(finding.fault().faultClass().exitCode()).isPositive();
            });
        }
    }
}
