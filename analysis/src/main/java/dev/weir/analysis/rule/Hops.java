package dev.weir.analysis.rule;

import dev.weir.analysis.conversation.Half;
import dev.weir.analysis.conversation.Reset;

/** What a time to live tells of who sent a packet. */
public final class Hops {
    /**
     * Between two packets of one host to one place: a route that changes moves the count by one or two, seldom more. A
     * larger difference is another sender.
     */
    public static final int TOLERANCE = 2;

    private Hops() {}

    /** Systems begin at 64, 128 or 255: what this packet most likely began with. */
    public static int initial(int timeToLive) {
        if (timeToLive <= 64) return 64;
        return timeToLive <= 128 ? 128 : 255;
    }

    /** Hops from its sender to the point of capture, at the least. */
    public static int travelled(int timeToLive) {
        return initial(timeToLive) - timeToLive;
    }

    /** Whether the side in whose name a reset comes does not send with such a time to live. */
    public static boolean isForeign(Half side, Reset reset) {
        int own = side.traits().latestTimeToLive();
        return own >= 0 && !side.traits().hasTimeToLive(reset.timeToLive()) && differ(own, reset.timeToLive());
    }

    /** Whether one host on one path does not send both. */
    public static boolean differ(int one, int other) {
        return Math.abs(one - other) > TOLERANCE;
    }
}
