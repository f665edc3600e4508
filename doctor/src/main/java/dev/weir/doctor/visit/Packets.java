package dev.weir.doctor.visit;

import dev.weir.io.probe.PacketTap.Packet;
import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpFlags;
import java.util.List;
import java.util.Optional;

/**
 * The TCP packets between this host and an address during the visit, as they passed: only with the right to see them.
 *
 * @param packets in the order in which they passed
 */
public record Packets(IpAddress address, List<Packet> packets, long beganNanos, long nanos) implements Result {
    public Packets {
        packets = List.copyOf(packets);
    }

    @Override
    public String step() {
        return "packets";
    }

    private List<Packet> received() {
        return packets.stream().filter(packet -> !packet.outgoing()).toList();
    }

    private static boolean isReset(Packet packet) {
        return (packet.flags() & TcpFlags.RST) != 0;
    }

    /** A reset of an established connection that came from another distance than the server's other packets of it. */
    public Optional<Pair> foreignReset() {
        for (var reset : received()) {
            if (!isReset(reset)) continue;
            var others = received().stream().filter(packet -> packet.localPort() == reset.localPort()
                    && packet.remotePort() == reset.remotePort() && !isReset(packet)
                    && packet.hopLimit() != reset.hopLimit()).toList();
            var other = others.stream().filter(packet -> (packet.flags() & TcpFlags.SYN) == 0).findFirst()
                    .or(() -> others.stream().findFirst());
            if (other.isPresent()) return Optional.of(new Pair(reset, other.get()));
        }
        return Optional.empty();
    }

    /**
     * The reset that answered to a SYN at {@code port}, and what the host sent from elsewhere; a packet that established a
     * connection before any reset.
     */
    public Optional<Pair> refusal(int port) {
        var reset = received().stream().filter(packet -> packet.remotePort() == port && isReset(packet)).findFirst();
        if (reset.isEmpty()) return Optional.empty();
        var others = received().stream().filter(packet -> packet.remotePort() != port).toList();
        var other = others.stream().filter(packet -> !isReset(packet)).findFirst().or(() -> others.stream()
                .findFirst());
        return other.map(packet -> new Pair(reset.get(), packet));
    }

    /** A reset, and a packet that is known to be the host's, or is as near to it as can be had. */
    public record Pair(Packet reset, Packet other) {
        public boolean isFromElsewhere() {
            return reset.hopLimit() != other.hopLimit();
        }

        /** The other packet established a connection: nobody but the host sends such ones. */
        public boolean isSure() {
            return !isReset(other);
        }

        /**
         * The other packet came after the handshake: from who serves the connection, not from one who only accepts
         * for it.
         */
        public boolean isEstablished() {
            return isSure() && (other.flags() & TcpFlags.SYN) == 0;
        }

        public String text() {
            return "the reset arrived with a hop limit of " + reset.hopLimit() + identification(reset) + ", "
                    + (isReset(other) ? "a reset from port " + other.remotePort() : "its "
                    + TcpFlags.text(other.flags()) + " from port " + other.remotePort()) + " with " + other.hopLimit()
                    + identification(other);
        }

        private static String identification(Packet packet) {
            return packet.identification() < 0 ? "" : " (IP ID " + packet.identification() + ", window "
                    + packet.window() + ")";
        }
    }

    @Override
    public String text() {
        var limits = received().stream().map(Packet::hopLimit).distinct().map(String::valueOf).toList();
        return address + ": " + packets.size() + " packets seen; hop limit of what came: "
                + (limits.isEmpty() ? "nothing came" : String.join(", ", limits));
    }
}
