package dev.weir.lab.matrix.sack;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * What a receiver must answer to text that arrives in any order: one bit for each position, and the rules of RFC 2018
 * and RFC 2883 as they stand there.
 */
final class ReceiverOracle {
    private final BitSet here = new BitSet();
    private final List<Long> triggers = new ArrayList<>(); // newest first
    private final int mostBlocks;
    private long rcvNxt = 1;
    private long lastAckSent = 1;
    private long tsRecent;
    private long finAt = Long.MAX_VALUE; // the position of the peer's FIN, once it has come
    private boolean finTaken;

    /** @param tsRecent the TSval of the peer's SYN */
    ReceiverOracle(int mostBlocks, long tsRecent) {
        this.mostBlocks = mostBlocks;
        this.tsRecent = tsRecent;
    }

    long rcvNxt() {
        return rcvNxt;
    }

    long tsRecent() {
        return tsRecent;
    }

    boolean finTaken() {
        return finTaken;
    }

    /** A FIN stands behind the text that arrives next. Choice: no block counts it, since it is no data. */
    void fin(long position) {
        finAt = position;
    }

    /** The SACK blocks of the ACK that answers {@code text}, in their order. */
    List<Span> arrives(Span text, long tsVal) {
        boolean acceptable = text.to() > rcvNxt || text.to() == finAt && !finTaken;
        if (acceptable && tsVal >= tsRecent && text.from() <= lastAckSent) tsRecent = tsVal; // 7323 5.3 R3
        Span duplicate = firstDuplicate(text);
        here.set((int) Math.max(text.from(), rcvNxt), (int) Math.max(text.to(), rcvNxt));
        rcvNxt = here.nextClearBit((int) rcvNxt);
        if (!finTaken && rcvNxt == finAt) {
            finTaken = true;
            rcvNxt++;
        }
        lastAckSent = rcvNxt;
        triggers.addFirst(Math.max(text.from(), rcvNxt));
        return blocks(duplicate);
    }

    /** 2883 4: the first contiguous sequence of the segment that had been received before. Null if there is none. */
    private Span firstDuplicate(Span text) {
        long from = text.from();
        while (from < text.to() && !isHere(from)) from++;
        long to = from;
        while (to < text.to() && isHere(to)) to++;
        return from < to ? new Span(from, to) : null;
    }

    private boolean isHere(long position) {
        return position < rcvNxt || here.get((int) position);
    }

    private List<Span> blocks(Span duplicate) {
        var around = new LinkedHashSet<Span>();
        if (duplicate != null && duplicate.from() >= rcvNxt) around.add(blockOf(duplicate.from())); // 2883 4 (4)
        for (long trigger : triggers) { // 2018 4: the block of the newest segment, then those reported most recently
            if (trigger >= rcvNxt && here.get((int) trigger)) around.add(blockOf(trigger));
        }
        var blocks = new ArrayList<Span>();
        if (duplicate != null) blocks.add(duplicate); // 2883 4 (1)
        blocks.addAll(around);
        return blocks.subList(0, Math.min(mostBlocks, blocks.size()));
    }

    private Span blockOf(long position) {
        return new Span(here.previousClearBit((int) position) + 1, here.nextClearBit((int) position));
    }
}
