package dev.weir.core.ip;

import dev.weir.core.event.DropReason;

/** A protocol on top of IP: TCP, UDP, ICMP. Called by the driver, inside a turn. */
public interface UpperLayer {
    /** IANA protocol number, 0..255. */
    int protocol();

    /** A whole datagram for one of our addresses, borrowed for the call; answers why it was not used. */
    DropReason receive(IpDatagram datagram, long now);

    /** An ICMP error that quotes a packet of this protocol which one of our addresses sent. Borrowed for the call. */
    DropReason error(IcmpError error, long now);
}
