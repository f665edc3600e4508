package dev.weir.it;

import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Observer;
import dev.weir.core.link.ImpairedLink;
import dev.weir.core.link.Impairment;
import dev.weir.core.link.Link;
import dev.weir.io.EventLoop;
import dev.weir.io.NetworkNamespace;
import dev.weir.io.TunConfig;
import dev.weir.io.TunLink;
import dev.weir.sockets.Sockets;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/**
 * Weir and the kernel, one on each side of a TUN device, in a network namespace of the test's own. Threads started by
 * the body, and processes, live there too.
 */
final class Pair implements AutoCloseable {
    static final String KERNEL = "10.77.0.1";
    static final String WEIR = "10.77.0.2";
    static final String KERNEL_IPV6 = "fd77::1";
    static final String WEIR_IPV6 = "fd77::2";

    private final EventLoop loop;
    private final Sockets sockets;
    private final String device;

    private Pair(Link link, String device, StackConfig config) {
        this.device = device;
        this.loop = EventLoop.start(config.withAddresses(WEIR + "/24", WEIR_IPV6 + "/64"), link);
        this.sockets = Sockets.over(loop);
    }

    /** What a test does with the pair. */
    @FunctionalInterface
    interface Body {
        void run(Pair pair) throws Throwable;
    }

    static void run(Body body) throws Throwable {
        run(StackConfig.linux(), true, Impairment.NONE, body);
    }

    /** @param impairment of both directions */
    static void run(StackConfig config, boolean offload, Impairment impairment, Body body) throws Throwable {
        NetworkNamespace.run(() -> {
            var tun = TunLink.open(TunConfig.of(KERNEL + "/24", KERNEL_IPV6 + "/64").withOffload(offload));
            Command.run("ip", "link", "set", "lo", "up");
            Link link = impairment.equals(Impairment.NONE) ? tun : new ImpairedLink(tun, impairment, impairment, 42, Observer.NONE);
            try (var pair = new Pair(link, tun.name(), config)) {
                body.run(pair);
            }
        });
    }

    Sockets sockets() {
        return sockets;
    }

    EventLoop loop() {
        return loop;
    }

    String device() {
        return device;
    }

    ServerSocket listen(boolean weir, int port) throws IOException {
        return weir ? sockets.serverSocketFactory().createServerSocket(port) : new ServerSocket(port);
    }

    /** @param weir who opens */
    Socket connect(boolean weir, boolean ipv6, int port) throws IOException {
        if (weir) return sockets.socketFactory().createSocket(ipv6 ? KERNEL_IPV6 : KERNEL, port);
        return new Socket(ipv6 ? WEIR_IPV6 : WEIR, port);
    }

    @Override
    public void close() {
        loop.close(Duration.ofSeconds(2));
    }
}
