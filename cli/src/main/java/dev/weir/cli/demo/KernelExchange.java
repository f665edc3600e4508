package dev.weir.cli.demo;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.Recording;
import dev.weir.analysis.Side;
import dev.weir.analysis.Summary;
import dev.weir.analysis.Timeline;
import dev.weir.cli.console.CommandFailed;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Observer;
import dev.weir.core.link.CapturedLink;
import dev.weir.core.link.CommentedCapture;
import dev.weir.core.link.ImpairedLink;
import dev.weir.core.link.Link;
import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.TcpInfo;
import dev.weir.io.EventLoop;
import dev.weir.io.LiveCapture;
import dev.weir.io.TunConfig;
import dev.weir.io.TunLink;
import dev.weir.io.TunUnavailable;
import dev.weir.sockets.Sockets;
import dev.weir.sockets.WeirSocket;
import dev.weir.wire.Cidr;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The same exchange between Weir's TCP and the operating system's, over a TUN device and in real time, with the same
 * bad road between. What the operating system's side thinks is not known; what it sends is.
 */
final class KernelExchange implements AutoCloseable {
    static final String WEIR = "weir";
    static final String KERNEL = "kernel";

    // In numbers: reading texts would load the JDK's network code, which looks once whether this host has IPv6 at all,
    // and in a fresh network namespace it has none until the device is there.
    private static final Cidr KERNEL_IPV4 = new Cidr(IpAddress.ofIpv4(0x0a4d0001), 24); // 10.77.0.1
    private static final Cidr WEIR_IPV4 = new Cidr(IpAddress.ofIpv4(0x0a4d0002), 24);
    private static final Cidr KERNEL_IPV6 = new Cidr(new IpAddress(0xfd77_0000_0000_0000L, 1), 64); // fd77::1
    private static final Cidr WEIR_IPV6 = new Cidr(new IpAddress(0xfd77_0000_0000_0000L, 2), 64);

    private static final int PATIENCE_MILLIS = 20_000;
    private static final double BEARABLE_LOSS = 0.1;
    private static final int LOOK_MILLIS = 5;
    private static final int CHUNK = 16 << 10;

    private final Scenario scenario;
    private final InetAddress kernelAddress;
    private final InetAddress weirAddress;
    private final Optional<LiveCapture> file;
    private final Optional<CommentedCapture> comments;
    private final EventLoop loop;
    private final Sockets sockets;
    private volatile Recording recording = new Recording();

    /** @param packets sees what passes between Weir and the road; empty for nobody */
    private KernelExchange(Scenario scenario, TunLink tun, Cidr kernel, Cidr weir, Optional<LiveCapture> packets) {
        this.scenario = scenario;
        this.kernelAddress = kernel.address().toInetAddress();
        this.weirAddress = weir.address().toInetAddress();
        this.file = packets;
        this.comments = packets.map(CommentedCapture::new);
        var observer = comments.isPresent() ? Observer.all(recorder(), comments.get()) : recorder();
        Link link = new ImpairedLink(tun, scenario.toClient(), scenario.toServer(), scenario.seed(), observer);
        if (comments.isPresent()) link = new CapturedLink(link, comments.get());
        this.loop = EventLoop.start(StackConfig.linux().withAddresses(List.of(weir)), link, observer);
        this.sockets = Sockets.over(loop);
    }

    /**
     * Opens the device and puts a stack on it.
     *
     * @param device with {@code %d} for the first free number
     * @param pcap where packets are written to
     * @throws TunUnavailable saying what is missing
     */
    static KernelExchange open(Scenario scenario, String device, Optional<Path> pcap,
            Consumer<IOException> onPcapFailure) throws IOException {
        var kernel = scenario.ipv6() ? KERNEL_IPV6 : KERNEL_IPV4;
        var weir = scenario.ipv6() ? WEIR_IPV6 : WEIR_IPV4;
        var tun = TunLink.open(TunConfig.of().withName(device).withMtu(scenario.mtu()).withAddresses(List.of(kernel)));
        try {
            Optional<LiveCapture> packets = pcap.isEmpty() ? Optional.empty()
                    : Optional.of(LiveCapture.start(pcap.get(), tun.name(), "weir demo", onPcapFailure));
            return new KernelExchange(scenario, tun, kernel, weir, packets);
        } catch (IOException e) {
            tun.close();
            throw e;
        }
    }

    /** Passes on to the recording of the exchange that runs now. */
    private Observer recorder() {
        return new Observer() {
            @Override
            public boolean wants(EventKind kind) {
                return true;
            }

            @Override
            public void on(Event event) {
                recording.add(WEIR, event);
            }
        };
    }

    /** The operating system's TCP asks, Weir's serves. */
    Exchange weirServes() {
        recording = new Recording();
        try (var listener = sockets.serverSocket(Exchange.PORT); var client = new Socket()) {
            return run(listener, client, weirAddress);
        } catch (IOException e) {
            throw failed("the operating system's TCP connects, Weir's serves", e);
        }
    }

    /** Weir's TCP asks, the operating system's serves. */
    Exchange weirAsks() {
        recording = new Recording();
        try (var listener = new ServerSocket(0, 1, kernelAddress); var client = sockets.socket()) {
            return run(listener, client, kernelAddress);
        } catch (IOException e) {
            throw failed("Weir's TCP connects, the operating system's serves", e);
        }
    }

    private CommandFailed failed(String role, IOException e) {
        String what = "the exchange over TUN failed (" + role + "): " + e.getMessage();
        if (scenario.toClient().loss() > BEARABLE_LOSS) return new CommandFailed(what, e, "less loss: --loss 1%");
        return new CommandFailed(what, e,
                "a firewall may forbid it: sudo nft list ruleset",
                "a network of its own has none: unshare -Urn --keep-caps ./weir demo --via tun");
    }

    private Exchange run(ServerSocket listener, Socket client, InetAddress server) throws IOException {
        listener.setSoTimeout(PATIENCE_MILLIS);
        var serving = new FutureTask<>(() -> serve(listener.accept()));
        Thread.ofVirtual().name("demo-server").start(serving);
        client.connect(new InetSocketAddress(server, listener.getLocalPort()), PATIENCE_MILLIS);
        ask(client);
        Socket served = joined(serving);
        boolean weirAsks = client instanceof WeirSocket;
        var connection = ((WeirSocket) (weirAsks ? client : served)).connection().orElseThrow();
        awaitEnd(connection);
        return exchange(connection, weirAsks ? Side.CLIENT : Side.SERVER);
    }

    private Exchange exchange(Connection connection, Side side) {
        var infos = new EnumMap<Side, TcpInfo>(Side.class);
        infos.put(side, loop.submit((stack, now) -> connection.info(now)));
        var flow = side == Side.CLIENT ? connection.flow() : connection.flow().reversed();
        var timeline = side == Side.CLIENT ? Timeline.of(recording, WEIR, KERNEL, flow)
                : Timeline.of(recording, KERNEL, WEIR, flow);
        return new Exchange(scenario, timeline, Summary.of(timeline, infos), connection.closeReason());
    }

    private static Socket joined(FutureTask<Socket> serving) throws IOException {
        try {
            return serving.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the server did not come to an end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Until both FINs are exchanged; the ladder shows them. */
    private static void awaitEnd(Connection connection) throws IOException {
        try {
            for (int waited = 0; connection.closeReason() == CloseReason.NONE && waited < PATIENCE_MILLIS;
                    waited += LOOK_MILLIS) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void ask(Socket socket) throws IOException {
        try (socket) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(DemoClient.request(scenario.bytes()));
            var in = socket.getInputStream();
            var buffer = new byte[CHUNK];
            for (long received = 0; received < scenario.bytes(); ) {
                int count = in.read(buffer, 0, (int) Math.min(CHUNK, scenario.bytes() - received));
                if (count < 0) throw new IOException("the answer ended after " + received + " bytes");
                if (!Answer.matches(buffer, count, received)) throw new IOException("wrong bytes after " + received);
                received += count;
            }
        }
    }

    private Socket serve(Socket socket) throws IOException {
        try (socket) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            var in = socket.getInputStream();
            readLine(in);
            var out = socket.getOutputStream();
            var buffer = new byte[CHUNK];
            for (long written = 0; written < scenario.bytes(); ) {
                int count = (int) Math.min(CHUNK, scenario.bytes() - written);
                Answer.fill(buffer, count, written);
                out.write(buffer, 0, count);
                written += count;
            }
            if (in.read() >= 0) throw new IOException("the client sent more than its request");
        }
        return socket;
    }

    private static void readLine(InputStream in) throws IOException {
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) throw new IOException("the request ended before its end of line");
        }
    }

    /** What is missing to open a device, and what to type instead of this command. */
    static CommandFailed unavailable(TunUnavailable missing) {
        return new CommandFailed(missing.missing(), missing, missing.remedies().stream()
                .map(remedy -> remedy.replace("COMMAND", "./weir demo --via tun")).collect(Collectors.toList()));
    }

    /** Packets in the capture, and those that it had to leave out. */
    String captured() {
        return file.map(packets -> Quantity.count(packets.captured() - packets.lost(), "packet")
                + (packets.lost() > 0 ? " (" + packets.lost() + " more were too fast)" : "")).orElse("");
    }

    @Override
    public void close() {
        loop.close();
        comments.ifPresent(CommentedCapture::flush);
        file.ifPresent(LiveCapture::close);
    }
}
