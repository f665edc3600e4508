package dev.weir.lab.box;

import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Edit;
import dev.weir.lab.packet.Headers;
import dev.weir.lab.packet.Packet;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.TcpOption;
import dev.weir.wire.TcpOptions;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Gives the inside other sequence numbers on the outside, as firewalls do that do not trust initial numbers: those of
 * outward segments are shifted, and what acknowledges them is shifted back. Some forget the SACK blocks, so that those
 * mean nothing to the sender.
 */
public final class ShiftSequence implements Middlebox {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int SEQUENCE = 4;
    private static final int ACKNOWLEDGMENT = 8;

    private final int shift;
    private final boolean shiftsSack;

    /** @param shiftsSack whether it knows of SACK */
    public ShiftSequence(int shift, boolean shiftsSack) {
        this.shift = shift;
        this.shiftsSack = shiftsSack;
    }

    @Override
    public void pass(Packet packet, Passage way, long now) {
        if (Headers.isTcp(packet)) {
            int at = Headers.transportOffset(packet);
            if (way.isOutward()) {
                add(packet, at + SEQUENCE, shift);
            } else if ((TcpHeader.flags(packet.bytes(), at) & TcpFlags.ACK) != 0) {
                add(packet, at + ACKNOWLEDGMENT, -shift);
                if (shiftsSack) shiftBlocks(packet, at);
            }
            way.place().note(Cause.RENUMBERED, packet, now);
        }
        way.forward(packet, now);
    }

    private void shiftBlocks(Packet packet, int header) {
        var s = packet.bytes();
        long option = TcpOptions.find(s, TcpHeader.optionsOffset(header), TcpHeader.optionsLength(s, header), TcpOption.SACK);
        if (option < 0) return;
        int end = (int) option + (s.get(ValueLayout.JAVA_BYTE, option + 1) & 0xff);
        for (int edge = (int) option + TcpOption.SACK_HEADER_LENGTH; edge + 4 <= end; edge += 4) add(packet, edge, -shift);
    }

    /** The field may stand at an odd place, as options do. */
    private static void add(Packet packet, int at, int difference) {
        int value = packet.bytes().get(INT, at) + difference;
        for (int i = 0; i < 4; i++) Edit.octet(packet, at + i, value >>> 24 - 8 * i & 0xff);
    }
}
