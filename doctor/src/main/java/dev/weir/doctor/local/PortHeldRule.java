package dev.weir.doctor.local;

import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.core.event.Flow;
import dev.weir.io.os.SocketUser;
import dev.weir.io.os.TcpSocket;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Somebody listens at the port that is asked about: a second server cannot. */
final class PortHeldRule implements LocalRule {
    @Override
    public List<Finding> judge(LocalState state) {
        if (state.port().isEmpty() || state.listeners().isEmpty()) return List.of();
        var holder = state.listeners().getFirst();
        int port = state.port().getAsInt();
        var draft = Finding.of(Fault.PORT_IN_USE, "port " + port).confidence(Confidence.CERTAIN)
                .verdict("Port " + port + " is held by " + state.who(holder) + since(state, holder));
        for (var listener : state.listeners()) {
            draft.because(state.who(listener) + " listens at " + Flow.endpoint(listener.local(), port)
                    + (listener.local().isUnspecified() ? ", that is at every address" : ""));
        }
        return List.of(draft.not(Fault.PORT_IN_TIME_WAIT, "the port has a listener, not only old connections")
                .advice("Stop it, or listen at another port; 'weir port " + port + "' names free ones").claim());
    }

    private static String since(LocalState state, TcpSocket holder) {
        var user = state.users().get(holder.inode());
        return user == null ? "" : started(user);
    }

    private static String started(SocketUser user) {
        return user.pid().isEmpty() ? "" : ProcessHandle.of(user.pid().getAsLong())
                .flatMap(process -> process.info().startInstant()).map(at -> ", which began at " + at.truncatedTo(ChronoUnit.SECONDS)).orElse("");
    }
}
