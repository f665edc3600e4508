package dev.weir.cli.network;

import dev.weir.core.tcp.Admission;
import dev.weir.io.EventLoop;
import dev.weir.sockets.Sockets;
import dev.weir.sockets.WeirSocket;
import dev.weir.wire.Cidr;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A stack of Weir's on a TUN device, with the operating system as its neighbour. */
public final class WeirNetwork implements Network {
    private final EventLoop loop;
    private final Sockets sockets;
    private final String device;
    private final List<Cidr> peers;
    private final Runnable afterwards;

    /**
     * @param loop closed with this
     * @param device the name of its device
     * @param peers the operating system's addresses on it
     * @param afterwards done when the loop is closed
     */
    WeirNetwork(EventLoop loop, String device, List<Cidr> peers, Runnable afterwards) {
        this.loop = loop;
        this.sockets = Sockets.over(loop);
        this.device = device;
        this.peers = peers;
        this.afterwards = afterwards;
    }

    @Override
    public String tcp() {
        return "weir";
    }

    @Override
    public Socket socket() {
        return sockets.socket();
    }

    @Override
    public ServerSocket serverSocket(Admission admission) {
        return sockets.serverSocketFactory(admission).createServerSocket();
    }

    @Override
    public boolean filtersEarly() {
        return true;
    }

    private List<Cidr> own() {
        return loop.submit((stack, now) -> stack.config().addresses());
    }

    @Override
    public List<InetAddress> addresses() {
        return own().stream().map(cidr -> cidr.address().toInetAddress()).toList();
    }

    @Override
    public String reach(InetAddress listening) {
        return listening.isLoopbackAddress() ? "from nowhere: this is its own loopback" : "from this host (" + device + ")";
    }

    @Override
    public List<String> hintsToServe() {
        return Beyond.toServe(own().getFirst());
    }

    @Override
    public List<String> hintsToConnect(InetAddress remote) {
        if (remote.isLoopbackAddress()) {
            return List.of(Addresses.text(remote) + " is Weir itself here; this host is " + Addresses.list(
                    peers.stream().map(cidr -> cidr.address().toInetAddress()).toList()));
        }
        return own().stream().filter(cidr -> cidr.address().isIpv4() == (remote instanceof Inet4Address)).findFirst()
                .map(cidr -> Beyond.toConnect(cidr, remote, device)).orElse(List.of());
    }

    @Override
    public String commandPrefix() {
        return Place.prefix();
    }

    @Override
    public Optional<Measurement> measure(Socket socket) {
        return ((WeirSocket) socket).info().map(Measurement::of);
    }

    @Override
    public OptionalLong synsSent(Socket connecting, InetSocketAddress remote) {
        var info = ((WeirSocket) connecting).info();
        return info.isPresent() ? OptionalLong.of(info.get().segmentsSent()) : OptionalLong.empty();
    }

    /** The stack is this command's own. */
    @Override
    public Optional<String> userOf(int port) {
        return Optional.empty();
    }

    @Override
    public void close() {
        loop.close();
        afterwards.run();
    }
}
