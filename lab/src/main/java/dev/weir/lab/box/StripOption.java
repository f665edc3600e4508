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
    private final Match match;

    private StripOption(int kind, Match match) {
        this.kind = kind;
        this.match = match;
    }

    /** @param kind of {@link TcpOption} */
    public static StripOption everywhere(int kind) {
        return new StripOption(kind, Match.ALL);
    }

    /** Only where SYN is set. */
    public static StripOption fromHandshake(int kind) {
        return new StripOption(kind, Match.SYN.or(Match.SYN_ACK));
    }

    /** The same, where this matches too. */
    public StripOption where(Match match) {
        return new StripOption(kind, this.match.and(match));
    }

    @Override
    public void pass(Packet packet, Passage way, long now) {
        if (Headers.isTcp(packet) && match.test(packet, way.isOutward())) strip(packet, way, now);
        way.forward(packet, now);
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
