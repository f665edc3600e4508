package dev.weir.analysis.pair;

import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.wire.TcpFlags;
import java.util.ArrayList;
import java.util.List;

/** One connection in one capture, from its SYN on. */
final class Recorded {
    final Opening opening;
    final boolean shared;
    final List<Sighting> fromClient = new ArrayList<>();
    final List<Sighting> fromServer = new ArrayList<>();
    private int serverIsn;
    private boolean answered;

    /** @param shared whether the other capture saw it too: of others nothing is kept */
    Recorded(Opening opening, boolean shared) {
        this.opening = opening;
        this.shared = shared;
    }

    /** Whether this SYN begins another connection between the same ports. */
    boolean isReusedBy(CapturedSegment syn) {
        return isFromClient(syn) && syn.sequence() != opening.initialNumber();
    }

    private boolean isFromClient(CapturedSegment s) {
        return s.sourcePort() == opening.clientPort() && s.source().equals(opening.client());
    }

    void add(CapturedSegment s) {
        boolean ofClient = isFromClient(s);
        if (!ofClient && !answered) {
            serverIsn = s.has(TcpFlags.SYN) ? s.sequence() : s.sequence() - 1;
            answered = true;
        }
        if (ofClient) fromClient.add(Sighting.of(s, opening.initialNumber(), serverIsn));
        else fromServer.add(Sighting.of(s, serverIsn, opening.initialNumber()));
    }

    /** From the SYN to its answer, nanoseconds; -1 if none came. */
    long answerNanos() {
        if (fromServer.isEmpty()) return -1;
        var answer = fromServer.getFirst();
        return fromClient.stream().filter(seen -> seen.isSyn() && seen.nanos() <= answer.nanos())
                .mapToLong(seen -> answer.nanos() - seen.nanos()).min().orElse(-1);
    }

    List<Sighting> from(boolean client) {
        return client ? fromClient : fromServer;
    }
}
