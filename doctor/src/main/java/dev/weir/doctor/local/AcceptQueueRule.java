package dev.weir.doctor.local;

import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.core.event.Flow;
import dev.weir.io.os.TcpSocket;
import java.util.List;

/** A listener whose queue of finished handshakes is full: Linux then drops the client's ACK, and its SYNs. */
final class AcceptQueueRule implements LocalRule {
    @Override
    public List<Finding> judge(LocalState state) {
        return state.listeners().stream()
                .filter(listener -> listener.receiveQueue() > listener.sendQueue()) // one more than the backlog fits
                .map(listener -> finding(state, listener)).toList();
    }

    private static Finding finding(LocalState state, TcpSocket listener) {
        String subject = Flow.endpoint(listener.local(), listener.localPort());
        var draft = Finding.of(Fault.ACCEPT_QUEUE_FULL, subject).confidence(Confidence.CERTAIN)
                .verdict(state.who(listener) + " does not accept: " + listener.receiveQueue() + " connections wait at "
                        + subject + ", where " + listener.sendQueue() + " may")
                .because("sock_diag: receive queue " + listener.receiveQueue() + ", backlog " + listener.sendQueue());
        long overflows = state.counters().since(state.before(), "ListenOverflows");
        if (overflows > 0) draft.because("ListenOverflows grew by " + overflows + " in a fifth of a second");
        return draft.advice("Accept faster (more workers), or raise the backlog of listen() and net.core.somaxconn; "
                + "see where it is stuck: a thread dump of " + state.who(listener)).claim();
    }
}
