package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.config.StackConfig;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Observer;
import dev.weir.core.ip.Packet;
import dev.weir.core.ip.RecordingLink;
import dev.weir.core.link.Link;
import dev.weir.core.tcp.Admission;
import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.Listener;
import dev.weir.core.time.Deadline;
import dev.weir.wire.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A whole stack, 10.0.0.1 and fd00::1, driven by hand: what is injected is received at once, what is owed leaves with
 * {@link #turn}. Every packet that leaves is checked for its checksums. Time stands still unless it is advanced.
 */
public final class OneHost {
    private static final int MOST_TURNS = 100_000;

    public final RecordingLink link = new RecordingLink(1500);
    public final List<Event> events = new ArrayList<>();
    public final Stack stack;
    /** sees each event first, and may fail */
    public Consumer<Event> trap;
    public long now = 1_000_000_000_000L;

    /** sees each packet that leaves */
    public Consumer<byte[]> tap = packet -> { };

    private final List<Peer> peers = new ArrayList<>();

    public OneHost() {
        this(StackConfig.linux());
    }

    /** @param config its addresses are replaced */
    public OneHost(StackConfig config) {
        this(config, 1);
    }

    public OneHost(StackConfig config, long seed) {
        this(config, seed, recorder -> recorder);
    }

    /** @param wrap puts another link around the one that records */
    public OneHost(StackConfig config, long seed, Function<Link, Link> wrap) {
        stack = new Stack(config.withAddresses("10.0.0.1/24", "fd00::1/64"), wrap.apply(link), seed, new Observer() {
            @Override
            public boolean wants(EventKind kind) {
                return true;
            }

            @Override
            public void on(Event event) {
                if (trap != null) trap.accept(event);
                events.add(event);
            }
        });
    }

    public Listener listen(int port) {
        return listen(port, 128, Admission.ALL);
    }

    public Listener listen(int port, int backlog, Admission admission) {
        return stack.execute((s, at) -> {
            var binding = s.tcp().bind(IpAddress.ANY_IPV6, port, true, at);
            var listener = s.tcp().listen(binding, backlog, s.tcp().defaultOptions(), admission, at);
            binding.release();
            return listener;
        }, now);
    }

    /** The other end, at 10.0.0.2 and this port, of a connection with our port. */
    public Peer peer(int remotePort, int localPort) {
        return peer("10.0.0.2", remotePort, localPort);
    }

    public Peer peer(String remote, int remotePort, int localPort) {
        var peer = new Peer(this, IpAddress.parse(remote), remotePort, localPort);
        peers.add(peer);
        return peer;
    }

    /** OPEN to this peer; our port is chosen by the stack, and the peer learns it. */
    public Connection open(Peer peer) {
        var connection = stack.execute((s, at) -> s.tcp().open(null, peer.address(), peer.port(),
                s.tcp().defaultOptions(), at), now);
        peer.localPort(connection.flow().localPort());
        return connection;
    }

    /** Received now; answers why it was dropped. */
    public DropReason receive(byte[] packet) {
        var before = stack.counters().drops();
        stack.receive(Packet.frame(packet), now);
        for (var reason : stack.counters().drops().keySet()) {
            if (stack.counters().count(reason) > before.getOrDefault(reason, 0L)) return reason;
        }
        return DropReason.NONE;
    }

    /** The application wrote or read. */
    public void changed(Connection connection) {
        stack.bell().push(connection);
    }

    /** Turns until nothing is due. Peers hear what was sent. */
    public void turn() {
        int turns = 0;
        while (stack.turn(now)) {
            if (++turns > MOST_TURNS) throw new AssertionError("the stack never comes to rest");
        }
        deliver();
    }

    /** Lets time pass, timer by timer. */
    public void advance(Duration time) {
        long end = now + time.toNanos();
        turn();
        int turns = 0;
        while (stack.nextDeadline() <= end) {
            now = Math.max(now, stack.nextDeadline());
            turn();
            if (++turns > MOST_TURNS) throw new AssertionError("timers fire without end");
        }
        now = end;
        turn();
    }

    public void advanceMillis(long millis) {
        advance(Duration.ofMillis(millis));
    }

    /** Until the next timer has fired; answers after how many nanoseconds. */
    public long advanceToTimer() {
        turn();
        long before = now;
        now = Math.max(now, stack.nextDeadline());
        turn();
        return now - before;
    }

    /** Everything that could leak has been given back: nothing is open, half-open, due, armed or in a buffer. */
    public void assertEmpty() {
        assertThat(stack.tcp().connections()).isEmpty();
        assertThat(stack.tcp().halfOpenCount()).isZero();
        assertThat(stack.tcp().timeWaitCount()).isZero();
        assertThat(stack.bufferBytesInUse()).isZero();
        assertThat(stack.nextDeadline()).isEqualTo(Deadline.NEVER);
        assertThat(stack.tcp().hasDue()).isFalse();
    }

    public <E extends Event> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void deliver() {
        for (byte[] packet : link.sent) {
            if (!Packet.verifies(packet)) throw new AssertionError("bad checksum sent");
            tap.accept(packet);
            for (var peer : peers) peer.hear(packet, now);
        }
        link.sent.clear();
    }
}
