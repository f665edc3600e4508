package dev.weir.lab.box;

import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Edit;
import dev.weir.lab.packet.Headers;
import dev.weir.lab.packet.Packet;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.TcpOption;
import dev.weir.wire.TcpOptions;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Lowers the MSS option of SYNs and SYN-ACKs in both directions, so that larger segments are not sent. */
public final class ClampMss implements Middlebox {
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final int mss;

    /** @param mss 1..65535 */
    public ClampMss(int mss) {
        if (mss < 1 || mss > 65535) throw new IllegalArgumentException("mss must be 1..65535, not " + mss);
        this.mss = mss;
    }

    @Override
    public void pass(Packet packet, Passage way, long now) {
        if (Match.SYN.or(Match.SYN_ACK).test(packet, way.isOutward())) clamp(packet, way, now);
        way.forward(packet, now);
    }

    private void clamp(Packet packet, Passage way, long now) {
        var s = packet.bytes();
        int header = Headers.transportOffset(packet);
        long at = TcpOptions.find(s, TcpHeader.optionsOffset(header), TcpHeader.optionsLength(s, header), TcpOption.MSS);
        if (at < 0) return;
        int offered = s.get(SHORT, at + 2) & 0xffff;
        if (offered <= mss) return;
        Edit.octet(packet, (int) at + 2, mss >>> 8);
        Edit.octet(packet, (int) at + 3, mss & 0xff);
        way.place().note(Cause.MSS_CLAMPED, packet, () -> offered + " to " + mss, now);
    }
}
