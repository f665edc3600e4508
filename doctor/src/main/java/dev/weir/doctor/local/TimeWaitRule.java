package dev.weir.doctor.local;

import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.core.event.State;
import dev.weir.io.os.TcpSocket;
import java.time.Duration;
import java.util.List;

/** Nobody listens at the port, and yet a server that does not ask for SO_REUSEADDR cannot bind it. */
final class TimeWaitRule implements LocalRule {
    @Override
    public List<Finding> judge(LocalState state) {
        if (state.port().isEmpty() || !state.listeners().isEmpty()) return List.of();
        int port = state.port().getAsInt();
        var waiting = state.in(State.TIME_WAIT).stream().filter(state::isAskedAbout).toList();
        if (waiting.isEmpty()) return List.of();
        long left = waiting.stream().mapToLong(TcpSocket::timerNanos).max().orElse(0);
        return List.of(Finding.of(Fault.PORT_IN_TIME_WAIT, "port " + port).confidence(Confidence.CERTAIN)
                .verdict("Port " + port + " is not free yet: " + waiting.size() + (waiting.size() == 1 ? " connection"
                        : " connections") + " of it wait in TIME-WAIT")
                .because("sock_diag: " + waiting.size() + " in TIME-WAIT at port " + port + ", the last for another "
                        + Duration.ofNanos(left).toSeconds() + " s")
                .not(Fault.PORT_IN_USE, "no socket listens at port " + port)
                .advice("Set SO_REUSEADDR before bind; else wait " + Duration.ofNanos(left).toSeconds()
                        + " s. Never tcp_tw_recycle: it breaks clients behind one NAT").claim());
    }
}
