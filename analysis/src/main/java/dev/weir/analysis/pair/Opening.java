package dev.weir.analysis.pair;

import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.core.event.Flow;
import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpFlags;
import java.util.Optional;

/**
 * A SYN, by which a connection is known again in another capture.
 *
 * @param mark what a device that draws initial numbers of its own leaves as it is, and another connection between the
 *     same ports would not have: the timestamp, else the identification; 0 without either
 */
record Opening(IpAddress client, int clientPort, IpAddress server, int serverPort, int initialNumber, int mark) {
    static boolean is(CapturedSegment s) {
        return s.has(TcpFlags.SYN) && !s.has(TcpFlags.ACK);
    }

    static Opening of(CapturedSegment syn) {
        int mark = syn.options().hasTimestamps() ? syn.options().tsVal() : Math.max(0, syn.identification());
        return new Opening(syn.source(), syn.sourcePort(), syn.destination(), syn.destinationPort(), syn.sequence(),
                mark);
    }

    /** Its initial number and where it goes: address translation leaves both. */
    record Numbers(int initialNumber, int serverPort) {}

    Numbers numbers() {
        return new Numbers(initialNumber, serverPort);
    }

    /** Its endpoints and its mark. */
    record Path(IpAddress client, int clientPort, IpAddress server, int serverPort, int mark) {}

    Optional<Path> path() {
        return mark == 0 ? Optional.empty() : Optional.of(new Path(client, clientPort, server, serverPort, mark));
    }

    /** {@code 10.0.0.1:4711 > 10.0.0.2:80}. */
    String name() {
        return Flow.endpoint(client, clientPort) + " > " + Flow.endpoint(server, serverPort);
    }
}
