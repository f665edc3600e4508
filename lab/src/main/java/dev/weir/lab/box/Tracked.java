package dev.weir.lab.box;

import dev.weir.lab.packet.Headers;
import dev.weir.lab.packet.Packet;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.TcpFlags;

/** What a box knows about one flow, and until when. */
final class Tracked {
    private final int protocol;
    private boolean answered; // packets in both directions
    private boolean begunOutward;
    private boolean finOutward;
    private boolean finInward;
    private boolean reset;
    private long lastSeen;

    Tracked(int protocol, boolean outward, long now) {
        this.protocol = protocol;
        this.begunOutward = outward;
        this.lastSeen = now;
    }

    /** A packet of the flow passes. */
    void saw(Packet packet, boolean outward, long now) {
        lastSeen = now;
        if (protocol == IpProtocol.TCP) {
            int flags = Headers.tcpFlags(packet);
            if ((flags & (TcpFlags.SYN | TcpFlags.ACK)) == TcpFlags.SYN) begin(outward);
            if ((flags & TcpFlags.RST) != 0) reset = true;
            if ((flags & TcpFlags.FIN) != 0) {
                finOutward |= outward;
                finInward |= !outward;
            }
        }
        answered |= outward != begunOutward;
    }

    private void begin(boolean outward) {
        begunOutward = outward;
        answered = false;
        finOutward = false;
        finInward = false;
        reset = false;
    }

    boolean isExpired(Idle idle, long now) {
        var limit = switch (protocol) {
            case IpProtocol.TCP -> answered && !reset && !(finOutward && finInward)
                    ? idle.established() : idle.transitory();
            case IpProtocol.UDP -> idle.udp();
            default -> idle.icmp();
        };
        return now - lastSeen >= limit.toNanos();
    }
}
