package dev.weir.lab.swarm;

import dev.weir.core.event.Observer;
import dev.weir.core.link.PacketSink;
import dev.weir.core.tcp.ConnectionOptions;
import dev.weir.core.time.Deadline;
import dev.weir.lab.Actor;
import dev.weir.lab.VirtualTime;
import dev.weir.lab.swarm.Configuration.Start;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Chooses the initial sequence number of the first connection. It follows from the clock, one more every 4 us (RFC 9293
 * 3.4.1), and from a key that the seed decides: so one run tells it, and the next begins as much later as is missing.
 */
final class FirstNumber implements Watch {
    private static final long NANOS_PER_NUMBER = 4_000;
    private static final Duration LONGEST_HANDSHAKE = Duration.ofMinutes(5);
    private static final int PORT = 9000;

    private final boolean ofClient;
    private OptionalInt number = OptionalInt.empty();

    private FirstNumber(boolean ofClient) {
        this.ofClient = ofClient;
    }

    /** When the simulation has to begin; at the epoch if that does not matter or cannot be told. */
    static long startFor(Configuration configuration) {
        var start = configuration.start();
        if (start.whose() == Start.Whose.NOBODY) return VirtualTime.EPOCH_NANOS;
        var watch = new FirstNumber(start.whose() == Start.Whose.CLIENT);
        var world = World.of(configuration, VirtualTime.EPOCH_NANOS, watch);
        var first = configuration.conversations().getFirst();
        var pair = first.number() % world.clients().size();
        int port = PORT + first.number();
        world.servers().get(pair).listen(port, () -> new Actor() { });
        world.time().at(first.start(), () -> world.clients().get(pair).connect(world.addresses().get(pair), port,
                Talker.options(ConnectionOptions.of(world.clients().get(pair).stack().config()),
                        first.client()), new Actor() { }));
        world.time().runUntil(() -> watch.number.isPresent(),
                Deadline.after(world.time().now(), LONGEST_HANDSHAKE.toNanos()));
        world.close();
        if (watch.number.isEmpty()) return VirtualTime.EPOCH_NANOS;
        int missing = -start.beforeWrap() - watch.number.getAsInt();
        return VirtualTime.EPOCH_NANOS + Integer.toUnsignedLong(missing) * NANOS_PER_NUMBER;
    }

    @Override
    public Observer observer() {
        return Observer.NONE;
    }

    @Override
    public PacketSink tap(String host) {
        if (host.startsWith("client") != ofClient) return (_, _, _, _, _) -> { };
        return (outbound, _, bytes, offset, _) -> {
            boolean ipv4 = Ipv4Header.version(bytes, offset) == 4;
            int protocol = ipv4 ? Ipv4Header.protocol(bytes, offset) : Ipv6Header.nextHeader(bytes, offset);
            long o = offset + (ipv4 ? Ipv4Header.headerLength(bytes, offset) : Ipv6Header.LENGTH);
            if (!outbound || protocol != IpProtocol.TCP || (TcpHeader.flags(bytes, o) & TcpFlags.SYN) == 0) return;
            if (number.isEmpty()) number = OptionalInt.of(TcpHeader.sequence(bytes, o));
        };
    }
}
