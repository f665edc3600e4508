package dev.weir.lab.net;

import dev.weir.core.event.CloseReason;
import dev.weir.lab.Payload;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.Sink;
import dev.weir.lab.box.Middlebox;
import dev.weir.lab.packet.Cause;
import dev.weir.wire.IpAddress;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** One upload from client to server, and how it ended. */
public final class Run {
    private static final Payload PAYLOAD = new Payload(5);

    private final Network net;
    private final Sink sink = new Sink(PAYLOAD);
    private final Bulk bulk;

    private Duration took;

    private Run(Network net, IpAddress server, long bytes) {
        this.net = net;
        this.bulk = new Bulk(PAYLOAD, bytes);
        net.host("server").listen(80, () -> sink);
        net.host("client").connect(server, 80, bulk);
    }

    /** Client, box, router, server; 10 ms each way behind the box. */
    public static Run through(Middlebox habit, boolean ipv6, long bytes) {
        return through(builder -> builder, ipv6, bytes, habit);
    }

    public static Run through(UnaryOperator<NetworkBuilder> more, boolean ipv6, long bytes, Middlebox... habits) {
        return of(more.apply(behind(habits)).build(), ipv6, bytes);
    }

    /** Client, box, router, server; 10 ms each way behind the box. */
    public static NetworkBuilder behind(Middlebox... habits) {
        return Network.builder()
                .host("client", host -> host.address("192.168.0.2/24", "fd01::2/64"))
                .box("box", habits).router("router")
                .host("server", host -> host.address("198.51.100.1/24", "2001:db8::1/64"))
                .link("client", "box").link("box", "router", link -> link.delay(Duration.ofMillis(10)))
                .link("router", "server");
    }

    /** A network with a client and a server; runs it to the end. */
    public static Run of(Network net, boolean ipv6, long bytes) {
        var run = new Run(net, net.address("server", ipv6), bytes);
        net.time().runUntil(() -> run.sink.isComplete() || run.end() != CloseReason.NONE);
        run.took = net.time().elapsed();
        net.run();
        return run;
    }

    /** The same without running. */
    public static Run prepared(Network net, long bytes, Consumer<Network> before) {
        before.accept(net);
        return new Run(net, net.address("server"), bytes);
    }

    public Network net() {
        return net;
    }

    /** Until the server had everything, or it failed. */
    public Duration took() {
        return took;
    }

    public long received() {
        return sink.received();
    }

    public boolean isComplete() {
        return sink.isComplete();
    }

    public CloseReason end() {
        return bulk.end();
    }

    public CloseReason serverEnd() {
        return sink.end();
    }

    public long count(String node, Cause cause) {
        return net.node(node).place().count(cause);
    }
}
