package dev.weir.lab.net;

import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Packet;
import dev.weir.lab.packet.Place;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;

/** Hands packets on to the lane that leads to their destination, and tells senders what it cannot do. */
public final class Router extends Node {
    private Routes routes;

    Router(Place place) {
        super(place);
    }

    @Override
    void complete(Routes routes) {
        this.routes = routes;
    }

    @Override
    void receive(Packet packet, Lane by, long now) {
        var s = packet.bytes();
        boolean ipv4 = packet.isIpv4();
        int hops = ipv4 ? Ipv4Header.timeToLive(s, 0) : Ipv6Header.hopLimit(s, 0);
        if (hops <= 1) {
            place().drop(Cause.HOPS_EXCEEDED, packet, now);
            return;
        }
        Lane lane = routes.next(packet.destinationHigh(), packet.destinationLow());
        if (lane == null) {
            place().drop(Cause.NO_ROUTE, packet, now);
            return;
        }
        if (packet.length() > lane.mtu()) {
            place().drop(Cause.FRAGMENTATION_NEEDED, packet, now);
            return;
        }
        if (ipv4) Ipv4Header.writeTimeToLive(s, 0, hops - 1);
        else Ipv6Header.writeHopLimit(s, 0, hops - 1);
        lane.enter(packet, now);
    }
}
