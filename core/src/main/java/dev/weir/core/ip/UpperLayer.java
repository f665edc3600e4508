package dev.weir.core.ip;

import dev.weir.core.event.DropReason;

/**
 * A protocol on top of IP: TCP, UDP, ICMP. Called by the driver, inside a turn.
 *
 * <p>Who speaks of a drop: the layer that returns a reason has emitted the {@link dev.weir.core.event.Event.Dropped}
 * itself, since only it knows the flow, and {@link IpInput} counts the reason, so that each drop is counted once. A
 * layer that counts too returns {@link DropReason#NONE}.
 */
public interface UpperLayer {
    /** IANA protocol number, 0..255. */
    int protocol();

    /**
     * A whole datagram, borrowed for the call; answers why it was not used. Its source is plausible; its destination is
     * one of our addresses, or (never for TCP) a broadcast address or a multicast group that every host is in.
     */
    DropReason receive(IpDatagram datagram, long now);

    /** An ICMP error that quotes a packet of this protocol which one of our addresses sent. Borrowed for the call. */
    DropReason error(IcmpError error, long now);
}
