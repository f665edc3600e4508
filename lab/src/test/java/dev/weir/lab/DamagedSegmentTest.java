package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Observer;
import dev.weir.core.event.State;
import dev.weir.core.link.Doorbell;
import dev.weir.core.link.Frame;
import dev.weir.core.link.Impairment;
import dev.weir.core.link.ImpairedLink;
import dev.weir.core.link.Link;
import dev.weir.core.link.LinkCapabilities;
import dev.weir.core.link.MemoryLink;
import dev.weir.core.link.OutgoingPacket;
import dev.weir.lab.actor.Requester;
import dev.weir.lab.actor.Responder;
import dev.weir.wire.IpAddress;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every single bit of every segment of a conversation, turned over: nobody notices, in any state. */
class DamagedSegmentTest {
    /** Hands over, before each packet, copies of it with one bit of the TCP segment changed, bit by bit. */
    private static final class OneBitOff implements Link {
        private final Link inner;
        private byte[] intact = {};
        private int nextBit;
        private int damaged;

        OneBitOff(Link inner) {
            this.inner = inner;
        }

        @Override
        public boolean receive(Frame frame, long now) {
            if (nextBit > intact.length * 8) {
                if (!inner.receive(frame, now)) return false;
                intact = new byte[frame.length()];
                MemorySegment.copy(frame.segment(), frame.offset(), MemorySegment.ofArray(intact), 0, intact.length);
                boolean ipv4 = intact[0] >>> 4 == 4;
                nextBit = 8 * (ipv4 ? Ipv4Header.MINIMUM_LENGTH : Ipv6Header.LENGTH);
            }
            byte[] copy = intact.clone();
            if (nextBit < intact.length * 8) {
                copy[nextBit / 8] ^= (byte) (1 << nextBit % 8);
                damaged++;
            }
            nextBit++;
            frame.set(MemorySegment.ofArray(copy), 0, copy.length);
            return true;
        }

        @Override
        public LinkCapabilities capabilities() {
            return inner.capabilities();
        }

        @Override
        public boolean send(OutgoingPacket packet, long now) {
            return inner.send(packet, now);
        }

        @Override
        public long nextDeadline() {
            return inner.nextDeadline();
        }

        @Override
        public void onArrival(Doorbell doorbell) {
            inner.onArrival(doorbell);
        }

        @Override
        public Doorbell peer() {
            return inner.peer();
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    /** What a host sent, and which states it saw. */
    private static final class Diary implements Observer {
        final List<String> entries = new ArrayList<>();
        final Set<State> states = EnumSet.noneOf(State.class);

        @Override
        public boolean wants(EventKind kind) {
            return kind == EventKind.SEGMENT_SENT || kind == EventKind.STATE_CHANGED || kind == EventKind.CONNECTION_ENDED;
        }

        @Override
        public void on(Event event) {
            entries.add(event.toString());
            if (event instanceof Event.StateChanged changed) states.add(changed.to());
        }
    }

    private record Conversation(Diary client, Diary server, int damaged, long dropped) {}

    private static Conversation converse(String client, String server, boolean damage) {
        var time = new VirtualTime();
        var pair = MemoryLink.pair(LinkCapabilities.plain(1500), 1 << 20);
        var impairment = Impairment.NONE.withDelay(Duration.ofMillis(5)).withRate(1_000_000);
        var road = new ImpairedLink(pair.a(), impairment, impairment, 1, Observer.NONE);
        var toClient = new OneBitOff(road);
        var toServer = new OneBitOff(pair.b());
        var config = StackConfig.linux();
        var fromClient = new Diary();
        var fromServer = new Diary();
        Host left = time.host("client", config.withAddresses(client), damage ? toClient : road, 1, fromClient);
        Host right = time.host("server", config.withAddresses(server), damage ? toServer : pair.b(), 2,
                fromServer);
        var payload = new Payload(1);
        right.listen(80, () -> new Responder(200, payload, 2500));
        var requester = new Requester(200, payload);
        left.connect(IpAddress.parse(server.substring(0, server.indexOf('/'))), 80, requester);
        time.run();
        assertThat(requester.isComplete()).isTrue();
        return new Conversation(fromClient, fromServer, toClient.damaged + toServer.damaged, dropped(left) + dropped(right));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1/24, 10.0.0.2/24", "fd00::1/64, fd00::2/64"})
    @Rfc({"9293#3.1", "MUST-3"})
    void noSegmentWithAWrongBitIsEvenNoticed(String client, String server) {
        Conversation clean = converse(client, server, false);
        Conversation damaged = converse(client, server, true);
        assertThat(damaged.client().entries).isEqualTo(clean.client().entries);
        assertThat(damaged.server().entries).isEqualTo(clean.server().entries);
        assertThat(damaged.damaged()).isGreaterThan(20_000);
        assertThat(damaged.dropped()).isEqualTo(damaged.damaged());
        assertThat(clean.dropped()).isZero();
        var states = EnumSet.copyOf(clean.client().states);
        states.addAll(clean.server().states);
        assertThat(states).contains(State.SYN_SENT, State.SYN_RECEIVED, State.ESTABLISHED, State.FIN_WAIT_1,
                State.FIN_WAIT_2, State.CLOSE_WAIT, State.LAST_ACK, State.TIME_WAIT);
    }

    private static long dropped(Host host) {
        var counters = host.stack().counters();
        return counters.count(DropReason.BAD_TCP_CHECKSUM) + counters.count(DropReason.BAD_TCP_HEADER);
    }
}
