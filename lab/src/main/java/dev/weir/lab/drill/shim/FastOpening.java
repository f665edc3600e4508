package dev.weir.lab.drill.shim;

import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.ConnectionOptions;
import dev.weir.lab.Host;
import dev.weir.lab.drill.packet.Flows;
import dev.weir.lab.drill.packet.Numbering;
import dev.weir.lab.drill.script.Call;
import dev.weir.lab.drill.script.Value;
import java.util.Set;

/**
 * The ways to send data with the SYN. Linux has {@code sendto} and {@code sendmsg} with MSG_FASTOPEN, which are connect and
 * write in one, and the first write after a connect that TCP_FASTOPEN_CONNECT has put off. On FreeBSD {@code sendto} always
 * connects; TCP_FASTOPEN says whether the SYN takes data along.
 */
final class FastOpening {
    private final Host host;
    private final Flows flows;
    private final SocketAddresses addresses;
    private final Writing writing;

    FastOpening(Host host, Flows flows, SocketAddresses addresses, Writing writing) {
        this.host = host;
        this.flows = flows;
        this.addresses = addresses;
        this.writing = writing;
    }

    /** sendto or sendmsg with MSG_FASTOPEN. */
    Operation begin(TcpSocket socket, Call call) {
        boolean allowed = host.submit((stack, _) -> stack.tcp().mayFastOpen());
        if (!allowed) return Operation.failed(Errno.EOPNOTSUPP);
        if (socket.connection != null && !socket.isPutOff) {
            if (socket.hasEnded() || socket.wasOpened()) return Operation.failed(Errno.EISCONN);
            return Operation.failed(Errno.EALREADY);
        }
        if (socket.connection == null) {
            var target = writing.target(call);
            if (addresses.isUnspecified(target)) return Operation.failed(Errno.EOPNOTSUPP);
            var options = socket.effective();
            open(socket, target, options.withFastOpen(options.fastOpen().withConnect(true).withAwaitsData(true)));
        }
        return first(socket, writing.length(call), socket.isNonBlocking(writing.flags(call)));
    }

    private void open(TcpSocket socket, Value target, ConnectionOptions options) {
        flows.opening();
        socket.connection = host.submit((stack, now) -> stack.tcp().open(socket.binding, addresses.remote(target),
                addresses.remotePort(target), options, now));
    }

    /** FreeBSD's sendto or sendmsg with an address: what is sent waits for the connection, and the call does not. */
    Operation implied(TcpSocket socket, Call call) {
        int taken = 0;
        int length = writing.length(call);
        if (socket.connection == null) {
            socket.isLimited = socket.openingSeconds != 0;
            var options = socket.effective();
            var fast = options.fastOpen();
            open(socket, writing.target(call), options.withFastOpen(fast.withAwaitsData(fast.connect())));
            taken = write(socket, length);
        }
        int sent = taken;
        if (sent == length) return Operation.done(Answer.of(length));
        Operation rest = writing.write(socket, length - sent, writing.flags(call), true);
        return now -> {
            Answer answer = rest.poll(now);
            return answer == null || answer.error() != null ? answer : Answer.of(sent + answer.result());
        };
    }

    /** A write of a socket whose connect was put off. */
    Operation first(TcpSocket socket, Call call) {
        return first(socket, writing.length(call), socket.isNonBlocking(writing.flags(call)));
    }

    /** The SYN leaves with as much as it may take; who blocks leaves the rest in the buffer meanwhile. */
    private Operation first(TcpSocket socket, int length, boolean nonBlocking) {
        socket.isPutOff = false;
        Connection connection = socket.connection;
        int room = host.submit((_, now) -> nonBlocking ? Math.min(length, connection.synRoom(now)) : length);
        int taken = write(socket, room);
        if (nonBlocking) return taken > 0 ? Operation.done(Answer.of(taken)) : Operation.failed(Errno.EINPROGRESS);
        Operation[] rest = {null};
        return now -> {
            if (!connection.isOpened()) {
                Errno error = socket.takeError();
                return error == null ? null : Answer.failed(error);
            }
            socket.connectAnswered = true;
            if (taken == length) return Answer.of(length);
            if (rest[0] == null) rest[0] = writing.write(socket, length - taken, Set.of());
            Answer answer = rest[0].poll(now);
            return answer == null || answer.error() != null ? answer : Answer.of(taken + answer.result());
        };
    }

    /** Puts as many bytes as there is room for behind the SYN, which leaves now. */
    private int write(TcpSocket socket, int length) {
        Connection connection = socket.connection;
        int taken = host.submit((_, now) -> {
            var bytes = new byte[length];
            Numbering.FROM_STACK.fill(bytes, 0, length, socket.writePosition);
            int count = length == 0 ? 0 : Math.max(0, connection.write(bytes, 0, length));
            connection.openNow(now);
            return count;
        });
        socket.writePosition += taken;
        return taken;
    }
}
