package dev.weir.lab.scenario;

import dev.weir.lab.Host;
import dev.weir.lab.scenario.talk.Talk;
import java.time.Duration;
import java.util.Optional;

/**
 * One connection of a scenario.
 *
 * @param name unique in its scenario
 * @param client the host that opens it
 * @param server the host that is to accept it
 * @param address that the client connects to; empty for that of the server
 * @param port of the server; one of its own for each flow that listens
 * @param clientPort that the client connects from; 0: one that it chooses
 * @param start since the beginning of the run
 * @param ipv6 over which version of IP
 * @param listening whether an application of the server listens at the port for this flow; if not, that of another flow
 *     may, and then talks as it does with that one
 * @param backlog of the listener: connections that may wait to be accepted, 0..65535
 * @param acceptPause of the server's application after each connection that it accepts
 * @param fastOpen what the client writes first goes with its SYN, if it may; and the listener takes that (RFC 7413)
 * @param talk what the two applications do
 */
public record FlowPart(
        String name, String client, String server, Optional<String> address, int port, int clientPort, Duration start,
        boolean ipv6, boolean listening, int backlog, Duration acceptPause, boolean fastOpen, Talk talk) {
    /** From the beginning, over IPv4, and the server listens. */
    public static FlowPart of(String name, String client, String server, int port, Talk talk) {
        return new FlowPart(name, client, server, Optional.empty(), port, 0, Duration.ZERO, false, true,
                Host.BACKLOG, Duration.ZERO, false, talk);
    }

    public FlowPart withStart(Duration start) {
        return new FlowPart(name, client, server, address, port, clientPort, start, ipv6, listening, backlog,
                acceptPause, fastOpen, talk);
    }

    public FlowPart withIpv6(boolean ipv6) {
        return new FlowPart(name, client, server, address, port, clientPort, start, ipv6, listening, backlog,
                acceptPause, fastOpen, talk);
    }

    public FlowPart withListening(boolean listening) {
        return new FlowPart(name, client, server, address, port, clientPort, start, ipv6, listening, backlog,
                acceptPause, fastOpen, talk);
    }

    /** How the server listens. */
    public FlowPart withBacklog(int backlog, Duration acceptPause) {
        return new FlowPart(name, client, server, address, port, clientPort, start, ipv6, listening, backlog,
                acceptPause, fastOpen, talk);
    }

    public FlowPart withFastOpen(boolean fastOpen) {
        return new FlowPart(name, client, server, address, port, clientPort, start, ipv6, listening, backlog,
                acceptPause, fastOpen, talk);
    }

    public FlowPart withClientPort(int clientPort) {
        return new FlowPart(name, client, server, address, port, clientPort, start, ipv6, listening, backlog,
                acceptPause, fastOpen, talk);
    }

    public FlowPart withAddress(String address) {
        return new FlowPart(name, client, server, Optional.of(address), port, clientPort, start, ipv6, listening,
                backlog, acceptPause, fastOpen, talk);
    }
}
