package dev.weir.lab.net;

import dev.weir.core.time.Timer;
import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Forge;
import dev.weir.lab.packet.Packet;
import dev.weir.wire.Cidr;
import dev.weir.wire.IpAddress;

/**
 * SYNs with forged sources, one after another: each asks the server to keep something, and nobody will ever answer its
 * SYN-ACK (RFC 4987, section 2).
 *
 * @param from the node whose first link they enter
 * @param to the address of the server, of the version of {@code sources}
 * @param port of the server, 1..65535
 * @param sources addresses that they pretend to come from, all of them in turn; up to 2^32 count
 * @param count how many in all, at least 1
 * @param intervalNanos between two of them, at least 1
 */
public record SynFlood(String from, IpAddress to, int port, Cidr sources, int count, long intervalNanos) {
    private static final int FIRST_PORT = 1024;
    private static final int PORTS = 64512;

    public SynFlood {
        if (to.isIpv4() != sources.address().isIpv4()) {
            throw new IllegalArgumentException("the sources and the server are of different versions of IP");
        }
        if (count < 1 || intervalNanos < 1) throw new IllegalArgumentException("a flood has at least one SYN");
    }

    /** The first one leaves now. */
    public void begin(Network net) {
        var lanes = net.node(from).lanes();
        if (lanes.isEmpty()) throw new IllegalArgumentException(from + " has no link");
        net.time().arm(new Sending(net, lanes.getFirst()), net.time().now());
    }

    private final class Sending extends Timer {
        private final Network net;
        private final Lane lane;
        private final Seeds seeds = new Seeds(count);
        private int sent;

        Sending(Network net, Lane lane) {
            this.net = net;
            this.lane = lane;
        }

        @Override
        protected void expired(long now) {
            long drawn = seeds.next();
            Packet syn = Forge.syn(source(sent), FIRST_PORT + (int) ((drawn >>> 32) % PORTS), to, port, (int) drawn,
                    net.packets(), now);
            if (syn == null) net.node(from).place().note(Cause.NO_PACKET_MEMORY, null, now);
            else lane.enter(syn, now);
            if (++sent < count) net.time().arm(this, now + intervalNanos);
        }
    }

    /** Without the first and the last address of the prefix, which belong to nobody. */
    private IpAddress source(int number) {
        int bits = (to.isIpv4() ? 32 : 128) - sources.prefixLength();
        long most = (1L << Math.min(bits, 32)) - 2;
        var first = sources.network();
        return new IpAddress(first.high(), first.low() + (most < 1 ? 0 : 1 + number % most));
    }
}
