package dev.weir.cli.network;

import dev.weir.core.tcp.Admission;
import dev.weir.io.EventLoop;
import dev.weir.sockets.Sockets;
import dev.weir.sockets.WeirSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.OptionalLong;

/** A stack of Weir's. */
public final class WeirNetwork implements Network {
    private final EventLoop loop;
    private final Sockets sockets;

    /** @param loop closed with this */
    public WeirNetwork(EventLoop loop) {
        this.loop = loop;
        this.sockets = Sockets.over(loop);
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

    /** The stack, for what sockets cannot say. */
    public EventLoop loop() {
        return loop;
    }

    @Override
    public void close() {
        loop.close();
    }
}
