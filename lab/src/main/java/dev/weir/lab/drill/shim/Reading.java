package dev.weir.lab.drill.shim;

import dev.weir.core.tcp.Connection;
import dev.weir.core.time.Deadline;
import dev.weir.lab.Host;
import dev.weir.lab.drill.packet.Flows;
import dev.weir.lab.drill.packet.Numbering;
import dev.weir.lab.drill.script.NotApplicable;
import dev.weir.lab.drill.script.Call;
import dev.weir.lab.drill.script.TcpLine;
import dev.weir.lab.drill.script.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** read, readv, recv, recvfrom, recvmsg of stream sockets. What is read must follow from its position. */
final class Reading {
    private static final Set<String> FLAGS = Set.of("MSG_PEEK", "MSG_DONTWAIT", "MSG_WAITALL", "MSG_TRUNC",
            "MSG_NOSIGNAL", "MSG_CMSG_CLOEXEC", "MSG_OOB",
            "MSG_ERRQUEUE");

    private final Host host;
    private final Flows flows;
    private final Constants constants;
    private final Amounts amounts;

    Reading(Host host, Flows flows, Constants constants) {
        this.host = host;
        this.flows = flows;
        this.constants = constants;
        this.amounts = new Amounts(constants);
    }

    Operation begin(TcpSocket socket, Call call) {
        Set<String> flags = amounts.flags(call, FLAGS);
        if (flags.contains("MSG_ERRQUEUE")) return fromErrorQueue(socket, call);
        Value queued = Value.ANY;
        if (call.name().equals("recvmsg")) queued = queueExpected(call);
        Operation operation = flags.contains("MSG_OOB") ? urgent(socket, amounts.length(call))
                : read(socket, amounts.length(call), flags);
        if (amounts.isWithoutBuffer(call)) return into(socket, operation);
        if (!call.name().equals("recvmsg")) return operation;
        Value expected = amounts.field(call, "msg_flags");
        Value queue = queued;
        return now -> {
            Answer answer = operation.poll(now);
            if (answer == null) return null;
            boolean met = expected instanceof Value.Any || constants.number(expected) == 0;
            if (!met) answer = answer.and(List.of("msg_flags is 0 instead of " + expected));
            return queue instanceof Value.Any || answer.error() != null ? answer
                    : answer.and(queueIs(socket, constants.number(queue)));
        };
    }

    /** What the message says of bytes that are left; {@code ...} if it is not asked. */
    private Value queueExpected(Call call) {
        Value control = amounts.field(call, "msg_control");
        if (control instanceof Value.Any) return Value.ANY;
        boolean isQueue = control instanceof Value.Items(List<Value> items) && items.size() == 1
                && items.getFirst() instanceof Value.Fields(Map<String, Value> fields)
                && fields.getOrDefault("cmsg_type", Value.ANY).symbols().equals(List.of("TCP_CM_INQ"));
        if (!isQueue) throw new NotApplicable("msg_control");
        return ((Value.Fields) ((Value.Items) control).items().getFirst()).fields().getOrDefault("cmsg_data", Value.ANY);
    }

    /** As Linux counts: the end of the stream is one byte more. */
    private static List<String> queueIs(TcpSocket socket, long expected) {
        if (!socket.tellsQueue) return List.of("there is no TCP_CM_INQ: TCP_INQ was not set");
        long left = socket.connection.available();
        if (left == 0 && socket.connection.isEndOfStream()) left = 1;
        return left == expected ? List.of() : List.of("TCP_CM_INQ is " + left + " instead of " + expected);
    }

    private Operation fromErrorQueue(TcpSocket socket, Call call) {
        if (!call.name().equals("recvmsg")) throw new NotApplicable(call.name() + "(MSG_ERRQUEUE)");
        Value flags = amounts.field(call, "msg_flags");
        return Operation.done(socket.errors.take(flags, amounts.field(call, "msg_control"), constants));
    }

    /** Nowhere to put what there is; without anything, the call is as any other. */
    private static Operation into(TcpSocket socket, Operation reading) {
        return now -> socket.connection != null && socket.connection.available() > 0 ? Answer.failed(Errno.EFAULT)
                : reading.poll(now);
    }

    /** MSG_OOB: the urgent byte, out of its order. */
    private Operation urgent(TcpSocket socket, int length) {
        if (socket.connection == null) return Operation.failed(Errno.ENOTCONN);
        Connection connection = socket.connection;
        if (!connection.hasUrgentByte()) return Operation.failed(Errno.EINVAL);
        return _ -> {
            int read = connection.readUrgent();
            if (read < 0) return Answer.failed(Errno.EAGAIN);
            long position = connection.urgentPosition();
            return (byte) read == Numbering.FROM_PEER.at(position) ? Answer.of(Math.min(length, 1))
                    : Answer.surprising(1, "the urgent byte is not byte " + position + " of the stream");
        };
    }

    /** Reads at most {@code length} bytes. */
    Operation read(TcpSocket socket, int length, Set<String> flags) {
        if (socket.connection == null) return Operation.failed(Errno.ENOTCONN);
        boolean nonBlocking = socket.isNonBlocking(flags);
        boolean peek = flags.contains("MSG_PEEK");
        int wanted = flags.contains("MSG_WAITALL") ? length : Math.min(length, socket.receiveLowWater);
        long end = socket.receiveTimeoutNanos == 0 ? Deadline.NEVER
                : Deadline.after(host.now(), socket.receiveTimeoutNanos);
        var taken = new int[1];
        return now -> {
            Connection connection = socket.connection;
            boolean last = connection.isEndOfStream() || socket.inputShut || socket.hasEnded() || nonBlocking || now >= end;
            if (connection.available() > 0 && (last || connection.available() + taken[0] >= wanted || !peek)) {
                Answer wrong = take(socket, length, taken, peek);
                if (wrong != null) return wrong;
                if (taken[0] >= wanted || last) return Answer.of(taken[0]);
            }
            if (length == 0 || taken[0] > 0 && last) return Answer.of(taken[0]);
            boolean over = connection.isEndOfStream() || socket.inputShut; // on Linux text after SHUT_RD can be read
            if (over && connection.available() == 0 && !socket.hasEnded()) return Answer.ZERO;
            if (socket.hasEnded()) {
                Errno error = socket.takeError();
                return error == null ? Answer.ZERO : Answer.failed(error);
            }
            return nonBlocking || now >= end ? Answer.failed(Errno.EAGAIN) : null;
        };
    }

    /** Null if every byte was right. */
    private Answer take(TcpSocket socket, int length, int[] taken, boolean peek) {
        Connection connection = socket.connection;
        var buffer = new byte[length - taken[0]];
        int count = peek ? connection.peek(buffer, 0, buffer.length) : connection.read(buffer, 0, buffer.length);
        if (count <= 0) return null;
        if (!peek && connection.needsRingAfterRead()) host.ring(connection);
        var flow = connection.flow();
        Numbering numbering = flows.of(new TcpLine.Ports(flow.remotePort(), flow.localPort()));
        long position = socket.readPosition;
        for (int i = 0; i < count; i++, position++) {
            if (numbering.isUrgent(position) && !connection.options().urgentInline()) position++; // taken out
            if (buffer[i] != Numbering.FROM_PEER.at(position)) {
                return Answer.surprising(count,
                        "byte " + i + " of what was read is not byte " + position + " of the stream");
            }
        }
        taken[0] += count;
        if (!peek) socket.readPosition = position;
        return null;
    }
}
