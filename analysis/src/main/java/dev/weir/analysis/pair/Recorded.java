package dev.weir.analysis.pair;

import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.core.event.Flow;
import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpFlags;
import java.util.ArrayList;
import java.util.List;

/** One connection in one capture, from its SYN on. */
final class Recorded {
    final IpAddress clientAddress;
    final int clientPort;
    final IpAddress serverAddress;
    final int serverPort;
    final int clientIsn;
    final List<Sighting> fromClient = new ArrayList<>();
    final List<Sighting> fromServer = new ArrayList<>();
    private int serverIsn;
    private boolean answered;

    Recorded(CapturedSegment syn) {
        clientAddress = syn.source();
        clientPort = syn.sourcePort();
        serverAddress = syn.destination();
        serverPort = syn.destinationPort();
        clientIsn = syn.sequence();
    }

    boolean begins(CapturedSegment s) {
        return s.has(TcpFlags.SYN) && !s.has(TcpFlags.ACK) && isFromClient(s) && s.sequence() != clientIsn;
    }

    private boolean isFromClient(CapturedSegment s) {
        return s.sourcePort() == clientPort && s.source().equals(clientAddress);
    }

    void add(CapturedSegment s) {
        boolean ofClient = isFromClient(s);
        if (!ofClient && !answered) {
            serverIsn = s.has(TcpFlags.SYN) ? s.sequence() : s.sequence() - 1;
            answered = true;
        }
        if (ofClient) fromClient.add(Sighting.of(s, clientIsn, serverIsn));
        else fromServer.add(Sighting.of(s, serverIsn, clientIsn));
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

    /** {@code 10.0.0.1:4711 > 10.0.0.2:80}. */
    String name() {
        return Flow.endpoint(clientAddress, clientPort) + " > " + Flow.endpoint(serverAddress, serverPort);
    }
}
