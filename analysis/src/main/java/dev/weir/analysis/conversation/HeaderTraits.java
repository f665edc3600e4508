package dev.weir.analysis.conversation;

import java.util.stream.IntStream;

/** What the IP and TCP headers of one sender tell of its host and of the path. RSTs are left out: see {@link Reset}. */
public final class HeaderTraits {
    /** How the identification field of IPv4 develops from one segment to the next. */
    public enum Identification {
        /** IPv6, or fewer than two segments. */
        UNKNOWN,
        /** Always 0. */
        ZERO,
        /** Rising in small steps, per connection or per host. */
        COUNTER,
        /** Without order. */
        RANDOM
    }

    private static final int SMALL_STEP = 256;

    private final long[] timesToLive = new long[4];
    private int latestTimeToLive = -1;
    private long firstTimeToLiveChangeFrame;
    private int latestIdentification = -1;
    private long zeroIdentifications;
    private long smallSteps;
    private long otherSteps;
    private final long[] ecn = new long[4];
    private long echoes;
    private long reductions;

    HeaderTraits() {}

    /** Times to live seen, ascending. */
    public int[] timesToLive() {
        return IntStream.range(0, 256).filter(this::hasTimeToLive).toArray();
    }

    /** Whether a segment other than RST had this time to live. */
    public boolean hasTimeToLive(int value) {
        return (timesToLive[value >> 6] & 1L << value) != 0;
    }

    /** Of the last segment; -1 without segments. */
    public int latestTimeToLive() {
        return latestTimeToLive;
    }

    /** The first segment whose time to live was another than that before; 0 without. */
    public long firstTimeToLiveChangeFrame() {
        return firstTimeToLiveChangeFrame;
    }

    /** How the identification field develops. */
    public Identification identification() {
        long steps = smallSteps + otherSteps;
        if (steps == 0) return zeroIdentifications > 1 ? Identification.ZERO : Identification.UNKNOWN;
        return smallSteps * 10 >= steps * 9 ? Identification.COUNTER : Identification.RANDOM;
    }

    /** Of the last segment that had one above 0; -1 without. */
    public int latestIdentification() {
        return latestIdentification;
    }

    /** Packets that allow for marks: ECT(0) or ECT(1). */
    public long ecnCapable() {
        return ecn[1] + ecn[2];
    }

    /** Packets that were marked: CE. */
    public long ecnMarked() {
        return ecn[3];
    }

    /** Segments other than SYNs with ECE: the peer's were marked. */
    public long congestionEchoes() {
        return echoes;
    }

    /** Segments other than SYNs with CWR: the sender slowed down. */
    public long windowReductions() {
        return reductions;
    }

    void add(int timeToLive, int identification, int ecnBits, boolean echo, boolean reduced, long frame) {
        if (timeToLive != latestTimeToLive) {
            if (latestTimeToLive >= 0 && firstTimeToLiveChangeFrame == 0) firstTimeToLiveChangeFrame = frame;
            latestTimeToLive = timeToLive;
            timesToLive[timeToLive >> 6 & 3] |= 1L << timeToLive;
        }
        ecn[ecnBits]++;
        if (echo) echoes++;
        if (reduced) reductions++;
        if (identification == 0) {
            zeroIdentifications++;
        } else if (identification > 0) {
            if (latestIdentification >= 0) {
                int step = identification - latestIdentification & 0xffff;
                if (step <= SMALL_STEP || step >= 0x10000 - SMALL_STEP) smallSteps++;
                else otherSteps++;
            }
            latestIdentification = identification;
        }
    }
}
