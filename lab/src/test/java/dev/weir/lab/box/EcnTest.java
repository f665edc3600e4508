package dev.weir.lab.box;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Headers;
import dev.weir.lab.packet.Packet;
import dev.weir.lab.packet.PacketPool;
import dev.weir.lab.packet.Place;
import dev.weir.lab.packet.Segments;
import dev.weir.wire.TcpFlags;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EcnTest {
    private static final int ECT_0 = 2;
    private static final int CE = 3;
    private static final int ECN_SYN = TcpFlags.SYN | TcpFlags.ECE | TcpFlags.CWR;

    private final PacketPool pool = new PacketPool(10);
    private final Place place = new Place("box", pool, null);
    private final List<Packet> forwarded = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void marksAreCleared(boolean ipv6) {
        Packet packet = pass(Ecn.clearField(), ipv6, TcpFlags.ACK, CE);
        assertThat(packet.ecn()).isZero();
        assertThat(Segments.verifies(packet)).isTrue();
        assertThat(place.count(Cause.ECN_CLEARED)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theWishForEcnIsTakenOutOfTheHandshakeOnly(boolean ipv6) {
        Packet syn = pass(Ecn.clearNegotiation(), ipv6, ECN_SYN, 0);
        assertThat(Headers.tcpFlags(syn)).isEqualTo(TcpFlags.SYN);
        assertThat(Segments.verifies(syn)).isTrue();
        Packet later = pass(Ecn.clearNegotiation(), ipv6, TcpFlags.ACK | TcpFlags.ECE, ECT_0);
        assertThat(Headers.tcpFlags(later)).isEqualTo(TcpFlags.ACK | TcpFlags.ECE);
        assertThat(later.ecn()).isEqualTo(ECT_0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBoxThatFearsEcnDropsIt(boolean ipv6) {
        assertThat(pass(Lose.ecn(), ipv6, ECN_SYN, 0)).isNull();
        assertThat(pass(Lose.ecn(), ipv6, TcpFlags.ACK, ECT_0)).isNull();
        assertThat(pass(Lose.ecn(), ipv6, TcpFlags.SYN, 0)).isNotNull();
        assertThat(place.count(Cause.ECN_DROPPED)).isEqualTo(2);
        assertThat(pool.inUse()).isEqualTo(1);
    }

    /** Null if it was dropped. */
    private Packet pass(Middlebox habit, boolean ipv6, int flags, int ecn) {
        forwarded.clear();
        habit.pass(Segments.segment(pool, ipv6, flags, ecn), new Passage() {
            @Override
            public boolean isOutward() {
                return true;
            }

            @Override
            public Place place() {
                return place;
            }

            @Override
            public void forward(Packet packet, long now) {
                forwarded.add(packet);
            }

            @Override
            public void forwardAfter(long nanos, Packet packet, long now) {
                forwarded.add(packet);
            }

            @Override
            public void answer(Packet packet, long now) {
                throw new AssertionError("it answers nothing");
            }
        }, 0);
        return forwarded.isEmpty() ? null : forwarded.getFirst();
    }
}
