package dev.weir.lab.box;

import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Edit;
import dev.weir.lab.packet.Headers;
import dev.weir.lab.packet.Packet;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;

/** What boxes do to ECN: they clear the field of the IP header, or the flags by which hosts ask for it (RFC 3168 6.1). */
public final class Ecn implements Middlebox {
    private static final int FLAGS_OFFSET = 13;
    private static final int ECE_AND_CWR = TcpFlags.ECE | TcpFlags.CWR;

    private final boolean field;

    private Ecn(boolean field) {
        this.field = field;
    }

    /** Every packet leaves as Not-ECT, Congestion Experienced as well: marks are lost. */
    public static Ecn clearField() {
        return new Ecn(true);
    }

    /** SYNs and SYN-ACKs lose ECE and CWR: hosts believe that the other side has no ECN. */
    public static Ecn clearNegotiation() {
        return new Ecn(false);
    }

    static boolean isAskedFor(Packet packet) {
        int flags = Headers.tcpFlags(packet);
        return (flags & TcpFlags.SYN) != 0 && (flags & ECE_AND_CWR) != 0;
    }

    @Override
    public void pass(Packet packet, Passage way, long now) {
        if (field && packet.ecn() != 0) {
            int before = packet.ecn();
            packet.ecn(0);
            way.place().note(Cause.ECN_CLEARED, packet, () -> "was " + before, now);
        } else if (!field && isAskedFor(packet)) {
            int at = Headers.transportOffset(packet);
            int flags = TcpHeader.flags(packet.bytes(), at) & ~ECE_AND_CWR;
            Edit.octet(packet, at + FLAGS_OFFSET, flags & 0xff);
            way.place().note(Cause.ECN_CLEARED, packet, () -> "ECE and CWR of the handshake", now);
        }
        way.forward(packet, now);
    }
}
