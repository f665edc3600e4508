package dev.weir.doctor.local;

import dev.weir.core.event.State;
import dev.weir.io.os.KernelCounters;
import dev.weir.io.os.PortPolicy;
import dev.weir.io.os.SocketDiag;
import dev.weir.io.os.SocketUser;
import dev.weir.io.os.TcpSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The TCP of this machine at one moment, in the network namespace of this process.
 *
 * @param port what is asked about; empty for everything
 * @param sockets all of them
 * @param users of the sockets that processes hold, by inode; those missing are of processes that we may not look into
 * @param before counters some time before {@code counters}
 * @param tracked connections in the table of the kernel's filters; empty where there is none
 * @param trackedLimit how many fit
 */
public record LocalState(
        OptionalInt port,
        List<TcpSocket> sockets,
        Map<Long, SocketUser> users,
        PortPolicy policy,
        KernelCounters before,
        KernelCounters counters,
        OptionalLong tracked,
        OptionalLong trackedLimit) {
    /** Long enough for a flood to move a counter, short enough to wait for. */
    private static final Duration BETWEEN_COUNTERS = Duration.ofMillis(200);

    public LocalState {
        sockets = List.copyOf(sockets);
        users = Map.copyOf(users);
    }

    /** Reads it; takes a fifth of a second. */
    public static LocalState read(OptionalInt port) throws IOException {
        var before = KernelCounters.read();
        LockSupport.parkNanos(BETWEEN_COUNTERS.toNanos());
        var sockets = SocketDiag.all();
        return new LocalState(port, sockets, SocketUser.of(sockets), PortPolicy.read(), before, KernelCounters.read(),
                KernelCounters.trackedConnections(), KernelCounters.trackedConnectionsLimit());
    }

    List<TcpSocket> in(State state) {
        return sockets.stream().filter(socket -> socket.state() == state).toList();
    }

    /** Those that are asked about, or all. */
    List<TcpSocket> listeners() {
        return in(State.LISTEN).stream().filter(this::isAskedAbout).toList();
    }

    /** Whether it is at the port that is asked about; all are if none is. */
    boolean isAskedAbout(TcpSocket socket) {
        return port.isEmpty() || socket.localPort() == port.getAsInt();
    }

    /** {@code nginx (pid 4711)}. */
    String who(TcpSocket socket) {
        var user = users.get(socket.inode());
        return user == null ? "a process of user " + socket.userId() : user.toString();
    }

    /** Which ports the kernel gives to outgoing connections, in a line for people. */
    public String ports() {
        return "outgoing connections are given " + policy.ephemeral() + "; listening below "
                + policy.firstUnprivileged() + " needs a privilege"
                + (policy.privileged() ? ", which this process has" : "");
    }

    /** How full the table of the kernel's filters is; only where there is one. */
    public String tracking() {
        return tracked.orElseThrow() + " connections of at most " + trackedLimit.orElseThrow();
    }

    /** What there is, in a line for people. */
    public String summary() {
        return sockets.size() + " TCP sockets: " + in(State.LISTEN).size() + " listen, "
                + in(State.ESTABLISHED).size() + " established, " + in(State.SYN_RECEIVED).size() + " half-open, "
                + in(State.CLOSE_WAIT).size() + " CLOSE-WAIT, " + in(State.TIME_WAIT).size() + " TIME-WAIT";
    }
}
