package dev.weir.analysis.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.analysis.capture.Frames;
import dev.weir.analysis.capture.SegmentReader;
import dev.weir.wire.pcap.CaptureRecord.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Two places 10 ms apart; the clock at the server's is 5 s ahead. */
class PairingTest {
    private static final String SYN_OPTIONS = "020405b4" + "01030302"; // MSS 1460, window scale 2
    private static final String TIMESTAMP_7 = "0101080a" + "00000007" + "00000000";
    private static final String TIMESTAMP_8 = "0101080a" + "00000008" + "00000000";
    private static final long AHEAD_MICROS = 5_000_000;
    private static final long WAY_MICROS = 10_000;

    private final Frames frames = new Frames(false);
    private final List<Packet> client = new ArrayList<>();
    private final List<Packet> server = new ArrayList<>();
    private long micros = 1_000_000;
    private double drift;

    private void atClient(long at, boolean fromClient, String flags, long seq, long ack, String options, int length) {
        client.add(frames.packet(at, fromClient, flags, seq, ack, 1000, options, length));
    }

    private void atServer(long at, boolean fromClient, String flags, long seq, long ack, String options, int length) {
        long byItsClock = at + AHEAD_MICROS + Math.round((at - 1_000_000) * drift);
        server.add(frames.packet(byItsClock, fromClient, flags, seq, ack, 1000, options, length));
    }

    private void crosses(boolean fromClient, String flags, long seq, long ack, String options, int length) {
        if (fromClient) {
            atClient(micros, true, flags, seq, ack, options, length);
            atServer(micros + WAY_MICROS, true, flags, seq, ack, options, length);
        } else {
            atServer(micros, false, flags, seq, ack, options, length);
            atClient(micros + WAY_MICROS, false, flags, seq, ack, options, length);
        }
        micros += WAY_MICROS;
    }

    private void handshake() {
        crosses(true, "S", 100, 0, SYN_OPTIONS, 0);
        crosses(false, "S.", 300, 101, SYN_OPTIONS, 0);
        crosses(true, ".", 101, 301, "", 0);
    }

    private void talk(int turns) {
        handshake();
        for (int i = 0; i < turns; i++) {
            crosses(true, ".", 101 + 100L * i, 301 + 50L * i, "", 100);
            crosses(false, ".", 301 + 50L * i, 201 + 100L * i, "", 50);
        }
    }

    private static void read(List<Packet> packets, Consumer<CapturedSegment> to) {
        var reader = new SegmentReader();
        for (var packet : packets) {
            assertThat(reader.read(packet)).isTrue();
            to.accept(reader.segment());
        }
    }

    private static Openings openings(List<Packet> packets) {
        var openings = new Openings();
        read(packets, openings::accept);
        return openings;
    }

    private static Recording recording(List<Packet> packets, List<Packet> elsewhere) {
        var recording = new Recording(openings(elsewhere));
        read(packets, recording::accept);
        return recording;
    }

    private static Pairing pairing(List<Packet> first, List<Packet> second) {
        return new Pairing(recording(first, second), recording(second, first));
    }

    private PairedConnection pair() {
        var pairing = pairing(client, server);
        assertThat(pairing.size()).isEqualTo(1);
        assertThat(pairing.firstIsAtClient()).isTrue();
        return pairing.connections().getFirst();
    }

    @Test
    void clocksAreAlignedAndNothingIsLost() {
        talk(10);
        var pair = pair();
        assertThat(pair.clock().offsetNanos()).isEqualTo(AHEAD_MICROS * 1000);
        assertThat(pair.toServer().lost()).isZero();
        assertThat(pair.toClient().strangers()).isZero();
        assertThat(pair.toServer().delays().greatest()).isEqualTo(WAY_MICROS * 1000);
        assertThat(pair.roundTripNanos()).isEqualTo(2 * WAY_MICROS * 1000);
        assertThat(pair.changes()).isEmpty();
    }

    @Test
    void orderOfTheFilesDoesNotMatter() {
        handshake();
        var pairing = pairing(server, client);
        assertThat(pairing.firstIsAtClient()).isFalse();
        assertThat(pairing.connections().getFirst().clock().offsetNanos()).isEqualTo(AHEAD_MICROS * 1000);
    }

    @Test
    void clockThatGainsIsFound() {
        drift = 50e-6;
        talk(400);
        var pair = pair();
        assertThat(pair.clock().driftPpm()).isCloseTo(50, within(2.0));
        assertThat(pair.toServer().delays().greatest() - pair.toServer().delays().least()).isLessThan(50_000);
    }

    @Test
    void whatIsSeenAtOnePlaceOnlyIsLost() {
        handshake();
        atClient(micros, true, ".", 101, 301, "", 100);
        micros += 1000;
        crosses(true, ".", 201, 301, "", 100);
        micros += 200_000;
        crosses(true, ".", 101, 301, "", 100); // the same again: this one arrives
        var toServer = pair().toServer();
        assertThat(toServer.sent()).isEqualTo(5);
        assertThat(toServer.lost()).isEqualTo(1);
        assertThat(toServer.lostBytes()).isEqualTo(100);
        assertThat(toServer.delays().greatest()).isEqualTo(WAY_MICROS * 1000);
        assertThat(toServer.lostFrames()).containsExactly(4L);
    }

    @Test
    void resetThatNobodySentWasMadeOnTheWay() {
        handshake();
        crosses(true, ".", 101, 301, "", 100);
        atServer(micros, true, "R", 201, 0, "", 0);
        assertThat(pair().toServer().strangers()).isEqualTo(1);
        assertThat(pair().toServer().strangeResets()).isEqualTo(1);
    }

    @Test
    void packetThatComesTwiceIsNoStranger() {
        handshake();
        crosses(true, ".", 101, 301, "", 100);
        atServer(micros + 500, true, ".", 101, 301, "", 100);
        assertThat(pair().toServer().duplicated()).isEqualTo(1);
        assertThat(pair().toServer().strangers()).isZero();
    }

    @Test
    void largeSegmentThatTheCardCutsIsNotLost() {
        handshake();
        atClient(micros, true, ".", 101, 301, "", 3000);
        for (int i = 0; i < 3; i++) atServer(micros + WAY_MICROS + i, true, ".", 101 + 1000L * i, 301, "", 1000);
        assertThat(pair().toServer().lost()).isZero();
        assertThat(pair().toServer().strangers()).isZero();
    }

    @Test
    void smallSegmentsThatTheCardJoinsAreNotLost() {
        handshake();
        for (int i = 0; i < 3; i++) atClient(micros + i, true, ".", 101 + 1000L * i, 301, "", 1000);
        atServer(micros + WAY_MICROS, true, ".", 101, 301, "", 3000);
        assertThat(pair().toServer().lost()).isZero();
        assertThat(pair().toServer().strangers()).isZero();
    }

    @Test
    void pieceThatIsMissingOfALargeSegmentIsCounted() {
        handshake();
        atClient(micros, true, ".", 101, 301, "", 3000);
        for (int i : new int[] {0, 2}) atServer(micros + WAY_MICROS, true, ".", 101 + 1000L * i, 301, "", 1000);
        assertThat(pair().toServer().lost()).isEqualTo(1);
        assertThat(pair().toServer().lostBytes()).isEqualTo(1000);
    }

    @Test
    void clampedAndStrippedOptionsAreSaid() {
        atClient(micros, true, "S", 100, 0, SYN_OPTIONS, 0);
        atServer(micros + WAY_MICROS, true, "S", 100, 0, "02040578" + "01010101", 0);
        assertThat(pair().changes()).extracting(Change::kind)
                .containsExactly(Change.Kind.MSS_CLAMPED, Change.Kind.WINDOW_SCALE_STRIPPED);
        assertThat(pair().changes().getFirst().text()).isEqualTo("SYN: MSS 1460 became 1400");
    }

    @Test
    void captureOfSomethingElseHasNoConnectionInCommon() {
        handshake();
        assertThat(openings(client).shareSome(openings(List.of()))).isFalse();
        var pairing = pairing(client, List.of());
        assertThat(pairing.size()).isZero();
        assertThat(pairing.onlyInFirst()).isEqualTo(1);
    }

    @Test
    void initialNumberThatADeviceDrewIsNoObstacle() {
        atClient(micros, true, "S", 100, 0, TIMESTAMP_7, 0);
        atServer(micros + WAY_MICROS, true, "S", 5100, 0, TIMESTAMP_7, 0);
        assertThat(pair().changes()).extracting(Change::kind).containsExactly(Change.Kind.SEQUENCE_SHIFTED);
    }

    @Test
    void samePortsLaterAreAnotherConnection() {
        atClient(micros, true, "S", 100, 0, TIMESTAMP_7, 0);
        atServer(micros + 60_000_000, true, "S", 900_000, 0, TIMESTAMP_8, 0);
        assertThat(openings(client).shareSome(openings(server))).isFalse();
    }

    @Test
    void connectionThatOnePlaceDidNotSeeIsCounted() {
        handshake();
        atClient(micros, true, "S", 777, 0, TIMESTAMP_8, 0);
        var pairing = pairing(client, server);
        assertThat(pairing.size()).isEqualTo(1);
        assertThat(pairing.onlyInFirst()).isEqualTo(1);
        assertThat(pairing.onlyInSecond()).isZero();
    }
}
