package dev.weir.lab.box;

import dev.weir.core.time.Nanos;
import dev.weir.lab.packet.Cause;
import dev.weir.lab.packet.Packet;
import java.time.Duration;

/** Lets packets that match go on later: others overtake them. */
public final class HoldBack implements Middlebox {
    private final Match match;
    private final long nanos;

    /** @param delay more than 0 */
    public HoldBack(Match match, Duration delay) {
        if (delay.isNegative() || delay.isZero()) throw new IllegalArgumentException("delay must be more than 0");
        this.match = match;
        this.nanos = delay.toNanos();
    }

    @Override
    public void pass(Packet packet, Passage way, long now) {
        if (!match.test(packet, way.isOutward())) {
            way.forward(packet, now);
            return;
        }
        way.place().note(Cause.HELD_BACK, packet, () -> Nanos.text(nanos), now);
        way.forwardAfter(nanos, packet, now);
    }
}
