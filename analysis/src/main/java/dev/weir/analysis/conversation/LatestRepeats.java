package dev.weir.analysis.conversation;

import dev.weir.analysis.conversation.Retransmission.Kind;
import dev.weir.analysis.conversation.Retransmission.LossSide;

/** The last segments that a sender sent again, until the peer may have said that it had them already (RFC 2883). */
final class LatestRepeats {
    private static final int KEPT = 64;
    private static final int NO_EXAMPLE = -1;

    private long[] starts;
    private long[] ends;
    private Kind[] kinds;
    private LossSide[] sides;
    private int[] examples;
    private int next;

    /** @param example its place among the examples of its sender; below 0 where it is none */
    void add(long start, long end, Kind kind, LossSide side, int example) {
        if (starts == null) {
            starts = new long[KEPT];
            ends = new long[KEPT];
            kinds = new Kind[KEPT];
            sides = new LossSide[KEPT];
            examples = new int[KEPT];
        }
        starts[next] = start;
        ends[next] = end;
        kinds[next] = kind;
        sides[next] = side;
        examples[next] = Math.max(example, NO_EXAMPLE);
        next = next + 1 & KEPT - 1;
    }

    /** The peer has had this range before: those inside were needless. */
    void receivedTwice(long start, long end, Losses losses) {
        if (starts == null) return;
        for (int i = 0; i < KEPT; i++) {
            if (kinds[i] == null || starts[i] < start || ends[i] > end) continue;
            losses.needless(kinds[i], sides[i], examples[i]);
            kinds[i] = null;
        }
    }
}
