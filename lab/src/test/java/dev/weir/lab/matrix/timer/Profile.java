package dev.weir.lab.matrix.timer;

import java.util.ArrayList;
import java.util.List;

/** The times of the three profiles in milliseconds, as they are documented, and what follows from them. */
enum Profile {
    LINUX(0, 120_000, 200, 924_600, 6, 4, 5, 40, 16, 60_000, 60_000, 9, "S "),
    FREEBSD(30, 60_000, 200, 540_000, 12, 0, 3, 40, 0, 60_000, 60_000, 8, "S "),
    RFC(1000, 60_000, 1, 924_000, 7, 0, 7, 200, 0, 240_000, 60_000, 9, "SEW");

    static final long INITIAL = 1000;
    static final long KEEP_ALIVE_IDLE = 7_200_000;
    static final long KEEP_ALIVE_INTERVAL = 75_000;

    final long minimum;
    final long maximum;
    final long granularity;
    final long r2;
    final int synRetries;
    final int synLinear;
    final int synAckRetries;
    final long delay;
    final int quickAcks;
    final long timeWait;
    final long finWait2;
    final int keepAliveProbes;
    final String syn; // the flags of the first

    Profile(long minimum, long maximum, long granularity, long r2, int synRetries, int synLinear, int synAckRetries,
            long delay, int quickAcks, long timeWait, long finWait2, int keepAliveProbes, String syn) {
        this.minimum = minimum;
        this.maximum = maximum;
        this.granularity = granularity;
        this.r2 = r2;
        this.synRetries = synRetries;
        this.synLinear = synLinear;
        this.synAckRetries = synAckRetries;
        this.delay = delay;
        this.quickAcks = quickAcks;
        this.timeWait = timeWait;
        this.finWait2 = finWait2;
        this.keepAliveProbes = keepAliveProbes;
        this.syn = syn;
    }

    String option() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** RFC 6298 (2.2) and (2.4): after one measurement. */
    long rto(long rtt) {
        return Math.clamp(rtt + Math.max(granularity, 4 * (rtt / 2)), minimum, maximum);
    }

    /** RFC 6298 (5.5) and (2.5): {@code count} time-outs in a row, the first of them {@code first}. */
    List<Long> doubling(long first, int count) {
        var intervals = new ArrayList<Long>();
        for (long interval = first; intervals.size() < count; interval *= 2) {
            if (interval >= maximum || interval <= 0) {
                intervals.add(maximum);
                interval = maximum;
            } else {
                intervals.add(interval);
            }
        }
        return intervals;
    }

    /** Waits of an unanswered SYN, the last of them in vain: the linear ones come first. */
    List<Long> syn() {
        var intervals = new ArrayList<Long>();
        for (int i = 0; i < synLinear; i++) intervals.add(INITIAL);
        intervals.addAll(doubling(INITIAL, synRetries + 1));
        return intervals;
    }
}
