package dev.weir.lab.drill.shim;

import dev.weir.core.tcp.Connection;
import dev.weir.core.time.Deadline;
import dev.weir.lab.Host;
import dev.weir.lab.drill.packet.Numbering;
import dev.weir.lab.drill.script.NotApplicable;
import dev.weir.lab.drill.script.Call;
import dev.weir.lab.drill.script.Value;
import java.util.List;
import java.util.Set;

/** write, writev, send, sendto, sendmsg of stream sockets. What is written follows from its position. */
final class Writing {
    private static final String FAST_OPEN = "MSG_FASTOPEN";
    private static final Set<String> FLAGS = Set.of("MSG_OOB", "MSG_DONTWAIT", "MSG_NOSIGNAL", "MSG_MORE",
            "MSG_EOR", "MSG_ZEROCOPY",
            FAST_OPEN);

    private static final int MOST_PAGES = 17; // of one packet that is not copied

    private final Host host;
    private final Amounts amounts;

    Writing(Host host, Constants constants) {
        this.host = host;
        this.amounts = new Amounts(constants);
    }

    /** Connect and write in one. */
    boolean opens(Call call) {
        return flags(call).contains(FAST_OPEN);
    }

    /** On FreeBSD who says where to send to connects with it, and what is sent waits for the connection. */
    boolean impliesConnect(TcpSocket socket, Call call) {
        if (socket.platform != Platform.FREEBSD || socket.listener != null) return false;
        if (socket.hasEnded() || socket.wasOpened()) return false;
        return switch (call.name()) {
            case "sendto" -> !target(call).symbols().equals(List.of("NULL"));
            case "sendmsg" -> !(target(call) instanceof Value.Any);
            default -> false;
        };
    }

    Set<String> flags(Call call) {
        return amounts.flags(call, FLAGS);
    }

    boolean isWithoutBuffer(Call call) {
        return amounts.isWithoutBuffer(call);
    }

    int length(Call call) {
        return amounts.length(call);
    }

    /** Where sendto or sendmsg sends to. */
    Value target(Call call) {
        return call.name().equals("sendmsg") ? amounts.field(call, "msg_name") : call.argument(4);
    }

    Operation begin(TcpSocket socket, Call call) {
        Set<String> flags = flags(call);
        if (call.name().equals("sendmsg") && !(amounts.field(call, "msg_control") instanceof Value.Any)) {
            throw new NotApplicable("msg_control");
        }
        boolean manyPages = flags.contains("MSG_ZEROCOPY") && socket.errors.zeroCopy && call.name().equals("sendmsg")
                && amounts.field(call, "msg_iov") instanceof Value.Items(List<Value> items) && items.size() > MOST_PAGES;
        if (manyPages) throw new NotApplicable("packets that end where Linux can hold no more pages");
        if (amounts.isWithoutBuffer(call) && socket.wasOpened()) return Operation.failed(Errno.EFAULT);
        return write(socket, amounts.length(call), flags);
    }

    /** Writes {@code length} bytes, or as many as there is room for. */
    Operation write(TcpSocket socket, int length, Set<String> flags) {
        return write(socket, length, flags, false);
    }

    /** @param waits also while it connects: what is written leaves afterwards */
    Operation write(TcpSocket socket, int length, Set<String> flags, boolean waits) {
        boolean linux = socket.platform.isLinux();
        if (socket.connection == null) return Operation.failed(linux ? Errno.EPIPE : Errno.ENOTCONN);
        boolean nonBlocking = socket.isNonBlocking(flags);
        boolean queues = waits || socket.platform == Platform.RFC;
        boolean opening = !queues && !socket.wasOpened() && !socket.hasEnded();
        if (opening && !linux) return Operation.failed(Errno.ENOTCONN);
        if (opening && nonBlocking) return Operation.failed(Errno.EAGAIN);
        var bytes = new byte[length];
        Numbering.FROM_STACK.fill(bytes, 0, length, socket.writePosition);
        long end = socket.sendTimeoutNanos == 0 ? Deadline.NEVER : Deadline.after(host.now(), socket.sendTimeoutNanos);
        int[] written = {0};
        boolean[] waited = {false};
        cork(socket, flags.contains("MSG_MORE"));
        return now -> {
            Connection connection = socket.connection;
            if (!queues && !socket.hasEnded() && !connection.isOpened()) {
                return now >= end ? Answer.failed(Errno.EAGAIN) : null;
            }
            boolean counted = socket.memory.isActive() && !socket.hasEnded();
            if (counted && waited[0] && !socket.memory.wakes(now) && now < end) return null;
            int wanted = counted ? socket.memory.room(length - written[0]) : length - written[0];
            int taken = connection.write(bytes, written[0], wanted);
            if (taken < 0 && written[0] == 0) {
                Errno error = socket.takeError();
                return Answer.failed(error == null ? Errno.EPIPE : error);
            }
            if (taken > 0) {
                written[0] += taken;
                socket.writePosition += taken;
                host.ring(connection);
            }
            if (written[0] < length) socket.foundNoRoom = true;
            waited[0] = written[0] < length && taken >= 0 && !nonBlocking && now < end;
            if (waited[0]) return null;
            if (written[0] == 0 && length > 0) return Answer.failed(Errno.EAGAIN);
            if (written[0] > 0) socket.errors.written(flags.contains("MSG_ZEROCOPY"));
            mark(connection, flags.contains("MSG_OOB"), flags.contains("MSG_EOR") && written[0] == length);
            return Answer.of(written[0]);
        };
    }

    private void mark(Connection connection, boolean urgent, boolean endsRecord) {
        if (!urgent && !endsRecord) return;
        host.submit((_, now) -> {
            if (urgent) connection.sendUrgent(now);
            if (endsRecord) connection.endRecord(now);
            return null;
        });
    }

    /** MSG_MORE corks until the next write without it. */
    private void cork(TcpSocket socket, boolean more) {
        if (more == socket.corkedForMore) return;
        socket.corkedForMore = more;
        if (socket.options.cork() || socket.hasEnded()) return;
        host.submit((_, now) -> {
            socket.connection.options(socket.connection.options().withCork(more), now);
            return null;
        });
    }
}
