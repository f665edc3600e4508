package dev.weir.cli.port;

import dev.weir.core.event.State;
import dev.weir.io.os.SocketUser;
import dev.weir.io.os.TcpSocket;
import java.time.Instant;
import java.util.Optional;

/**
 * A socket and whose it is.
 *
 * @param user empty where we may not know: the process is another user's
 * @param owner name of the user, or the number of one without a name here
 * @param processStarted when the process began; the socket is not older
 */
record Holder(TcpSocket socket, Optional<SocketUser> user, String owner, Optional<Instant> processStarted) {

    static Holder of(TcpSocket socket, Optional<SocketUser> user) {
        var process = user.flatMap(known -> known.pid().isPresent()
                ? ProcessHandle.of(known.pid().getAsLong()) : Optional.empty());
        return new Holder(socket, user,
                process.flatMap(known -> known.info().user()).orElseGet(() -> UserNames.of(socket.userId())),
                process.flatMap(known -> known.info().startInstant()));
    }

    boolean listens() {
        return socket.state() == State.LISTEN;
    }

    /** {@code nginx, pid 4711, of root}. */
    String who() {
        return user.filter(known -> known.pid().isPresent())
                .map(known -> known.command() + ", pid " + known.pid().getAsLong() + ", of " + owner)
                .orElse("a process of " + owner);
    }
}
