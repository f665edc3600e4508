package dev.weir.lab.box;

import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Edit;
import dev.weir.lab.packet.Headers;
import dev.weir.lab.packet.Packet;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.TcpOption;
import dev.weir.wire.TcpOptions;
import java.lang.foreign.ValueLayout;

/** Overwrites TCP options of one kind with NOPs, as boxes do that know what is good for everybody. */
public final class StripOption implements Middlebox {
    private final int kind;
    private final boolean onlyHandshake;

    private StripOption(int kind, boolean onlyHandshake) {
        this.kind = kind;
        this.onlyHandshake = onlyHandshake;
    }

    /** @param kind of {@link TcpOption} */
    public static StripOption everywhere(int kind) {
        return new StripOption(kind, false);
    }

    /** Only where SYN is set. */
    public static StripOption fromHandshake(int kind) {
        return new StripOption(kind, true);
    }

    @Override
    public void pass(Packet packet, Passage way, long now) {
        if (Headers.isTcp(packet) && (!onlyHandshake || isHandshake(packet, way))) strip(packet, way, now);
        way.forward(packet, now);
    }

    private static boolean isHandshake(Packet packet, Passage way) {
        return Match.SYN.test(packet, way.isOutward()) || Match.SYN_ACK.test(packet, way.isOutward());
    }

    private void strip(Packet packet, Passage way, long now) {
        var s = packet.bytes();
        int header = Headers.transportOffset(packet);
        int length = TcpHeader.optionsLength(s, header);
        boolean found = false;
        for (long at; (at = TcpOptions.find(s, TcpHeader.optionsOffset(header), length, kind)) >= 0; found = true) {
            int bytes = s.get(ValueLayout.JAVA_BYTE, at + 1) & 0xff;
            for (int i = 0; i < bytes; i++) Edit.octet(packet, (int) at + i, TcpOption.NOP);
        }
        if (found) way.place().note(Cause.OPTION_REMOVED, packet, () -> TcpOption.name(kind), now);
    }
}
