package dev.weir.lab.net;

import dev.weir.lab.packet.Packet;
import dev.weir.lab.packet.Place;
import dev.weir.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** Where links end: a host's port, a router, a box. */
public abstract sealed class Node permits HostPort, Router, Box {
    private final Place place;
    private final List<Lane> lanes = new ArrayList<>(2);
    private final List<IpAddress> addresses = new ArrayList<>(2);

    Node(Place place) {
        this.place = place;
    }

    public final String name() {
        return place.name();
    }

    /** Counts what this node decides, and can be captured. */
    public final Place place() {
        return place;
    }

    /** Those that lead away, in the order in which links were added. */
    public final List<Lane> lanes() {
        return lanes;
    }

    /** Packets to these end here. */
    public final List<IpAddress> addresses() {
        return addresses;
    }

    /** Of the given version; null if it has none. */
    final IpAddress address(boolean ipv6) {
        for (IpAddress address : addresses) {
            if (address.isIpv6() == ipv6) return address;
        }
        return null;
    }

    void attach(Lane outgoing) {
        lanes.add(outgoing);
    }

    /** A packet has arrived through {@code by} and is this node's now. */
    abstract void receive(Packet packet, Lane by, long now);

    /** Nothing more can be added; tables may be made. */
    void complete(Routes routes) {}

    @Override
    public final String toString() {
        return name();
    }
}
