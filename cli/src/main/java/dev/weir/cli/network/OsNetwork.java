package dev.weir.cli.network;

import dev.weir.core.event.State;
import dev.weir.core.tcp.Admission;
import dev.weir.io.OsCapture;
import dev.weir.io.os.SocketDiag;
import dev.weir.io.os.SocketUser;
import dev.weir.io.os.TcpSocket;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The operating system's TCP: the JDK's own sockets. */
public final class OsNetwork implements Network {
    private final Optional<OsCapture> capture;
    private final Runnable afterwards;

    public OsNetwork() {
        capture = Optional.empty();
        afterwards = () -> { };
    }

    /**
     * @param capture of what its sockets do; closed with this
     * @param afterwards done when that is closed
     */
    OsNetwork(OsCapture capture, Runnable afterwards) {
        this.capture = Optional.of(capture);
        this.afterwards = afterwards;
    }

    @Override
    public String tcp() {
        return "os";
    }

    @Override
    public Socket socket() {
        return capture.map(OsCapture::socket).orElseGet(Socket::new);
    }

    @Override
    public ServerSocket serverSocket(Admission admission) throws IOException {
        return capture.isPresent() ? capture.get().serverSocket() : new ServerSocket();
    }

    @Override
    public boolean filtersEarly() {
        return false;
    }

    @Override
    public List<InetAddress> addresses() {
        var all = new ArrayList<>(Addresses.ofThisHost());
        all.sort(Comparator.comparing(address -> !(address instanceof Inet4Address)));
        all.add(InetAddress.getLoopbackAddress());
        return all;
    }

    @Override
    public String reach(InetAddress listening) {
        if (listening.isLoopbackAddress()) return "from this host only";
        return listening.isAnyLocalAddress() ? "from anywhere" : "from wherever it is reached";
    }

    @Override
    public List<String> hintsToServe() {
        return List.of();
    }

    @Override
    public List<String> hintsToConnect(InetAddress remote) {
        return List.of();
    }

    @Override
    public String commandPrefix() {
        return "";
    }

    @Override
    public Optional<Measurement> measure(Socket socket) {
        if (socket.isClosed() || !socket.isConnected()) return Optional.empty();
        try {
            return SocketDiag.find((InetSocketAddress) socket.getLocalSocketAddress(),
                    (InetSocketAddress) socket.getRemoteSocketAddress()).flatMap(TcpSocket::info).map(Measurement::of);
        } catch (IOException e) {
            return Optional.empty(); // this operating system does not tell
        }
    }

    @Override
    public OptionalLong synsSent(Socket connecting, InetSocketAddress remote) {
        try {
            return SocketDiag.to(remote).stream().filter(socket -> socket.state() == State.SYN_SENT)
                    .flatMap(socket -> socket.info().stream()).mapToLong(info -> 1 + info.retransmissions()).findFirst();
        } catch (IOException e) {
            return OptionalLong.empty(); // this operating system does not tell
        }
    }

    @Override
    public Optional<String> userOf(int port) {
        return SocketUser.ofPort(port).map(SocketUser::toString);
    }

    /** The kernel goes on with what it has after the process has ended. */
    @Override
    public void close() {
        capture.ifPresent(OsCapture::close);
        afterwards.run();
    }
}
