package dev.weir.lab.drill.shim;

import dev.weir.core.time.Deadline;
import dev.weir.lab.Host;
import dev.weir.lab.drill.script.Call;

/** How stream sockets end. */
final class Closing {
    private static final int SHUT_READ = 0;
    private static final int SHUT_WRITE = 1;
    private static final int SHUT_BOTH = 2;

    private final Host host;
    private final Constants constants;

    Closing(Host host, Constants constants) {
        this.host = host;
        this.constants = constants;
    }

    Operation shutdown(TcpSocket socket, Call call) {
        int how = (int) constants.number(call.argument(1));
        if (how < SHUT_READ || how > SHUT_BOTH) return Operation.failed(Errno.EINVAL);
        if (socket.connection == null || socket.hasEnded()) return Operation.failed(Errno.ENOTCONN);
        boolean discards = socket.platform != Platform.LINUX; // which goes on to take what the peer sends
        host.submit((_, now) -> {
            if (how != SHUT_READ) socket.connection.shutdownOutput(now);
            if (how != SHUT_WRITE && discards) socket.connection.shutdownInput(now);
            return null;
        });
        socket.outputShut |= how != SHUT_READ;
        socket.inputShut |= how != SHUT_WRITE;
        return Operation.done(Answer.ZERO);
    }

    Operation close(TcpSocket socket) {
        boolean resets = socket.lingers && socket.lingerSeconds == 0;
        host.submit((_, now) -> {
            if (socket.listener != null) socket.listener.close(now);
            else if (socket.connection != null && resets) socket.connection.abort(now);
            else if (socket.connection != null) socket.connection.close(now);
            if (socket.binding != null) socket.binding.release();
            return null;
        });
        if (socket.connection == null || !socket.lingers || resets) return Operation.done(Answer.ZERO);
        long end = Deadline.after(host.now(), socket.lingerSeconds * 1_000_000_000L);
        return now -> socket.connection.isFinished() || now >= end ? Answer.ZERO : null;
    }
}
