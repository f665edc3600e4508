package dev.weir.doctor.local;

import static java.util.stream.Collectors.groupingBy;

import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Culprit;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.core.event.Flow;
import dev.weir.core.event.State;
import dev.weir.io.os.TcpSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections that the peer has closed and a process has not. One that still sends is a half-close in use, and a short
 * while is what any program may take to notice: a server, which waits for its client's next word, less than a client,
 * whose pool looks at idle connections now and then.
 */
final class CloseWaitRule implements LocalRule {
    /** Of connections that it accepted: longer than an answer takes that a half-closed client still waits for. */
    private static final Duration FORGOTTEN_BY_SERVER = Duration.ofSeconds(10);
    /** Of others: pools look at their idle connections every half minute. */
    private static final Duration FORGOTTEN_BY_CLIENT = Duration.ofSeconds(60);
    /** One or two may be of a pool that closes them when they are next wanted. */
    private static final int LEAK = 3;

    @Override
    public List<Finding> judge(LocalState state) {
        var forgotten = state.in(State.CLOSE_WAIT).stream().filter(socket -> isForgotten(state, socket))
                .filter(state::isAskedAbout).collect(groupingBy(state::who));
        var found = new ArrayList<Finding>();
        forgotten.forEach((process, sockets) -> {
            if (sockets.size() >= LEAK) found.add(finding(process, sockets));
        });
        return found;
    }

    private static boolean isForgotten(LocalState state, TcpSocket socket) {
        boolean accepted = state.in(State.LISTEN).stream().anyMatch(each -> each.localPort() == socket.localPort());
        long limit = (accepted ? FORGOTTEN_BY_SERVER : FORGOTTEN_BY_CLIENT).toNanos();
        return socket.info().filter(info -> info.sinceAckReceivedNanos() >= limit
                && info.sinceDataSentNanos() >= limit).isPresent();
    }

    private static Finding finding(String process, List<TcpSocket> sockets) {
        long oldest = sockets.stream().mapToLong(socket -> socket.info().orElseThrow().sinceAckReceivedNanos()).max()
                .orElse(0);
        long newest = sockets.stream().mapToLong(socket -> socket.info().orElseThrow().sinceAckReceivedNanos()).min()
                .orElse(0);
        long unread = sockets.stream().filter(socket -> socket.receiveQueue() > 1).count();
        var example = sockets.getFirst();
        return Finding.of(Fault.CLOSE_WAIT_LEAK, process).by(Culprit.THIS_HOST).confidence(Confidence.PROVEN)
                .verdict(process + " has " + sockets.size() + " connections open that the other side has closed")
                .because("sock_diag: " + sockets.size() + " sockets in CLOSE-WAIT for "
                        + Duration.ofNanos(newest).toSeconds() + " s and more, the oldest for " + Duration.ofNanos(oldest).toSeconds() + " s, as "
                        + Flow.endpoint(example.local(), example.localPort()) + " with "
                        + Flow.endpoint(example.remote(), example.remotePort()))
                .because(unread + " of them have data that was never read")
                .advice("The peer is innocent. Let " + process
                        + " close a socket once read() returns the end of the stream; 'ss -tnp state close-wait' lists them")
                .claim();
    }
}
