package dev.weir.lab.box;

import dev.weir.core.link.PacketNumbers;
import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Packet;

/** Drops packets silently that match. What it is good for has names: ICMP filters, black holes, fear of options. */
public final class Lose implements Middlebox {
    private final Match match;
    private final PacketNumbers numbers; // null: all
    private final Cause cause;
    private long seen;

    private Lose(Match match, PacketNumbers numbers, Cause cause) {
        this.match = match;
        this.numbers = numbers;
        this.cause = cause;
    }

    /** All that match. */
    public static Lose all(Match match) {
        return new Lose(match, null, Cause.FILTERED);
    }

    /**
     * Of those that match, the ones with these numbers.
     *
     * @param numbers from 1, as {@link PacketNumbers#parse} reads them: {@code 1,5-7}
     */
    public static Lose numbered(Match match, String numbers) {
        return new Lose(match, PacketNumbers.parse(numbers), Cause.FILTERED);
    }

    /** All of ICMP: nobody learns the path MTU any more. */
    public static Lose icmp() {
        return new Lose(Match.ICMP, null, Cause.ICMP_DROPPED);
    }

    /** Packets of more than {@code bytes}: an MTU black hole. */
    public static Lose larger(int bytes) {
        return new Lose(Match.larger(bytes), null, Cause.BLACK_HOLE);
    }

    /** SYNs and SYN-ACKs with an option of this kind. */
    public static Lose synWithOption(int kind) {
        return new Lose(Match.SYN.or(Match.SYN_ACK).and(Match.option(kind)), null, Cause.SYN_WITH_OPTIONS);
    }

    /** Packets of ECN-capable transports, and SYNs that ask for ECN. */
    public static Lose ecn() {
        return new Lose((packet, _) -> packet.ecn() != 0 || Ecn.isAskedFor(packet), null, Cause.ECN_DROPPED);
    }

    @Override
    public void pass(Packet packet, Passage way, long now) {
        if (!match.test(packet, way.isOutward())) {
            way.forward(packet, now);
            return;
        }
        seen++;
        if (numbers == null || numbers.contains(seen)) way.place().drop(cause, packet, now);
        else way.forward(packet, now);
    }

    /** Begins to count anew. */
    @Override
    public void forget(long now) {
        seen = 0;
    }
}
