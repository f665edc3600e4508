package dev.weir.cli.port;

import dev.weir.core.event.State;
import dev.weir.io.os.FreePort;
import dev.weir.io.os.PortPolicy;
import dev.weir.io.os.SocketDiag;
import dev.weir.io.os.SocketUser;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one TCP port on this machine, in the network namespace of this process.
 *
 * @param ipv4Free whether all of this port is free in IPv4
 * @param ipv6Free whether it is in IPv6, for a socket of IPv6 alone
 * @param listeners that hold it
 * @param outgoing how many connections began here and go out from this port
 * @param timeWait how many connections of it are in TIME-WAIT
 * @param suggestions free ones nearby, where this one is not to be had; may be none
 */
record PortState(
        int port, List<Services.Service> services, PortPolicy policy, boolean ipv4Free, boolean ipv6Free,
        List<Holder> listeners, int outgoing, int timeWait, List<Integer> suggestions) {
    private static final int SUGGESTIONS = 3;

    static PortState examine(int port) throws IOException {
        var policy = PortPolicy.read();
        var sockets = SocketDiag.all().stream().filter(socket -> socket.localPort() == port).toList();
        var listening = sockets.stream().filter(socket -> socket.state() == State.LISTEN).toList();
        var users = SocketUser.of(listening);
        var listeners = listening.stream()
                .map(socket -> Holder.of(socket, Optional.ofNullable(users.get(socket.inode())))).toList();
        int timeWait = (int) sockets.stream().filter(socket -> socket.state() == State.TIME_WAIT).count();
        int outgoing = listening.isEmpty() ? sockets.size() - timeWait : 0;
        boolean ipv4 = policy.mayBind(port) ? binds(port) : listening.isEmpty();
        boolean ipv6 = listening.stream().noneMatch(socket -> isIpv6(socket.local()));
        var suggestions = ipv4 && ipv6 && policy.mayBind(port) ? List.<Integer>of() : near(port, policy);
        return new PortState(port, Services.of(port), policy, ipv4, ipv6, listeners, outgoing, timeWait, suggestions);
    }

    private static boolean isIpv6(IpAddress address) {
        return !address.isIpv4();
    }

    /** A socket of both versions that others hold stands in the way of one of IPv4, too. */
    private static boolean binds(int port) {
        try (var channel = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
            channel.bind(new InetSocketAddress(IpAddress.ANY_IPV4.toInetAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Integer> near(int port, PortPolicy policy) {
        var found = new ArrayList<Integer>();
        int from = Math.max(port, policy.privileged() ? 0 : policy.firstUnprivileged() - 1);
        while (found.size() < SUGGESTIONS) {
            var next = FreePort.near(IpAddress.ANY_IPV6.toInetAddress(), from);
            if (next.isEmpty() || next.getAsInt() <= from) break;
            from = next.getAsInt();
            if (!policy.isEphemeral(from) || policy.isEphemeral(port)) found.add(from);
        }
        return found;
    }

    /** Whether this process could listen here now, in both versions of IP. */
    boolean isAvailable() {
        return ipv4Free && ipv6Free && policy.mayBind(port);
    }
}
