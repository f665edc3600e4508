package dev.weir.lab.drill.shim;

import dev.weir.core.Request;
import dev.weir.core.event.Flow;
import dev.weir.core.tcp.Admission;
import dev.weir.core.tcp.Connection;
import dev.weir.lab.Host;
import dev.weir.lab.drill.packet.Flows;
import dev.weir.lab.drill.script.NotApplicable;
import dev.weir.lab.drill.script.Call;
import dev.weir.lab.drill.script.Value;
import dev.weir.wire.IpAddress;

/** How stream sockets get their two ends. */
final class Opening {
    private final Host host;
    private final Flows flows;
    private final SocketAddresses addresses;
    private final Platform platform;
    private final FileTable files;
    private final long systemLowWater;
    private final long start;

    Opening(Host host, Flows flows, SocketAddresses addresses, Platform platform, FileTable files, long systemLowWater) {
        this.systemLowWater = systemLowWater;
        this.start = host.now();
        this.host = host;
        this.flows = flows;
        this.addresses = addresses;
        this.platform = platform;
        this.files = files;
    }

    private <R> R submit(Request<R> request) {
        return host.submit(request);
    }

    Operation bind(TcpSocket socket, Call call) {
        if (socket.binding != null || socket.connection != null) return Operation.failed(Errno.EINVAL);
        IpAddress address = addresses.local(call.argument(1));
        int port = addresses.localPort(call.argument(1));
        socket.binding = submit((stack, now) -> stack.tcp().bind(address, port, socket.reuseAddress, socket.reusePort, now));
        if (!platform.isLinux()) socket.binding.answersWith(socket.options);
        return Operation.done(Answer.ZERO);
    }

    Operation listen(TcpSocket socket, int backlog) {
        if (socket.connection != null) return Operation.failed(Errno.EINVAL);
        if (socket.listener != null) return Operation.done(Answer.ZERO); // the backlog stays
        socket.listener = submit((stack, now) -> {
            var tcp = stack.tcp();
            if (socket.binding == null) socket.binding = tcp.bind(IpAddress.ANY_IPV6, 0, false, now);
            return tcp.listen(socket.binding, Math.clamp(backlog, 1, 65535), socket.effective(), Admission.ALL, now);
        });
        flows.listening(socket.listener.port());
        return Operation.done(Answer.ZERO);
    }

    Operation accept(TcpSocket socket, Call call, boolean nonBlocking) {
        if (socket.listener == null) return Operation.failed(Errno.EINVAL);
        return _ -> {
            Connection connection = socket.listener.hasPending()
                    ? submit((_, now) -> socket.listener.accept(now)) : null;
            if (connection == null) return socket.nonBlocking ? Answer.failed(Errno.EAGAIN) : null;
            var accepted = new TcpSocket(platform, socket.options, socket.openingSeconds, host, systemLowWater, start);
            accepted.memory.inherit(socket.memory);
            accepted.errors.zeroCopy = socket.errors.zeroCopy;
            accepted.connection = connection;
            accepted.connectAnswered = true;
            accepted.lingers = socket.lingers;
            accepted.lingerSeconds = socket.lingerSeconds;
            accepted.receiveLowWater = socket.receiveLowWater;
            accepted.nonBlocking = nonBlocking || !platform.isLinux() && socket.nonBlocking;
            Flow flow = connection.flow();
            return Answer.of(files.add(call.result(), accepted))
                    .and(addresses.surprises(call.name(), call.argument(1), flow.remote(), flow.remotePort()));
        };
    }

    Operation connect(TcpSocket socket, Call call) {
        if (addresses.isUnspecified(call.argument(1))) throw new NotApplicable("connect(AF_UNSPEC)");
        if (socket.listener != null) {
            return Operation.failed(platform.isLinux() ? Errno.EISCONN : Errno.EOPNOTSUPP);
        }
        if (socket.connection == null) {
            IpAddress remote = addresses.remote(call.argument(1));
            int port = addresses.remotePort(call.argument(1));
            flows.opening();
            socket.isLimited = socket.openingSeconds != 0;
            socket.connection = submit((stack, now) ->
                    stack.tcp().open(socket.binding, remote, port, socket.effective(), now));
            socket.isPutOff = submit((_, now) -> socket.connection.isSynWaiting(now));
            if (socket.isPutOff) {
                socket.connectAnswered = true;
                return Operation.done(Answer.ZERO);
            }
            if (socket.nonBlocking) return Operation.failed(Errno.EINPROGRESS);
        } else if (socket.connectAnswered || !platform.isLinux() && socket.wasOpened()) {
            return Operation.failed(Errno.EISCONN);
        }
        return _ -> {
            if (socket.connection.isOpened()) {
                socket.connectAnswered = true;
                return Answer.ZERO;
            }
            Errno error = socket.takeError();
            if (error != null) return Answer.failed(error);
            if (socket.hasEnded()) return Answer.failed(Errno.ECONNABORTED);
            return socket.nonBlocking ? Answer.failed(Errno.EALREADY) : null;
        };
    }

    /** TCP_KEEPINIT has been the user timeout until here: nothing is sent before a call. */
    void opened(TcpSocket socket) {
        if (!socket.isLimited || !socket.wasOpened()) return;
        socket.isLimited = false;
        if (socket.hasEnded()) return;
        submit((_, now) -> {
            Connection connection = socket.connection;
            connection.options(connection.options().withUserTimeout(socket.options.userTimeout()), now);
            return null;
        });
    }

    Operation localName(TcpSocket socket, Call call) {
        IpAddress address;
        int port;
        if (socket.connection != null) {
            address = socket.connection.flow().local();
            port = socket.connection.flow().localPort();
        } else if (socket.binding != null) {
            address = socket.binding.address();
            port = socket.binding.port();
        } else {
            address = addresses.plan().stack().isIpv4() ? IpAddress.ANY_IPV4 : IpAddress.ANY_IPV6;
            port = socket.listener == null ? 0 : socket.listener.port();
        }
        return named(call, address, port);
    }

    Operation peerName(TcpSocket socket, Call call) {
        if (socket.connection == null || socket.hasEnded() || !socket.connection.isOpened()) {
            return Operation.failed(Errno.ENOTCONN);
        }
        return named(call, socket.connection.flow().remote(), socket.connection.flow().remotePort());
    }

    private Operation named(Call call, IpAddress address, int port) {
        Value expected = call.argument(1);
        return Operation.done(Answer.ZERO.and(addresses.surprises(call.name(), expected, address, port)));
    }
}
