package dev.weir.cli.swarm;

import dev.weir.cli.console.CommandFailed;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Observer;
import dev.weir.core.link.ImpairedLink;
import dev.weir.core.link.Impairment;
import dev.weir.core.link.Link;
import dev.weir.core.link.MemoryLink;
import dev.weir.io.EventLoop;
import dev.weir.io.TunConfig;
import dev.weir.io.TunLink;
import dev.weir.io.TunUnavailable;
import dev.weir.lab.Payload;
import dev.weir.lab.swarm.Behaviour.Ending;
import dev.weir.lab.swarm.Coverage;
import dev.weir.lab.swarm.Gate;
import dev.weir.lab.swarm.Outcome;
import dev.weir.lab.swarm.invariant.Breach;
import dev.weir.lab.VirtualTime;
import dev.weir.sockets.Sockets;
import dev.weir.wire.Cidr;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The same conversation of the same bytes over the same bad road, with Weir at both ends and with the operating system's
 * TCP at one of them: what the applications see must be the same. In real time, over a TUN device.
 */
final class KernelComparison {
    // In numbers: reading texts would load the JDK's network code, which looks once whether this host has IPv6 at all
    private static final Cidr KERNEL_IPV4 = new Cidr(IpAddress.ofIpv4(0x0a4e0001), 24); // 10.78.0.1
    private static final Cidr WEIR_IPV4 = new Cidr(IpAddress.ofIpv4(0x0a4e0002), 24);
    private static final Cidr KERNEL_IPV6 = new Cidr(new IpAddress(0xfd78_0000_0000_0000L, 1), 64); // fd78::1
    private static final Cidr WEIR_IPV6 = new Cidr(new IpAddress(0xfd78_0000_0000_0000L, 2), 64);
    private static final int PORT = 7778;
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int SILENT_EVERY = 10; // seeds

    /** What both applications saw. */
    private record Exchange(Sees client, Sees server) {}

    private KernelComparison() {}

    /** @throws CommandFailed if there can be no device, saying what is missing */
    static Outcome run(long seed) {
        var tamed = Tamed.of(seed);
        long begin = System.nanoTime();
        Optional<String> difference;
        try {
            difference = difference(tamed);
        } catch (TunUnavailable e) {
            throw unavailable(e);
        } catch (IOException e) {
            difference = Optional.of("failed: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            difference = Optional.of("interrupted");
        }
        var elapsed = Duration.ofNanos(System.nanoTime() - begin);
        var coverage = new Coverage();
        coverage.drawn(tamed.drawn().withConversations(List.of(tamed.conversation())));
        var breach = difference.map(what ->
                new Breach("same-as-the-kernel", "", VirtualTime.EPOCH_NANOS + elapsed.toNanos(),
                        tamed.conversation().mix().toString(), what));
        return new Outcome(tamed.drawn(), breach, "", elapsed, 0, coverage);
    }

    private static CommandFailed unavailable(TunUnavailable missing) {
        return new CommandFailed(missing.missing(), missing, missing.remedies().stream()
                .map(remedy -> remedy.replace("COMMAND", "./weir swarm --against kernel")).toList());
    }

    private static Optional<String> difference(Tamed tamed) throws IOException, InterruptedException {
        Exchange expected = null;
        for (Pairing pairing : Pairing.values()) {
            Exchange seen;
            try {
                seen = pairing == Pairing.WEIR_WITH_WEIR ? inMemory(tamed) : overTun(tamed, pairing);
            } catch (IllegalStateException e) {
                return Optional.of(pairing + ": " + e.getMessage());
            }
            if (expected == null) expected = seen;
            if (!isSame(tamed, expected.client(), seen.client()) || !isSame(tamed, expected.server(), seen.server())) {
                return Optional.of(pairing + ": the client sees " + seen.client() + ", the server " + seen.server() + "; "
                        + Pairing.WEIR_WITH_WEIR + ": " + expected.client() + " and " + expected.server());
            }
        }
        return Optional.empty();
    }

    /** Where somebody throws bytes away, how many arrive before is a matter of time. */
    private static boolean isSame(Tamed tamed, Sees expected, Sees seen) {
        var talk = tamed.conversation();
        boolean cut = talk.client().ending() == Ending.ABORT || talk.server().ending() == Ending.UNREAD;
        return expected.end() == seen.end() && (cut || expected.bytes() == seen.bytes());
    }

    // ---- the pairings

    private static Exchange inMemory(Tamed tamed) throws IOException, InterruptedException {
        var pair = MemoryLink.pair(tamed.mtu());
        boolean ipv6 = tamed.drawn().ipv6();
        var gate = new Gate(pair.a());
        Link road = road(gate, tamed.toServer(), tamed.toClient(), tamed);
        try (var server = stack(tamed.drawn().server().config(), ipv6 ? KERNEL_IPV6 : KERNEL_IPV4, pair.b());
                var client = stack(tamed.drawn().client().config(), ipv6 ? WEIR_IPV6 : WEIR_IPV4, road);
                var listener = Sockets.over(server).serverSocket(PORT); var socket = Sockets.over(client).socket()) {
            return converse(tamed, listener, socket, (ipv6 ? KERNEL_IPV6 : KERNEL_IPV4).address().toInetAddress(), gate);
        }
    }

    private static Exchange overTun(Tamed tamed, Pairing pairing) throws IOException, InterruptedException {
        boolean ipv6 = tamed.drawn().ipv6();
        var kernel = ipv6 ? KERNEL_IPV6 : KERNEL_IPV4;
        var weir = ipv6 ? WEIR_IPV6 : WEIR_IPV4;
        boolean asks = pairing == Pairing.WEIR_WITH_KERNEL;
        var tun = TunLink.open(TunConfig.of().withName("weir%d").withMtu(tamed.mtu()).withAddresses(List.of(kernel)));
        var gate = new Gate(tun);
        Link road = asks ? road(gate, tamed.toServer(), tamed.toClient(), tamed)
                : road(gate, tamed.toClient(), tamed.toServer(), tamed);
        try (var loop = stack((asks ? tamed.drawn().client() : tamed.drawn().server()).config(), weir, road)) {
            var sockets = Sockets.over(loop);
            if (asks) {
                try (var listener = new ServerSocket(PORT, 1, kernel.address().toInetAddress());
                        var socket = sockets.socket()) {
                    return converse(tamed, listener, socket, kernel.address().toInetAddress(), gate);
                }
            }
            try (var listener = sockets.serverSocket(PORT); var socket = new Socket()) {
                return converse(tamed, listener, socket, weir.address().toInetAddress(), gate);
            }
        }
    }

    private static Link road(Link inner, Impairment egress, Impairment ingress, Tamed tamed) {
        return new ImpairedLink(inner, egress, ingress, tamed.drawn().seed(), Observer.NONE);
    }

    private static EventLoop stack(StackConfig config, Cidr address, Link link) {
        return EventLoop.start(config.withAddresses(List.of(address)), link);
    }

    private static Exchange converse(Tamed tamed, ServerSocket listener, Socket client, InetAddress server, Gate gate)
            throws IOException, InterruptedException {
        boolean silent = tamed.drawn().seed() % SILENT_EVERY == 0;
        long seed = tamed.drawn().seed();
        var fromClient = new Payload(seed);
        var fromServer = new Payload(~seed);
        listener.setSoTimeout(PATIENCE_MILLIS);
        var serving = new FutureTask<>(() -> {
            try {
                var accepted = listener.accept();
                if (silent) return Silence.served(accepted, gate::shut);
                return new Speaker(tamed.conversation().server(), fromServer, fromClient, accepted).speak();
            } catch (SocketTimeoutException e) {
                return new Sees(0, Sees.End.RST); // it was gone before it could be accepted
            }
        });
        Thread.ofVirtual().name("swarm-serves").start(serving);
        client.connect(new InetSocketAddress(server, listener.getLocalPort()), PATIENCE_MILLIS);
        var asking = silent ? Silence.asked(client)
                : new Speaker(tamed.conversation().client(), fromClient, fromServer, client).speak();
        try {
            return new Exchange(asking, serving.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IllegalStateException wrong) throw wrong;
            throw new IOException("the server failed: " + e.getCause(), e.getCause());
        }
    }
}
