package dev.weir.lab.box;

import dev.weir.core.link.PacketNumbers;
import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Forge;
import dev.weir.lab.packet.Packet;

/**
 * Forges resets when it sees what it is against, to one end or both, with the other's address: the sequence numbers are
 * right, the hop count betrays it.
 */
public final class ForgeReset implements Middlebox {
    /** Who gets one. */
    public enum Victim { SENDER, RECEIVER, BOTH }

    private final Match match;
    private final PacketNumbers numbers;
    private final Victim victim;
    private final boolean passes;
    private long seen;

    /**
     * @param match must be TCP as well
     * @param numbers which of those that match, from 1, as {@link PacketNumbers#parse} reads them; {@code 1-} is all
     * @param passes whether the segment itself goes on, before the reset
     */
    public ForgeReset(Match match, String numbers, Victim victim, boolean passes) {
        this.match = match.and(Match.TCP).and(Match.RST.not());
        this.numbers = PacketNumbers.parse(numbers);
        this.victim = victim;
        this.passes = passes;
    }

    @Override
    public void pass(Packet packet, Passage way, long now) {
        if (!match.test(packet, way.isOutward()) || !numbers.contains(++seen)) {
            way.forward(packet, now);
            return;
        }
        Packet toReceiver = victim == Victim.SENDER ? null
                : Forge.resetToReceiver(packet, passes, way.pool(), now);
        Packet toSender = victim == Victim.RECEIVER ? null : Forge.resetToSender(packet, way.pool(), now);
        if (passes) way.forward(packet, now);
        else way.place().drop(Cause.FILTERED, packet, now);
        if (toReceiver != null) {
            way.place().note(Cause.RESET_FORGED, toReceiver, () -> "to the receiver", now);
            way.forward(toReceiver, now);
        }
        if (toSender != null) {
            way.place().note(Cause.RESET_FORGED, toSender, () -> "to the sender", now);
            way.answer(toSender, now);
        }
    }

    /** Begins to count anew. */
    @Override
    public void forget(long now) {
        seen = 0;
    }
}
