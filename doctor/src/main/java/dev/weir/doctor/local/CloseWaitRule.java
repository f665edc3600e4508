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
 * while is what any program may take to notice.
 */
final class CloseWaitRule implements LocalRule {
    /** Long beyond what a program needs that closes at all: pools look at their idle connections every half minute. */
    private static final Duration FORGOTTEN = Duration.ofSeconds(60);
    /** One or two may be of a pool that closes them when they are next wanted. */
    private static final int LEAK = 3;

    @Override
    public List<Finding> judge(LocalState state) {
        var forgotten = state.in(State.CLOSE_WAIT).stream().filter(CloseWaitRule::isForgotten)
                .filter(state::isAskedAbout).collect(groupingBy(state::who));
        var found = new ArrayList<Finding>();
        forgotten.forEach((process, sockets) -> {
            if (sockets.size() >= LEAK) found.add(finding(process, sockets));
        });
        return found;
    }

    private static boolean isForgotten(TcpSocket socket) {
        return socket.info().filter(info -> info.sinceAckReceivedNanos() >= FORGOTTEN.toNanos()
                && info.sinceDataSentNanos() >= FORGOTTEN.toNanos()).isPresent();
    }

    private static Finding finding(String process, List<TcpSocket> sockets) {
        long oldest = sockets.stream().mapToLong(socket -> socket.info().orElseThrow().sinceAckReceivedNanos()).max()
                .orElse(0);
        long unread = sockets.stream().filter(socket -> socket.receiveQueue() > 1).count();
        var example = sockets.getFirst();
        return Finding.of(Fault.CLOSE_WAIT_LEAK, process).by(Culprit.THIS_HOST).confidence(Confidence.PROVEN)
                .verdict(process + " has " + sockets.size() + " connections open that the other side has closed")
                .because("sock_diag: " + sockets.size() + " sockets in CLOSE-WAIT for over " + FORGOTTEN.toSeconds()
                        + " s, the oldest for " + Duration.ofNanos(oldest).toSeconds() + " s, as "
                        + Flow.endpoint(example.local(), example.localPort()) + " with "
                        + Flow.endpoint(example.remote(), example.remotePort()))
                .because(unread + " of them have data that was never read")
                .advice("The peer is innocent. Let " + process
                        + " close a socket once read() returns the end of the stream; 'ss -tnp state close-wait' lists them").claim();
    }
}
