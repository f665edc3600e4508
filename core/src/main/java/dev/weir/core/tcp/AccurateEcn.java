package dev.weir.core.tcp;

import dev.weir.wire.AccurateEcnOption;
import dev.weir.wire.TcpFlags;

/**
 * Accurate feedback of one connection: how many packets and bytes have come with which codepoint, which every segment
 * tells in three bits of its flags, and an option tells in full; and what the peer tells of ours. Counters begin at
 * values that show whether somebody on the way sets them to zero.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9768#section-3.2 RFC 9768, sections 2.2, 3.1 and 3.2
 */
final class AccurateEcn {
    /** The three flags of a SYN, and of every other segment the field ACE. */
    static final int ACE = TcpFlags.AE | TcpFlags.CWR | TcpFlags.ECE;

    private static final int FIRST_PACKETS = 5; // 3.2.1
    private static final int FIRST_CE_BYTES = 0;
    private static final int FIRST_ECT_BYTES = 1;
    private static final int SIGN = 1 << 23;
    private static final int NONE = -1;

    // what comes: r.cep, r.ceb, r.e0b, r.e1b
    private long packets = FIRST_PACKETS;
    private int ceBytes = FIRST_CE_BYTES;
    private int ect0Bytes = FIRST_ECT_BYTES;
    private int ect1Bytes = FIRST_ECT_BYTES;
    private int lastField = NONE;
    private boolean changed; // of the segment that is processed
    private int reflection = NONE; // what the ACK of a SYN-ACK says instead of the counter

    // what the peer tells: s.cep, s.ceb, s.e0b, s.e1b
    private int told = FIRST_PACKETS; // modulo 8
    private int toldCeBytes = FIRST_CE_BYTES;
    private int toldEct0Bytes = FIRST_ECT_BYTES;
    private int toldEct1Bytes = FIRST_ECT_BYTES;
    private long packetsMarked;
    private long bytesMarked;
    private long bytesEct0;
    private long bytesEct1;
    private boolean awaitsThirdAck;
    private boolean heard;
    private boolean optionHeard;
    private boolean optionBroken; // zeroed on the way
    private boolean capable = true; // whether our packets may say that they can be marked
    private int lastStamp;
    private boolean stamped;

    private AccurateEcn() {}

    /** The client's: the SYN-ACK came with this codepoint, which the ACK reflects (3.1.1, table 3). */
    static AccurateEcn afterSynAck(Segment synAck) {
        var state = new AccurateEcn();
        state.reflection = reflection(synAck.ecn());
        state.lastField = synAck.ecn();
        if (synAck.ecn() == Ecn.CE) state.packets++;
        state.takeOption(synAck, 1);
        return state;
    }

    /** @param capable no SYN or SYN-ACK went without asking or granting (3.1.5) */
    static AccurateEcn afterSyn(boolean capable) {
        var state = new AccurateEcn();
        state.awaitsThirdAck = true;
        state.capable = capable;
        return state;
    }

    /** Tables 2 and 3: the flags that tell with which codepoint a SYN or SYN-ACK came. */
    static int reflection(int codepoint) {
        return switch (codepoint) {
            case Ecn.NOT_ECT -> TcpFlags.CWR;
            case Ecn.ECT_1 -> TcpFlags.CWR | TcpFlags.ECE;
            case Ecn.ECT_0 -> TcpFlags.AE;
            default -> TcpFlags.AE | TcpFlags.CWR;
        };
    }

    /** 3.1.1, table 2: a SYN-ACK with these flags grants accurate feedback. */
    static boolean isGranted(int flags) {
        return switch (flags & ACE) {
            case TcpFlags.CWR, TcpFlags.CWR | TcpFlags.ECE, TcpFlags.AE, TcpFlags.AE | TcpFlags.CWR -> true;
            default -> false;
        };
    }

    // ---- 3.2.2 and 3.2.3: what we tell

    /** An acceptable segment arrived; bytes count where it has text. */
    void arrived(Segment seg) {
        int field = seg.ecn();
        changed = field != lastField && seg.length() > 0;
        lastField = field;
        if (field == Ecn.CE) packets++;
        switch (field) {
            case Ecn.CE -> ceBytes = ceBytes + seg.length() & AccurateEcnOption.MASK;
            case Ecn.ECT_0 -> ect0Bytes = ect0Bytes + seg.length() & AccurateEcnOption.MASK;
            case Ecn.ECT_1 -> ect1Bytes = ect1Bytes + seg.length() & AccurateEcnOption.MASK;
            default -> { }
        }
    }

    /** 3.2.2.5.1: the codepoint has changed, which is told at once. */
    boolean hasChanged() {
        return changed;
    }

    /** The field ACE of a segment that leaves now. */
    int flags() {
        return reflection == NONE ? (int) (packets & 7) * TcpFlags.ECE : reflection;
    }

    /** A segment has left: the next one counts. */
    void sent() {
        reflection = NONE;
    }

    /** Who has not shown the option does not get it: it may not come through. */
    boolean sendsOption() {
        return optionHeard && !optionBroken;
    }

    /** The order that has what counts in front, where there is no room for all. */
    boolean isEct1First(int fields) {
        return fields == 3 || ect1Bytes != FIRST_ECT_BYTES || ect0Bytes == FIRST_ECT_BYTES;
    }

    int ceBytes() {
        return ceBytes;
    }

    int ect0Bytes() {
        return ect0Bytes;
    }

    int ect1Bytes() {
        return ect1Bytes;
    }

    AccurateEcnOption option(int fields) {
        return new AccurateEcnOption(isEct1First(fields), fields, ect0Bytes, ceBytes, ect1Bytes);
    }

    /** What a SYN-ACK carries. */
    static AccurateEcnOption firstOption() {
        return new AccurateEcnOption(true, 3, FIRST_ECT_BYTES, FIRST_CE_BYTES, FIRST_ECT_BYTES);
    }

    // ---- 3.2.2 and 3.2.3: what we are told

    /**
     * An acknowledgment was acceptable.
     *
     * @param progress it says something new; otherwise it may be one that was overtaken, with an old count
     * @param segmentSize of a full one of ours
     * @return how many more of our packets were marked
     */
    int take(Segment seg, boolean progress, int segmentSize) {
        int field = (seg.flags() & ACE) / TcpFlags.ECE;
        boolean newer = isNewer(seg);
        if (awaitsThirdAck) {
            awaitsThirdAck = false;
            takeOption(seg, segmentSize);
            if (seg.length() == 0 && !seg.fin()) {
                heard = true;
                thirdAck(field);
                return 0;
            }
        }
        if (!heard && field == 0) capable = false; // 3.2.2.4: somebody clears the flags
        heard = true;
        if (!progress && !newer && seg.length() == 0) return 0;
        int marked = field - told & 7;
        int marks = Math.ceilDiv(takeOption(seg, segmentSize), segmentSize);
        if (marks > marked) marked += Math.ceilDiv(marks - marked, 8) * 8; // the field has wrapped, and the bytes tell
        told = field;
        packetsMarked += marked;
        return marked;
    }

    /** 3.2.2.1, table 4: our SYN-ACK was not marked, and could not be; who says otherwise has met changed fields. */
    private void thirdAck(int field) {
        boolean unused = field == 1 || field == 5 || field == 7;
        if (!unused && field != TcpFlags.CWR / TcpFlags.ECE) capable = false;
    }

    private boolean isNewer(Segment seg) {
        if (!seg.options().hasTimestamps()) return false;
        int stamp = seg.options().tsVal();
        boolean newer = stamped && Sequence.timestampBefore(lastStamp, stamp);
        if (newer || !stamped) lastStamp = stamp;
        stamped = true;
        return newer;
    }

    /** Answers how many bytes more were marked. */
    private int takeOption(Segment seg, int segmentSize) {
        var option = seg.options().accurateEcn();
        if (option.isAbsent() || optionBroken) return 0;
        if (!optionHeard) { // 3.2.3.2.4
            optionHeard = true;
            optionBroken = option.hasEct0() && option.ect0Bytes() == 0 || option.hasEct1() && option.ect1Bytes() == 0;
            if (optionBroken) return 0;
        }
        int marked = 0;
        if (option.hasCe()) {
            marked = Math.max(0, more(toldCeBytes, option.ceBytes()));
            toldCeBytes = option.ceBytes();
            bytesMarked += marked;
        }
        if (option.hasEct0()) {
            bytesEct0 += Math.max(0, more(toldEct0Bytes, option.ect0Bytes()));
            toldEct0Bytes = option.ect0Bytes();
        }
        if (option.hasEct1()) {
            bytesEct1 += Math.max(0, more(toldEct1Bytes, option.ect1Bytes()));
            toldEct1Bytes = option.ect1Bytes();
        }
        return marked;
    }

    /** From one count of 24 bits to another; negative if that is an older one. */
    private static int more(int from, int to) {
        int difference = to - from & AccurateEcnOption.MASK;
        return (difference & SIGN) == 0 ? difference : difference - 2 * SIGN;
    }

    /** Whether our packets may say that they can be marked. */
    boolean isCapable() {
        return capable;
    }

    // ---- what others may know

    long packetsMarked() {
        return packetsMarked;
    }

    long bytesMarked() {
        return bytesMarked;
    }

    long bytesEct0() {
        return bytesEct0;
    }

    long bytesEct1() {
        return bytesEct1;
    }
}
