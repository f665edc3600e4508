package dev.weir.lab.queue;

import dev.weir.lab.packet.Packet;
import dev.weir.lab.packet.PacketPool;
import dev.weir.lab.packet.Place;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.UdpHeader;

/** Datagrams for queues. */
final class Packets {
    final PacketPool pool = new PacketPool(100_000);
    final Place place = new Place("queue", pool, null);

    /** @param flow its source port */
    Packet packet(int flow, int length, int ecn, long now) {
        Packet packet = pool.take(length, now);
        Ipv4Header.write(packet.bytes(), 0, ecn, length, 0, true, 64, IpProtocol.UDP,
                IpAddress.parse("10.0.0.1").ipv4(), IpAddress.parse("10.0.0.2").ipv4());
        UdpHeader.write(packet.bytes(), 20, flow, 9, length - 20);
        packet.enqueuedAt(now);
        return packet;
    }

    static int flow(Packet packet) {
        return UdpHeader.sourcePort(packet.bytes(), 20);
    }
}
