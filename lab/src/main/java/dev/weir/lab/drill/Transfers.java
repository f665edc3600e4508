package dev.weir.lab.drill;

import dev.weir.core.tcp.Connection;
import dev.weir.lab.Host;
import dev.weir.lab.drill.script.Call;
import java.util.List;
import java.util.Set;

/** Reading and writing of a script. What is written follows from its position, and so must what is read. */
final class Transfers {
    private static final Set<String> READ_FLAGS = Set.of("MSG_PEEK", "MSG_DONTWAIT");
    private static final Set<String> WRITE_FLAGS = Set.of("MSG_OOB", "MSG_DONTWAIT", "MSG_NOSIGNAL");

    private final Host host;

    Transfers(Host host) {
        this.host = host;
    }

    Operation read(Descriptor d, Call call) {
        if (d.connection == null) return Operation.done(Answer.failed(Errno.ENOTCONN));
        List<String> flags = flags(call, READ_FLAGS);
        int length = (int) SystemCalls.number(call.argument(2));
        var buffer = new byte[length];
        boolean peek = flags.contains("MSG_PEEK");
        boolean nonBlocking = d.nonBlocking || flags.contains("MSG_DONTWAIT");
        return _ -> {
            Connection connection = d.connection;
            int count = peek ? connection.peek(buffer, 0, length) : connection.read(buffer, 0, length);
            if (!peek && count > 0 && connection.needsRingAfterRead()) host.ring(connection);
            if (count > 0) return received(d, buffer, count, peek);
            if (count < 0 || length == 0) return Answer.ZERO;
            if (d.hasEnded()) {
                Errno error = d.takeError();
                return error == null ? Answer.ZERO : Answer.failed(error);
            }
            return nonBlocking ? Answer.failed(Errno.EAGAIN) : null;
        };
    }

    private Answer received(Descriptor d, byte[] buffer, int count, boolean peek) {
        long position = d.readPosition;
        for (int i = 0; i < count; i++, position++) {
            boolean urgent = d.numbering != null && d.numbering.isUrgent(position);
            if (urgent && !d.connection.options().urgentInline()) position++; // taken out
            if (buffer[i] != Numbering.FROM_PEER.at(position)) {
                return Answer.surprising(count,
                        "byte " + i + " of what was read is not byte " + position + " of the stream");
            }
        }
        if (!peek) d.readPosition = position;
        return Answer.of(count);
    }

    Operation write(Descriptor d, Call call) {
        if (d.connection == null) return Operation.done(Answer.failed(Errno.EPIPE));
        List<String> flags = flags(call, WRITE_FLAGS);
        int length = (int) SystemCalls.number(call.argument(2));
        var bytes = new byte[length];
        Numbering.FROM_STACK.fill(bytes, 0, length, d.writePosition);
        boolean nonBlocking = d.nonBlocking || flags.contains("MSG_DONTWAIT");
        int[] written = {0};
        return _ -> {
            Connection connection = d.connection;
            int taken = connection.write(bytes, written[0], length - written[0]);
            if (taken < 0 && written[0] == 0) {
                Errno error = d.takeError();
                return Answer.failed(error == null ? Errno.EPIPE : error);
            }
            if (taken > 0) {
                written[0] += taken;
                d.writePosition += taken;
                host.ring(connection);
            }
            if (written[0] < length && taken >= 0 && !nonBlocking) return null;
            if (written[0] == 0 && length > 0) return Answer.failed(Errno.EAGAIN);
            if (flags.contains("MSG_OOB")) {
                host.submit((_, now) -> {
                    connection.sendUrgent(now);
                    return null;
                });
            }
            return Answer.of(written[0]);
        };
    }

    private static List<String> flags(Call call, Set<String> known) {
        List<String> flags = call.argument(3).symbols();
        for (String flag : flags) {
            if (!known.contains(flag)) throw new IllegalArgumentException(flag + " is not supported; known: " + known);
        }
        return flags;
    }
}
