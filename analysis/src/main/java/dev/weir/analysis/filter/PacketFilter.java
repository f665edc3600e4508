package dev.weir.analysis.filter;

import dev.weir.wire.pcap.CaptureRecord;

/**
 * An expression that chooses packets: {@code tcp port 443 and host 10.0.0.1}, {@code tcp[tcpflags] & tcp-syn != 0}.
 * What a
 * packet is too short to tell makes the whole expression false, as it does there. Not thread-safe.
 */
public final class PacketFilter {
    private final Condition condition;
    private final Frame frame = new Frame();

    private PacketFilter(Condition condition) {
        this.condition = condition;
    }

    /**
     * Reads an expression; an empty one chooses everything.
     *
     * @throws FilterError saying what is wrong, and at which word
     */
    public static PacketFilter parse(String expression, Names names) throws FilterError {
        return new PacketFilter(expression.isBlank() ? _ -> true : new Parser(expression, names).parse());
    }

    /** Whether an expression may begin with this word. */
    public static boolean canBegin(String word) {
        return Parser.canBegin(word);
    }

    public boolean matches(CaptureRecord.Packet packet) {
        frame.show(packet);
        try {
            return condition.holds(frame);
        } catch (Frame.Short e) {
            return false;
        }
    }
}
