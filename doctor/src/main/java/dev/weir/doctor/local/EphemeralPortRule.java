package dev.weir.doctor.local;

import static java.util.stream.Collectors.groupingBy;

import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Culprit;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.core.event.Flow;
import dev.weir.core.event.State;
import dev.weir.io.os.PortPolicy.Range;
import dev.weir.io.os.TcpSocket;
import dev.weir.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** So many connections to one destination that the kernel finds no port for another: EADDRNOTAVAIL. */
final class EphemeralPortRule implements LocalRule {
    /** The last few are found only by luck, and taken by others meanwhile; of a hundred. */
    private static final int EXHAUSTED_PERCENT = 98;

    private record Route(IpAddress local, IpAddress remote, int remotePort) {}

    @Override
    public List<Finding> judge(LocalState state) {
        var policy = state.policy();
        long available = available(state);
        var byRoute = state.sockets().stream()
                .filter(socket -> socket.remotePort() != 0 && policy.isEphemeral(socket.localPort()))
                .filter(socket -> state.port().isEmpty() || socket.remotePort() == state.port().getAsInt())
                .collect(groupingBy(socket -> new Route(socket.local(), socket.remote(), socket.remotePort())));
        var found = new ArrayList<Finding>();
        byRoute.forEach((route, sockets) -> {
            long used = sockets.stream().map(TcpSocket::localPort).distinct().count();
            if (used * 100 >= available * EXHAUSTED_PERCENT) found.add(finding(state, route, sockets, used, available));
        });
        return found;
    }

    private static long available(LocalState state) {
        Range range = state.policy().ephemeral();
        long count = range.last() - range.first() + 1L;
        for (Range reserved : state.policy().reserved()) {
            int first = Math.max(range.first(), reserved.first());
            int last = Math.min(range.last(), reserved.last());
            count -= Math.max(0, last - first + 1);
        }
        return count;
    }

    private static Finding finding(LocalState state, Route route, List<TcpSocket> sockets, long used, long available) {
        long timeWait = sockets.stream().filter(socket -> socket.state() == State.TIME_WAIT).count();
        String destination = Flow.endpoint(route.remote, route.remotePort);
        return Finding.of(Fault.EPHEMERAL_PORTS_EXHAUSTED, "to " + destination).by(Culprit.CLIENT_HOST)
                .confidence(used >= available ? Confidence.CERTAIN : Confidence.PROVEN)
                .verdict(used + " of " + available + " ephemeral ports of " + route.local + " are in use to "
                        + destination)
                .because("net.ipv4.ip_local_port_range is " + state.policy().ephemeral() + "; " + used
                        + " of these ports have a connection to " + destination + ", " + timeWait + " in TIME-WAIT")
                .advice((timeWait * 2 > used ? "Keep connections open and use them again: most are closed and wait. "
                        : "Share connections (a pool, HTTP/2). ")
                        + "A wider range: sudo sysctl net.ipv4.ip_local_port_range='10240 65535'")
                .claim();
    }
}
