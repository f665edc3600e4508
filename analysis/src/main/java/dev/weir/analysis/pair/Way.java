package dev.weir.analysis.pair;

import dev.weir.analysis.flow.Distribution;
import java.util.List;

/**
 * One direction between the two places.
 *
 * @param sent segments seen at the place nearer to the sender
 * @param lost of these, not or not wholly seen at the other
 * @param lostBytes of text
 * @param lostFrames the first of them, numbered in the sender's capture; at most {@value #EXAMPLES}
 * @param duplicated segments that came again, though they were sent once
 * @param strangers segments seen at the far place only: made on the way, or missed by the first capture
 * @param strangeFrames the first of them, numbered in the receiver's capture
 * @param strangeResets of the strangers, resets
 * @param overtaken segments that arrived after one that was sent later
 * @param delays one way, nanoseconds, by aligned clocks: their difference to the shortest is exact, their sum over both
 *     ways too, the share of each way in it is not
 * @param marked segments that got a congestion mark (CE) on the way
 */
public record Way(
        long sent, long lost, long lostBytes, List<Long> lostFrames, long duplicated, long strangers,
        List<Long> strangeFrames, long strangeResets, long overtaken, Distribution delays, long marked) {
    static final int EXAMPLES = 16;

    public Way {
        lostFrames = List.copyOf(lostFrames);
        strangeFrames = List.copyOf(strangeFrames);
    }

    /** 0 to 1. */
    public double lossShare() {
        return sent == 0 ? 0 : (double) lost / sent;
    }
}
