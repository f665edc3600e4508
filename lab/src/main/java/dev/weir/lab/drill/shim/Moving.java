package dev.weir.lab.drill.shim;

import dev.weir.lab.drill.script.NotApplicable;
import dev.weir.lab.drill.script.Call;
import dev.weir.lab.drill.script.Value;
import java.util.List;
import java.util.Set;

/** pipe, splice and sendfile: bytes go from file to file without a buffer of the program's. */
final class Moving {
    private static final Set<String> NO_FLAGS = Set.of();

    private final FileTable files;
    private final Reading reading;
    private final Writing writing;
    private final Constants constants;

    Moving(FileTable files, Reading reading, Writing writing, Constants constants) {
        this.files = files;
        this.reading = reading;
        this.writing = writing;
        this.constants = constants;
    }

    /** {@code pipe([5, 6]) = 0}: the first is read, the second written. */
    Operation pipe(Call call) {
        if (!(call.argument(0) instanceof Value.Items(List<Value> ends)) || ends.size() != 2) {
            throw new IllegalArgumentException("pipe([FD, FD]) expected");
        }
        var content = new Pipe.Content();
        files.add(ends.getFirst(), new Pipe(content, true));
        files.add(ends.getLast(), new Pipe(content, false));
        return Operation.done(Answer.ZERO);
    }

    Operation onPipe(Pipe pipe, Call call) {
        int length = (int) constants.number(call.argument(2));
        return switch (call.name()) {
            case "write" -> Operation.done(Answer.of(put(pipe, length)));
            case "read" -> Operation.done(Answer.of(take(pipe, length)));
            default -> throw new NotApplicable(call.name() + "() on a pipe");
        };
    }

    private static int put(Pipe pipe, int length) {
        int count = Math.min(length, Pipe.Content.CAPACITY - pipe.content.bytes);
        pipe.content.bytes += count;
        return count;
    }

    private static int take(Pipe pipe, int length) {
        int count = Math.min(length, pipe.content.bytes);
        pipe.content.bytes -= count;
        return count;
    }

    /** {@code splice(fd, NULL, fd, NULL, length, flags)}, between a socket and a pipe. */
    Operation move(OpenFile from, Call call) {
        OpenFile to = files.find((int) constants.number(call.argument(2)));
        int length = (int) constants.number(call.argument(4));
        if (from instanceof TcpSocket socket && to instanceof Pipe pipe) {
            int room = Math.min(length, Pipe.Content.CAPACITY - pipe.content.bytes);
            Operation read = reading.read(socket, room, NO_FLAGS);
            return now -> {
                if (stopsAtMark(socket)) return Answer.ZERO;
                Answer answer = read.poll(now);
                if (answer != null && answer.result() > 0) put(pipe, (int) answer.result());
                return answer;
            };
        }
        if (from instanceof Pipe pipe && to instanceof TcpSocket socket) {
            Operation write = writing.write(socket, Math.min(length, pipe.content.bytes), NO_FLAGS);
            return now -> {
                Answer answer = write.poll(now);
                if (answer != null && answer.result() > 0) take(pipe, (int) answer.result());
                return answer;
            };
        }
        return Operation.failed(Errno.EINVAL);
    }

    /** Urgent data is not moved, and on Linux nobody waits for what follows it. */
    private static boolean stopsAtMark(TcpSocket socket) {
        var connection = socket.connection;
        return socket.platform.isLinux() && connection != null && connection.isAtUrgentMark() && connection.available() > 0;
    }

    /** {@code sendfile(socket, file, [offset], length)}. What is sent follows from its position in the stream. */
    Operation sendFile(OpenFile to, Call call) {
        OpenFile from = files.find((int) constants.number(call.argument(1)));
        if (from == null) return Operation.failed(Errno.EBADF);
        if (!(to instanceof TcpSocket socket) || !(from instanceof PlainFile)) return Operation.failed(Errno.EINVAL);
        return writing.write(socket, (int) constants.number(call.argument(3)), NO_FLAGS);
    }
}
