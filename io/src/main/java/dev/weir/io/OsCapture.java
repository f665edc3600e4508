package dev.weir.io;

import dev.weir.io.sys.PacketFilter;
import dev.weir.io.sys.PacketFilter.End;
import dev.weir.io.sys.PacketSocket;
import dev.weir.io.sys.SystemCallFailed;
import dev.weir.wire.Fault;
import dev.weir.wire.IpAddress;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpHeader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A capture of what the operating system's TCP sends and receives for one server, or for one client after another:
 * from the first SYN to the last packet of the close, as a pcapng file of IP packets with the kernel's own times. A
 * thread takes the packets from a packet socket, so no connection waits for the file; what the kernel had no room for
 * is counted.
 *
 * {@snippet :
 * try (var capture = OsCapture.start(Path.of("os.pcapng"), "my program", Throwable::printStackTrace);
 *         var socket = capture.socket()) {
 *     socket.connect(new InetSocketAddress("example.org", 80));
 * }
 * }
 *
 * <p>Packets whose checksum is left to a device have it finished. Segments that a device is yet to cut up, or has
 * joined, are in the file as the kernel handles them, with a comment. What passes several devices is there once. Any
 * thread.
 */
public final class OsCapture implements AutoCloseable {
    /** How long {@link #close} waits for connections that are not at their end. */
    private static final long LONGEST_END_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final PacketSocket socket;
    private final LiveCapture file;
    private final Consumer<IOException> onFailure;
    private final SeenConnections connections = new SeenConnections();
    private final FirstDevice devices = new FirstDevice();
    private final Thread thread;
    private volatile PacketFilter filter;
    private volatile boolean closing;
    private boolean began; // guarded by this

    private OsCapture(PacketSocket socket, LiveCapture file, Consumer<IOException> onFailure) {
        this.socket = socket;
        this.file = file;
        this.onFailure = onFailure;
        thread = Thread.ofPlatform().daemon().name("weir-os-capture").unstarted(this::run);
    }

    /**
     * Makes the file, or empties it. Nothing is captured before one of the sockets is used.
     *
     * @param application what the file says it was written by; may be empty
     * @param onFailure told if writing or capturing fails
     * @throws CaptureUnavailable if this process may not capture
     * @throws IOException if the file cannot be opened
     */
    public static OsCapture start(Path path, String application, Consumer<IOException> onFailure) throws IOException {
        String system = System.getProperty("os.name");
        if (!system.equals("Linux")) throw CaptureUnavailable.notLinux(system, path.toString());
        PacketSocket socket;
        try {
            socket = new PacketSocket();
        } catch (SystemCallFailed e) {
            throw CaptureUnavailable.refused(e.errno(), System.getProperty("user.name"), path.toString());
        }
        try {
            var capture = new OsCapture(socket, LiveCapture.start(path, "any", application, onFailure), onFailure);
            capture.thread.start();
            return capture;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** A client's; its packets are captured from when it connects, and no others until the next one does. */
    public Socket socket() {
        return new Client();
    }

    /** Captures what passes between the address and port that it is bound to and anybody. */
    public ServerSocket serverSocket() throws IOException {
        return new Server();
    }

    /** Packets seen so far, the lost ones included. */
    public long captured() {
        return file.captured();
    }

    /** Packets missing in the file: for want of room in the kernel, which tells in the end, or in our queue. */
    public long lost() {
        return file.lost();
    }

    /** Waits a little for the connections to come to their ends, and closes the file. Idempotent. */
    @Override
    public void close() {
        closing = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    // ---- what to capture

    private synchronized void capture(End local, End remote) throws IOException {
        if (closing) return;
        filter = new PacketFilter(local, remote);
        socket.filter(filter.program());
        if (!began) socket.begin();
        began = true;
    }

    private static End end(InetAddress address, int port) {
        boolean any = address == null || address.isAnyLocalAddress();
        return new End(any ? Optional.empty() : Optional.of(IpAddress.of(address)), port);
    }

    /** It takes its port before it connects: the filter has to be there before the SYN. */
    private final class Client extends Socket {
        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            if (endpoint instanceof InetSocketAddress remote && !remote.isUnresolved()) {
                if (!isBound()) bind(null);
                capture(end(null, getLocalPort()), end(remote.getAddress(), remote.getPort()));
            }
            super.connect(endpoint, timeout);
        }
    }

    /** The filter is there before the port is; of a port that the kernel chooses nobody knows yet. */
    private final class Server extends ServerSocket {
        Server() throws IOException {}

        @Override
        public void bind(SocketAddress endpoint, int backlog) throws IOException {
            if (endpoint instanceof InetSocketAddress local && local.getPort() != 0) capture(local);
            super.bind(endpoint, backlog);
            capture((InetSocketAddress) getLocalSocketAddress());
        }

        private void capture(InetSocketAddress local) throws IOException {
            OsCapture.this.capture(end(local.getAddress(), local.getPort()), end(null, 0));
        }
    }

    // ---- the capturing thread

    private void run() {
        try {
            for (long deadline = Long.MAX_VALUE; RealTime.now() < deadline; ) {
                boolean last = closing && connections.areAllOver(); // before looking once more
                if (closing && deadline == Long.MAX_VALUE) deadline = RealTime.now() + LONGEST_END_NANOS;
                if (socket.receive()) {
                    take();
                } else if (last) {
                    break;
                }
            }
        } catch (IOException e) {
            onFailure.accept(e);
        }
        end();
    }

    private synchronized void end() {
        closing = true; // nobody sets a filter from here on
        file.missed(socket.takeDropped());
        file.close();
        socket.close();
    }

    private void take() {
        var bytes = socket.bytes();
        long o = socket.offset();
        boolean ipv4 = Ipv4Header.version(bytes, o) == 4;
        Fault fault = ipv4 ? Ipv4Header.checkForm(bytes, o, socket.length())
                : Ipv6Header.check(bytes, o, socket.length());
        if (fault != Fault.NONE) { // longer than its length field can say, for one (RFC 2675)
            file.missed(1);
            return;
        }
        int length = ipv4 ? Ipv4Header.totalLength(bytes, o) : Ipv6Header.LENGTH + Ipv6Header.payloadLength(bytes, o);
        int header = ipv4 ? Ipv4Header.headerLength(bytes, o) : Ipv6Header.LENGTH;
        long tcp = o + header;
        boolean whole = TcpHeader.check(bytes, tcp, length - header) == Fault.NONE;
        if (whole && !pass(ipv4, bytes, o, tcp, length - header)) return;
        boolean outbound = socket.isOutgoing() && !(whole && socket.isLoopback() && !isFromLocal(bytes, tcp));
        socket.finishChecksum(length);
        file.packet(outbound, RealTime.ofEpochNanos(socket.epochNanos()), bytes, o, length, comments(outbound));
    }

    /** False for what was seen on another device already. */
    private boolean pass(boolean ipv4, MemorySegment s, long o, long tcp, int length) {
        var source = ipv4 ? IpAddress.ofIpv4(Ipv4Header.source(s, o))
                : new IpAddress(Ipv6Header.sourceHigh(s, o), Ipv6Header.sourceLow(s, o));
        var destination = ipv4 ? IpAddress.ofIpv4(Ipv4Header.destination(s, o))
                : new IpAddress(Ipv6Header.destinationHigh(s, o), Ipv6Header.destinationLow(s, o));
        if (devices.isCopy(source, TcpHeader.sourcePort(s, tcp), destination, TcpHeader.destinationPort(s, tcp),
                socket.device(), socket.epochNanos())) {
            return false;
        }
        connections.pass(source, destination, s, tcp, length);
        return true;
    }

    /** On the loopback device everything is outgoing. */
    private boolean isFromLocal(MemorySegment s, long tcp) {
        return filter.isFromLocal(TcpHeader.sourcePort(s, tcp), TcpHeader.destinationPort(s, tcp));
    }

    private List<String> comments(boolean outbound) {
        int size = socket.segmentSize();
        if (size == 0) return List.of();
        return List.of(outbound || socket.isLoopback()
                ? "segmentation offload: the device cuts this into segments of " + size + " bytes of text"
                : "receive offload: joined from segments of " + size + " bytes of text");
    }
}
