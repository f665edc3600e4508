package dev.weir.doctor.visit;

import dev.weir.io.os.Neighbour;
import dev.weir.io.os.Neighbour.State;
import dev.weir.wire.IpAddress;

/**
 * The machine on this host's own network that packets for an address are handed to, after connecting was tried.
 *
 * @param address the destination
 * @param nextHop a router, or the destination itself
 */
public record Adjacency(IpAddress address, Neighbour nextHop, long beganNanos, long nanos) implements Result {
    @Override
    public String step() {
        return "neighbour";
    }

    /** It does not answer on the link. */
    public boolean isSilent() {
        return nextHop.state() == State.FAILED || nextHop.state() == State.ASKED;
    }

    /** It has answered on the link lately; that it once did proves nothing. */
    public boolean isThere() {
        return nextHop.state() == State.REACHABLE;
    }

    /** {@code ARP}, or what IPv6 has instead. */
    public String method() {
        return address.isIpv4() ? "ARP" : "neighbour discovery";
    }

    @Override
    public String text() {
        return nextHop.address() + (isSilent() ? " does not answer to " + method() : " is " + nextHop.linkAddress());
    }
}
