package dev.weir.analysis.conversation;

import dev.weir.analysis.capture.CapturedSegment;

/**
 * From where a conversation is looked at, in a file of several interfaces. Where the same packets pass two of them,
 * only
 * those of the first count: times and losses of two places do not mix. Where each packet passes one (a bond, another
 * way back), all count.
 */
final class Viewpoint {
    /** A copy may be on its way between two interfaces for so long. */
    private static final long WAY_NANOS = 2_000_000_000;
    /** After so many packets elsewhere, while the first interface shows one direction only, all interfaces count. */
    private static final int ENOUGH_ELSEWHERE = 32;

    private enum Mode { FIRST_ONLY, UNDECIDED, ALL }

    private final int first;
    private final boolean fromTheStart;
    private Mode mode = Mode.UNDECIDED;
    private int elsewhere;

    Viewpoint(int interfaceId, boolean fromTheStart) {
        first = interfaceId;
        this.fromTheStart = fromTheStart;
    }

    boolean isOf(int interfaceId) {
        return interfaceId == first;
    }

    /**
     * Whether a packet is to be left out, as one of another interface.
     *
     * @param bothSeen whether the first interface has shown packets of both sides
     */
    boolean leavesOut(CapturedSegment s, RecentPackets recent, boolean bothSeen, long now) {
        if (s.interfaceId() == first || mode == Mode.ALL) return false;
        if (mode == Mode.UNDECIDED) decide(s, recent, bothSeen, now);
        return mode != Mode.ALL;
    }

    /** One packet came twice: if from two interfaces, only the first counts from now on. */
    void copySeen(boolean ofAnotherInterface) {
        if (ofAnotherInterface) mode = Mode.FIRST_ONLY;
    }

    private void decide(CapturedSegment s, RecentPackets recent, boolean bothSeen, long now) {
        if (bothSeen && !fromTheStart || recent.wasElsewhere(s, now, WAY_NANOS)) mode = Mode.FIRST_ONLY;
        else if (fromTheStart || ++elsewhere == ENOUGH_ELSEWHERE) mode = Mode.ALL;
    }
}
