package dev.weir.io.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.weir.core.event.State;
import dev.weir.io.sys.Errno;
import dev.weir.io.sys.Netlink;
import dev.weir.io.sys.NetlinkMessage;
import dev.weir.io.sys.NetworkDevice;
import dev.weir.io.sys.SystemCallFailed;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Asks the kernel about its TCP sockets, by netlink's sock_diag as {@code ss} does: those of all users, in the network
 * namespace of the calling thread. Any thread; a question takes tens of microseconds, a list longer.
 */
public final class SocketDiag {
    private static final int SOCK_DIAG_BY_FAMILY = 20;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int ALL_STATES = 0xfff;
    private static final int LISTEN = 10;
    private static final int ADDRESS_BYTES = 16;
    private static final int MESSAGE_BYTES = 72;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int INET_DIAG_INFO = 2;
    private static final int INET_DIAG_CONG = 4;
    private static final int EXTENSIONS = 1 << INET_DIAG_INFO - 1 | 1 << INET_DIAG_CONG - 1;
    private static final ValueLayout.OfShort PORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    /** By the kernel's number; 7 is a socket that is neither bound nor connected, 12 a half-open connection. */
    private static final State[] STATES = {
        State.CLOSED, State.ESTABLISHED, State.SYN_SENT, State.SYN_RECEIVED, State.FIN_WAIT_1, State.FIN_WAIT_2,
        State.TIME_WAIT, State.CLOSED, State.CLOSE_WAIT, State.LAST_ACK, State.LISTEN, State.CLOSING, State.SYN_RECEIVED
    };

    private SocketDiag() {}

    /**
     * The connection between two addresses; empty if the kernel has none.
     *
     * @throws IOException if the operating system does not answer such questions
     */
    public static Optional<TcpSocket> find(InetSocketAddress local, InetSocketAddress remote) throws IOException {
        var found = new ArrayList<TcpSocket>();
        var from = IpAddress.of(local.getAddress());
        var to = IpAddress.of(remote.getAddress());
        try (var netlink = open()) {
            var request = request(
                    NetlinkMessage.one(netlink.arena(), SOCK_DIAG_BY_FAMILY), NetworkDevice.family(to), ALL_STATES,
                    from, local.getPort(), to, remote.getPort());
            netlink.ask(request, "ask for the socket " + local + " - " + remote, answer -> found.add(read(answer)));
        } catch (SystemCallFailed e) {
            if (e.errno() != Errno.ENOENT) throw e;
        }
        return found.stream().findFirst();
    }

    /** Connections, complete or not, to {@code remote}, also those that are just being opened. */
    public static List<TcpSocket> to(InetSocketAddress remote) throws IOException {
        var address = IpAddress.of(remote.getAddress());
        return list(ALL_STATES & ~(1 << LISTEN)).stream()
                .filter(socket -> socket.remotePort() == remote.getPort() && socket.remote().equals(address)).toList();
    }

    /** Listeners of this port, whatever their address. */
    public static List<TcpSocket> listeners(int port) throws IOException {
        return list(1 << LISTEN).stream().filter(socket -> socket.localPort() == port).toList();
    }

    /** All of them, in the kernel's order, IPv4 sockets first. */
    public static List<TcpSocket> all() throws IOException {
        return list(ALL_STATES);
    }

    private static List<TcpSocket> list(int states) throws IOException {
        var found = new ArrayList<TcpSocket>();
        try (var netlink = open()) {
            dump(netlink, AF_INET, states, found::add);
            dump(netlink, AF_INET6, states, found::add); // a socket for both versions is listed here only
        }
        return found;
    }

    private static void dump(Netlink netlink, int family, int states, Consumer<TcpSocket> found) throws IOException {
        var request = request(NetlinkMessage.dump(netlink.arena(), SOCK_DIAG_BY_FAMILY), family, states,
                IpAddress.ANY_IPV6, 0, IpAddress.ANY_IPV6, 0);
        netlink.ask(request, "list TCP sockets", answer -> found.accept(read(answer)));
    }

    private static Netlink open() throws IOException {
        String system = System.getProperty("os.name");
        if (!system.equals("Linux")) {
            throw new IOException("asking for sockets works on Linux only, and this is " + system);
        }
        return new Netlink(Netlink.SOCK_DIAG);
    }

    /** {@code struct inet_diag_req_v2}. */
    private static NetlinkMessage request(
            NetlinkMessage message, int family, int states,
            IpAddress local, int localPort, IpAddress remote, int remotePort) {
        message.put8(family).put8(IpProtocol.TCP).put8(EXTENSIONS).put8(0).put32(states);
        message.put8(localPort >>> 8).put8(localPort).put8(remotePort >>> 8).put8(remotePort);
        return message.put(padded(local)).put(padded(remote)).put32(0).put64(-1); // any interface, any cookie
    }

    private static byte[] padded(IpAddress address) {
        var bytes = new byte[ADDRESS_BYTES];
        byte[] own = address.toInetAddress().getAddress();
        System.arraycopy(own, 0, bytes, 0, own.length);
        return bytes;
    }

    /** {@code struct inet_diag_msg} and its attributes. */
    private static TcpSocket read(MemorySegment answer) {
        var info = new MemorySegment[1];
        var congestionControl = new String[] {""};
        Netlink.attributes(answer, MESSAGE_BYTES, (type, value) -> {
            if (type == INET_DIAG_INFO) info[0] = value;
            else if (type == INET_DIAG_CONG) congestionControl[0] = value.getString(0);
        });
        int state = answer.get(JAVA_BYTE, 1) & 0xff;
        int family = answer.get(JAVA_BYTE, 0);
        return new TcpSocket(
                state < STATES.length ? STATES[state] : State.CLOSED,
                address(answer, family, 8), answer.get(PORT, 4) & 0xffff,
                address(answer, family, 8 + ADDRESS_BYTES), answer.get(PORT, 6) & 0xffff,
                answer.get(JAVA_INT_UNALIGNED, 56) & 0xffff_ffffL, answer.get(JAVA_INT_UNALIGNED, 60) & 0xffff_ffffL,
                (answer.get(JAVA_INT_UNALIGNED, 52) & 0xffff_ffffL) * NANOS_PER_MILLI,
                answer.get(JAVA_INT_UNALIGNED, 64), answer.get(JAVA_INT_UNALIGNED, 68) & 0xffff_ffffL,
                Optional.ofNullable(info[0]).map(bytes -> KernelTcpInfo.read(bytes, congestionControl[0])));
    }

    private static IpAddress address(MemorySegment answer, int family, long offset) {
        return Netlink.address(answer.asSlice(offset, family == AF_INET ? 4 : ADDRESS_BYTES));
    }
}
