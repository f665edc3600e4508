package dev.weir.lab.box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.event.CloseReason;
import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.TcpInfo;
import dev.weir.lab.Payload;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.Sink;
import dev.weir.lab.net.Network;
import dev.weir.lab.net.Run;
import dev.weir.lab.packet.Cause;
import dev.weir.wire.TcpOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What single habits do to a connection that nobody told. */
class BoxesTest {
    private static final int BYTES = 100_000;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStrippedOptionIsNotNegotiated(boolean ipv6) {
        var net = Run.behind(StripOption.fromHandshake(TcpOption.TIMESTAMPS),
                StripOption.fromHandshake(TcpOption.SACK_PERMITTED)).build();
        var info = transfer(net, ipv6);
        assertThat(info.timestamps()).isFalse();
        assertThat(info.sack()).isFalse();
        assertThat(net.node("box").place().count(Cause.OPTION_REMOVED)).isEqualTo(2); // the SYN-ACK offers neither
    }

    @Test
    void aStrippedWindowScaleLeavesSmallWindows() {
        var info = transfer(Run.behind(StripOption.fromHandshake(TcpOption.WINDOW_SCALE)).build(), false);
        assertThat(info.sendWindowScale()).isZero();
        assertThat(info.sendWindowBytes()).isLessThanOrEqualTo(65_535);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClampedMssMakesSmallerSegments(boolean ipv6) {
        var net = Run.behind(new ClampMss(900)).build();
        var info = transfer(net, ipv6);
        assertThat(info.sendMss()).isEqualTo(900 - 12); // of which timestamps take 12
        assertThat(net.node("box").place().count(Cause.MSS_CLAMPED)).isEqualTo(2);
    }

    @Test
    void aBlackHoleStopsLargeSegmentsOnly() {
        var net = Run.behind(Lose.larger(1400)).build();
        var run = Run.prepared(net, BYTES, _ -> { });
        net.runFor(Duration.ofSeconds(30));
        assertThat(run.received()).isZero();
        assertThat(net.node("box").place().count(Cause.BLACK_HOLE)).isGreaterThan(10);
        assertThat(client(net).state().name()).isEqualTo("FIN_WAIT_1");
    }

    @Test
    void synsWithAnOptionAreLostUntilTheClientGivesUp() {
        var run = Run.through(Lose.synWithOption(TcpOption.TIMESTAMPS), false, 10);
        assertThat(run.end()).isEqualTo(CloseReason.CONNECT_TIMED_OUT);
        assertThat(run.count("box", Cause.SYN_WITH_OPTIONS)).isGreaterThan(4);
    }

    @Test
    void withoutIcmpThePathMtuIsNeverLearned() {
        var net = Network.builder().host("client").router("left").box("box", Lose.icmp()).router("middle")
                .router("right").host("server")
                .link("client", "left").link("left", "box").link("box", "middle")
                .link("middle", "right", link -> link.mtu(1200)).link("right", "server").build();
        var run = Run.prepared(net, BYTES, _ -> { });
        net.runFor(Duration.ofSeconds(30));
        assertThat(run.received()).isZero();
        assertThat(net.node("middle").place().count(Cause.ICMP_SENT)).isPositive();
        assertThat(net.node("box").place().count(Cause.ICMP_DROPPED))
                .isEqualTo(net.node("middle").place().count(Cause.ICMP_SENT));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aForgedResetEndsBothSides(boolean ipv6) {
        var run = Run.through(new ForgeReset(Match.DATA, "10", ForgeReset.Victim.BOTH, true), ipv6, BYTES);
        assertThat(run.end()).isEqualTo(CloseReason.RESET_BY_PEER);
        assertThat(run.serverEnd()).isEqualTo(CloseReason.RESET_BY_PEER);
        assertThat(run.count("box", Cause.RESET_FORGED)).isEqualTo(2);
    }

    @Test
    void aResetInsteadOfTheSynLooksLikeAClosedPort() {
        var run = Run.through(new ForgeReset(Match.SYN, "1-", ForgeReset.Victim.SENDER, false), false, 10);
        assertThat(run.end()).isEqualTo(CloseReason.REFUSED);
    }

    @Test
    void numberedLossHitsExactlyThosePackets() {
        var run = Run.through(Lose.numbered(Match.DATA.and(Match.OUTWARD), "3,20-21"), false, BYTES);
        assertThat(run.received()).isEqualTo(BYTES);
        assertThat(run.count("box", Cause.FILTERED)).isEqualTo(3);
    }

    @Test
    void whatIsHeldBackArrivesLate() {
        var run = Run.through(new HoldBack(Match.SYN_ACK, Duration.ofMillis(500)), false, 10);
        assertThat(run.end()).isEqualTo(CloseReason.CLOSED);
        assertThat(run.count("box", Cause.HELD_BACK)).isEqualTo(1);
        assertThat(run.net().time().elapsed()).isGreaterThan(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shiftedNumbersAreShiftedBackWithOrWithoutSack(boolean shiftsSack) {
        var run = Run.through(builder -> builder, false, BYTES, new ShiftSequence(0x7fff_1234, shiftsSack),
                Lose.numbered(Match.DATA.and(Match.OUTWARD), "5,9,30"));
        assertThat(run.received()).isEqualTo(BYTES);
        assertThat(run.end()).isEqualTo(CloseReason.CLOSED);
        assertThat(run.count("box", Cause.RENUMBERED)).isGreaterThan(100);
    }

    @Test
    void anAddressThatClosedConnectionsWithALaterTimestampIsRefusedForAWhile() {
        var net = Run.behind(new RecycleTimeWait(Duration.ofSeconds(5))).build();
        var payload = new Payload(1);
        net.host("server").listen(80, () -> new Sink(payload));
        int refused = 0;
        for (int i = 0; i < 8; i++) { // each flow has an offset of its own: some are behind the one before
            var before = net.time().elapsed();
            var bulk = new Bulk(payload, 10);
            net.host("client").connect(net.address("server"), 80, bulk);
            net.time().runUntil(() -> bulk.end() != CloseReason.NONE);
            net.runFor(Duration.ofMillis(200));
            assertThat(bulk.end()).isEqualTo(CloseReason.CLOSED);
            var took = net.time().elapsed().minus(before);
            if (took.compareTo(Duration.ofSeconds(1)) > 0) {
                refused++;
                assertThat(took).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(8));
            }
        }
        assertThat(refused).isBetween(1, 7);
        assertThat(net.node("box").place().count(Cause.OLD_TIMESTAMP)).isEqualTo(refused * 5L);
    }

    @Test
    void aBoxNeedsAnInsideAndAnOutside() {
        var builder = Network.builder().host("client").box("box").link("client", "box");
        assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("box needs two links");
    }

    private static TcpInfo transfer(Network net, boolean ipv6) {
        var server = net.address("server", ipv6);
        var payload = new Payload(1);
        var sink = new Sink(payload);
        net.host("server").listen(9, () -> sink);
        var session = net.host("client").connect(server, 9, new Bulk(payload, BYTES));
        net.time().runUntil(() -> sink.received() > 0);
        TcpInfo info = net.host("client").submit((_, now) -> session.connection().info(now));
        net.run();
        assertThat(sink.received()).isEqualTo(BYTES);
        return info;
    }

    private static Connection client(Network net) {
        return net.host("client").stack().tcp().connections().iterator().next();
    }
}
