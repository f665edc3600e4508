package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.buffer.ChunkPool;
import dev.weir.core.config.EcnConfig;
import dev.weir.core.config.StackConfig;
import dev.weir.core.config.TcpConfig;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.ip.Packet;
import dev.weir.core.tcp.Admission;
import dev.weir.core.tcp.Connection;
import dev.weir.wire.IpProtocol;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reason for which TCP drops a segment occurs, is counted once and told once. */
class DropReasonsTest {
    private OneHost host = new OneHost();
    private Peer peer = host.peer(5000, 80);

    static Set<DropReason> reasonsOfTcp() {
        return EnumSet.range(DropReason.BAD_TCP_HEADER, DropReason.IN_TIME_WAIT);
    }

    @ParameterizedTest
    @MethodSource("reasonsOfTcp")
    @Rfc("9293#3.10.7")
    void everyReasonOccursIsCountedAndToldOnce(DropReason reason) {
        byte[] last = packetDroppedFor(reason);
        host.turn();
        host.events.clear();
        assertThat(host.stack.counters().count(reason)).isZero();
        host.receive(last);
        assertThat(host.stack.counters().count(reason)).isOne();
        int told = reason == DropReason.CONNECTION_ENDED ? 0 : 1; // for that there is an event of its own
        assertThat(host.events(Event.Dropped.class)).hasSize(told)
                .allSatisfy(event -> assertThat(event.reason()).isEqualTo(reason));
    }

    private void host(UnaryOperator<TcpConfig> change) {
        host = new OneHost(StackConfig.linux().withTcp(change));
        peer = host.peer(5000, 80);
    }

    private Connection established() {
        return peer.connect(host.listen(80), peer.segment("S").mss(1460).sackPermitted());
    }

    private Connection stamped() {
        return peer.connect(host.listen(80), peer.segment("S").mss(1460).timestamps(1000, 0));
    }

    /** A listener with a backlog of one, and so many SYNs. */
    private void full(int syns, boolean cookies) {
        host(tcp -> tcp.withHandshake(tcp.handshake().withSynCookies(cookies)));
        host.listen(80, 1, Admission.ALL);
        for (int i = 1; i <= syns; i++) host.peer(6000 + i, 80).segment("S").mss(1460).arrives();
    }

    private byte[] packetDroppedFor(DropReason reason) {
        return switch (reason) {
            case BAD_TCP_HEADER -> Packet.from("10.0.0.2", "10.0.0.1").protocol(IpProtocol.TCP)
                    .payload(new byte[19]).bytes();
            case BAD_TCP_CHECKSUM -> {
                byte[] packet = peer.segment("S").mss(1460).packet();
                packet[packet.length - 1] ^= 1;
                yield packet;
            }
            case NOT_UNICAST -> Packet.from("10.0.0.2", "10.0.0.255").protocol(IpProtocol.TCP)
                    .payload(new byte[20]).bytes();
            case PORT_CLOSED -> peer.segment("S").packet();
            case FILTERED -> {
                host.listen(80, 1, (flow, open, ofPeer) -> new Admission.Verdict(Admission.Action.REJECT, "test"));
                yield peer.segment("S").packet();
            }
            case BACKLOG_FULL -> {
                full(2, false);
                yield peer.segment("S").packet();
            }
            case ACCEPT_QUEUE_FULL -> {
                var listener = host.listen(80, 1, Admission.ALL);
                for (int i = 1; i <= 2; i++) {
                    var other = host.peer(6000 + i, 80);
                    other.segment("S").mss(1460).arrives();
                    other.hears();
                    other.segment(".").seq(1).ack(1).arrives();
                }
                assertThat(listener.open()).isEqualTo(2);
                yield peer.segment("S").packet();
            }
            case BAD_COOKIE -> {
                full(3, true);
                yield peer.segment(".").seq(1).ack(1).packet();
            }
            case RESET_TO_LISTENER -> {
                host.listen(80);
                yield peer.segment("R").packet();
            }
            case ACK_TO_LISTENER -> {
                host.listen(80);
                yield peer.segment(".").packet();
            }
            case OUTSIDE_WINDOW -> {
                established();
                yield peer.segment(".").seq(100_000).ack(1).packet();
            }
            case OLD_TIMESTAMP -> {
                stamped();
                yield peer.segment(".").seq(1).ack(1).timestamps(999, 0).packet();
            }
            case NO_TIMESTAMP -> {
                host(tcp -> tcp.withSecurity(tcp.security().withTimestampsRequired(true)));
                stamped();
                yield peer.segment(".").seq(1).ack(1).packet();
            }
            case RESET_NOT_EXACT -> {
                established();
                yield peer.segment("R").seq(2).packet();
            }
            case RESET_UNACCEPTABLE -> {
                host.open(peer);
                yield peer.segment("R").packet();
            }
            case RESET_OF_ECN_SYN -> {
                host(tcp -> tcp.withEcn(EcnConfig.ACTIVE));
                host.open(peer);
                host.turn();
                yield peer.segment("R.").ack(1).packet();
            }
            case SYN_IN_WINDOW -> {
                established();
                yield peer.segment("S").seq(1).packet();
            }
            case NO_ACK -> {
                established();
                yield peer.segment("P").seq(1).data(5).packet();
            }
            case ACK_OF_UNSENT_DATA -> {
                established();
                yield peer.segment(".").seq(1).ack(2).packet();
            }
            case ACK_TOO_OLD -> {
                established();
                yield peer.segment(".").seq(1).ack(-70_000).packet();
            }
            case UNACCEPTABLE_ACK -> {
                host.open(peer);
                host.turn();
                yield peer.segment("S.").ack(2).packet();
            }
            case CONNECTION_ENDED -> {
                established();
                yield peer.segment("R").seq(1).packet();
            }
            case DATA_AFTER_CLOSE -> {
                established().close(host.now);
                yield peer.segment("P.").seq(1).ack(1).data(5).packet();
            }
            case DATA_AFTER_FIN -> {
                established();
                peer.segment("F.").seq(1).ack(1).arrives();
                yield peer.segment("P.").seq(2).ack(1).data(5).packet();
            }
            case DUPLICATE_DATA -> {
                established();
                peer.segment("P.").seq(11).ack(1).data(10).arrives();
                yield peer.segment("P.").seq(13).ack(1).data(5).packet();
            }
            case REASSEMBLY_LIMIT -> {
                host(tcp -> tcp.withBuffers(tcp.buffers().withHoles(1)));
                established();
                peer.segment("P.").seq(11).ack(1).data(10).arrives();
                yield peer.segment("P.").seq(31).ack(1).data(5).packet();
            }
            case BEYOND_BUFFER -> {
                host(tcp -> tcp.withBuffers(tcp.buffers().withReceiveBytes(2048)));
                established();
                yield peer.segment("P.").seq(1001).ack(1).data(1400).packet();
            }
            case NO_MEMORY -> {
                host = new OneHost(StackConfig.linux().withLimits(limits -> limits.withBufferBytes(1 << 16)));
                peer = host.peer(5000, 80);
                established();
                for (int i = 0; i < 3; i++) {
                    peer.segment("P.").seq(1 + i * ChunkPool.CHUNK_BYTES).ack(1).data(1400).arrives();
                }
                var other = host.peer(6000, 80);
                other.segment("S").mss(1460).arrives();
                other.hears();
                other.segment(".").seq(1).ack(1).data(1000).arrives();
                yield peer.segment("P.").seq(1 + 3 * ChunkPool.CHUNK_BYTES).ack(1).data(1400).packet();
            }
            case HANDSHAKE_DUPLICATE -> {
                host.listen(80);
                peer.segment("S").mss(1460).arrives();
                yield peer.segment("S").mss(1460).packet();
            }
            case IN_TIME_WAIT -> {
                var connection = established();
                connection.close(host.now);
                peer.hears();
                peer.segment("F.").seq(1).ack(2).arrives();
                yield peer.segment("F.").seq(1).ack(2).packet();
            }
            default -> throw new IllegalArgumentException(reason + " is not TCP's");
        };
    }
}
