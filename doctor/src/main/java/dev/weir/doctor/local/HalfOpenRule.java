package dev.weir.doctor.local;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.core.event.State;
import dev.weir.io.os.TcpSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** More handshakes begun than a listener keeps: from then on Linux answers with SYN cookies, or not at all. */
final class HalfOpenRule implements LocalRule {
    private static final String COOKIES = "SyncookiesSent";

    @Override
    public List<Finding> judge(LocalState state) {
        var begun = state.in(State.SYN_RECEIVED).stream().collect(groupingBy(TcpSocket::localPort));
        var found = new ArrayList<Finding>();
        for (var listener : state.listeners()) {
            var waiting = begun.getOrDefault(listener.localPort(), List.of());
            // the kernel keeps as many as the backlog; a listener for both versions is one
            boolean stuck = listener.receiveQueue() > listener.sendQueue(); // whoever does not accept cannot finish them
            if (stuck || listener.sendQueue() == 0 || waiting.size() < listener.sendQueue()) continue;
            found.add(finding(state, listener, waiting));
            begun.remove(listener.localPort());
        }
        return found;
    }

    private static Finding finding(LocalState state, TcpSocket listener, List<TcpSocket> waiting) {
        var bySource = waiting.stream().collect(groupingBy(TcpSocket::remote, counting()));
        var worst = bySource.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        var draft = Finding.of(Fault.SYN_FLOOD, "port " + listener.localPort()).confidence(Confidence.PROVEN)
                .verdict(waiting.size() + " handshakes at port " + listener.localPort()
                        + " are begun and not finished; " + state.who(listener) + " keeps " + listener.sendQueue())
                .because("sock_diag: " + waiting.size() + " connections in SYN-RECEIVED from " + bySource.size()
                        + " addresses, most from " + worst.getKey() + " (" + worst.getValue() + ")")
                .not(Fault.ACCEPT_QUEUE_FULL, "its accept queue holds " + listener.receiveQueue() + " of "
                        + listener.sendQueue());
        long cookies = state.counters().since(state.before(), COOKIES);
        if (cookies > 0) {
            draft.because(COOKIES + " grew by " + cookies + " in a fifth of a second: such connections have neither "
                    + "window scale nor SACK, unless both sides use timestamps");
        }
        return draft.claim();
    }
}
