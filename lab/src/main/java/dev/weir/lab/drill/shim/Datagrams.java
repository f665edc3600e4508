package dev.weir.lab.drill.shim;

import dev.weir.core.ip.IcmpError;
import dev.weir.core.udp.UdpDatagram;
import dev.weir.core.udp.UdpEndpoint;
import dev.weir.lab.Host;
import dev.weir.lab.drill.script.NotApplicable;
import dev.weir.lab.drill.script.Call;
import dev.weir.lab.drill.script.Value;
import dev.weir.wire.IpAddress;
import java.util.Set;

/** The calls of datagram sockets. Payloads are zeros, as the peer's are. */
final class Datagrams {
    private static final Set<String> READ_FLAGS = Set.of("MSG_DONTWAIT", "MSG_TRUNC");
    private static final Set<String> WRITE_FLAGS = Set.of("MSG_DONTWAIT", "MSG_NOSIGNAL");

    private final Host host;
    private final SocketAddresses addresses;
    private final Constants constants;
    private final Amounts amounts;

    Datagrams(Host host, SocketAddresses addresses, Constants constants) {
        this.host = host;
        this.addresses = addresses;
        this.constants = constants;
        this.amounts = new Amounts(constants);
    }

    Operation begin(UdpSocket socket, Call call) {
        return switch (call.name()) {
            case "bind" -> {
                if (socket.endpoint != null) yield Operation.failed(Errno.EINVAL);
                bind(socket, addresses.local(call.argument(1)), addresses.localPort(call.argument(1)));
                yield Operation.done(Answer.ZERO);
            }
            case "connect" -> connect(socket, call.argument(1));
            case "getsockname" -> {
                endpoint(socket);
                yield Operation.done(Answer.ZERO.and(addresses.surprises(call.name(), call.argument(1),
                        socket.endpoint.local(), socket.endpoint.port())));
            }
            case "write", "writev", "send", "sendto", "sendmsg" -> send(socket, call);
            case "read", "readv", "recv", "recvfrom", "recvmsg" -> receive(socket, call);
            case "setsockopt" -> Operation.done(set(socket, call));
            case "getsockopt" -> Operation.done(read(socket, call));
            case "shutdown" -> Operation.failed(Errno.ENOTCONN);
            case "listen", "accept", "accept4" -> Operation.failed(Errno.EOPNOTSUPP);
            default -> throw new NotApplicable(call.name() + "() on a datagram socket");
        };
    }

    Operation close(UdpSocket socket) {
        if (socket.endpoint != null) {
            host.submit((stack, _) -> {
                stack.udp().close(socket.endpoint);
                return null;
            });
        }
        return Operation.done(Answer.ZERO);
    }

    private void bind(UdpSocket socket, IpAddress address, int port) {
        socket.endpoint = host.submit((stack, _) -> stack.udp().bind(address, port));
    }

    private UdpEndpoint endpoint(UdpSocket socket) {
        if (socket.endpoint == null) bind(socket, addresses.plan().stack(), 0);
        return socket.endpoint;
    }

    private Operation connect(UdpSocket socket, Value to) {
        var endpoint = endpoint(socket);
        host.submit((stack, _) -> {
            if (addresses.isUnspecified(to)) stack.udp().disconnect(endpoint);
            else stack.udp().connect(endpoint, addresses.remote(to), addresses.remotePort(to));
            return null;
        });
        return Operation.done(Answer.ZERO);
    }

    private Operation send(UdpSocket socket, Call call) {
        amounts.flags(call, WRITE_FLAGS);
        var endpoint = endpoint(socket);
        boolean named = call.name().equals("sendto") || call.name().equals("sendmsg");
        if (!endpoint.isConnected() && !named) return Operation.failed(Errno.EDESTADDRREQ);
        Value to = call.name().equals("sendto") ? call.argument(4) : Value.ANY;
        IpAddress remote = endpoint.isConnected() ? endpoint.remote() : addresses.remote(to);
        int port = endpoint.isConnected() ? endpoint.remotePort() : addresses.remotePort(to);
        var bytes = new byte[amounts.length(call)];
        IcmpError.Meaning error = endpoint.takeError();
        if (error != null) return Operation.failed(Errno.of(error));
        host.submit((stack, now) -> stack.udp().send(endpoint, remote, port, bytes, 0, bytes.length, now));
        return Operation.done(Answer.of(bytes.length));
    }

    private Operation receive(UdpSocket socket, Call call) {
        Set<String> flags = amounts.flags(call, READ_FLAGS);
        int length = amounts.length(call);
        var endpoint = endpoint(socket);
        boolean nonBlocking = socket.isNonBlocking(flags);
        return _ -> {
            IcmpError.Meaning error = endpoint.takeError();
            if (error != null) return Answer.failed(Errno.of(error));
            UdpDatagram datagram = endpoint.receive();
            if (datagram == null) return nonBlocking ? Answer.failed(Errno.EAGAIN) : null;
            socket.took();
            int whole = datagram.bytes().length;
            return Answer.of(flags.contains("MSG_TRUNC") ? whole : Math.min(whole, length));
        };
    }

    private Answer set(UdpSocket socket, Call call) {
        String name = SocketOptions.name(call, 2);
        int value = (int) constants.number(call.argument(3));
        switch (name) {
            case "SO_REUSEADDR", "SO_REUSEPORT", "SO_BROADCAST", "IP_RECVERR", "IPV6_RECVERR" -> { }
            case "IP_TOS", "IPV6_TCLASS" -> endpoint(socket).useTrafficClass(value);
            case "IP_TTL", "IPV6_UNICAST_HOPS" -> endpoint(socket).useTimeToLive(value);
            default -> throw new NotApplicable(name + " on a datagram socket");
        }
        return Answer.ZERO;
    }

    private Answer read(UdpSocket socket, Call call) {
        String name = SocketOptions.name(call, 2);
        if (!name.equals("SO_ERROR")) throw new NotApplicable(name + " on a datagram socket");
        IcmpError.Meaning error = endpoint(socket).takeError();
        Platform platform = constants.platform();
        return SocketOptions.output(name, call.argument(3), error == null ? 0 : Errno.of(error).number(platform),
                constants);
    }
}
