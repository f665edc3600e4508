package dev.weir.core.tcp;

/**
 * What is outstanding: contiguous ranges from SND.UNA to SND.NXT in order, each with when it left, how often, and
 * whether it is SACKed or taken as lost.
 *
 * <p>A ring of parallel arrays; a range ends where the next begins. A range is what one send made, up to a whole
 * super-packet, and is split where an acknowledgment, a SACK edge or a retransmission cuts through it. Cost of an ACK:
 * the ranges that it touches, and a binary search.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6675 RFC 6675, section 2 (the scoreboard)
 */
final class SentSegments {
    static final long NONE = -1;

    private static final byte LOST = 1;
    private static final byte SACKED = 2;
    private static final byte RESENT = 4;
    private static final byte ARRIVED = 8; // SACKed after it was taken as lost: no more in flight than it was
    private static final int INITIAL_CAPACITY = 8;

    private long[] starts;
    private long[] sentAt;
    private long[] firstSentAt;
    private byte[] marks;
    private int head;
    private int size;
    private long end;
    private long lostBytes;
    private long sackedBytes;
    private long arrivedBytes;
    private long lostFrom; // no range below this position is marked lost

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /**
     * Outstanding bytes that are not taken as lost. What is SACKed counts, since each duplicate ACK opens cwnd by as much
     * (RFC 5681 3.2); but not what was taken as lost before, for which nothing opens it.
     */
    long inFlightBytes() {
        return outstandingBytes() - lostBytes - arrivedBytes;
    }

    long outstandingBytes() {
        return size == 0 ? 0 : end - starts[head];
    }

    long lostBytes() {
        return lostBytes;
    }

    long sackedBytes() {
        return sackedBytes;
    }

    /** New positions leave for the first time; {@code from} is where the last range ended. */
    void sent(long from, long to, long now) {
        reserve();
        int at = index(size++);
        starts[at] = from;
        sentAt[at] = now;
        firstSentAt[at] = now;
        marks[at] = 0;
        end = to;
    }

    /** Outstanding positions leave again: no longer lost. */
    void resent(long from, long to, long now) {
        for (int i = split(from), last = split(to); i < last; i++) {
            int at = index(i);
            unmark(i, LOST);
            marks[at] |= RESENT;
            sentAt[at] = now;
        }
    }

    /**
     * Everything below {@code una} is acknowledged.
     *
     * @return when the oldest range that this ACK touches was sent, or {@link #NONE} where Karn's algorithm forbids a
     *     sample since one of them was sent more than once
     */
    long acknowledge(long una) {
        long sample = NONE;
        boolean ambiguous = false;
        while (size > 0 && endOf(0) <= una) {
            ambiguous |= (marks[head] & RESENT) != 0;
            if (sample == NONE) sample = sentAt[head];
            unmark(0, (byte) (LOST | SACKED | ARRIVED));
            head = index(1);
            size--;
        }
        if (size > 0 && starts[head] < una) { // a partial acknowledgment moves the range's start
            ambiguous |= (marks[head] & RESENT) != 0;
            if (sample == NONE) sample = sentAt[head]; // part of a super-packet: it all left at once
            long covered = una - starts[head];
            if ((marks[head] & LOST) != 0) lostBytes -= covered;
            if ((marks[head] & SACKED) != 0) sackedBytes -= covered;
            if ((marks[head] & ARRIVED) != 0) arrivedBytes -= covered;
            starts[head] = una;
        }
        return ambiguous ? NONE : sample;
    }

    /** Marks what a SACK block covers; SACKed data is not lost. Answers how many bytes are newly SACKed. */
    long sack(long from, long to) {
        if (size == 0) return 0;
        long start = Math.max(from, starts[head]);
        long stop = Math.min(to, end);
        if (start >= stop) return 0;
        long before = sackedBytes;
        for (int i = split(start), last = split(stop); i < last; i++) {
            long length = endOf(i) - starts[index(i)];
            if ((marks[index(i)] & LOST) != 0) {
                unmark(i, LOST);
                marks[index(i)] |= ARRIVED;
                arrivedBytes += length;
            }
            if ((marks[index(i)] & SACKED) == 0) {
                marks[index(i)] |= SACKED;
                sackedBytes += length;
            }
        }
        return sackedBytes - before;
    }

    /** RFC 2018 section 8: after a time-out the receiver may have reneged, so what it SACKed is not believed any more. */
    void forgetSacks() {
        for (int i = 0; i < size; i++) unmark(i, (byte) (SACKED | ARRIVED));
    }

    /** The first {@code length} outstanding bytes are lost. */
    void firstIsLost(int length) {
        if (size == 0) return;
        long stop = Math.min(starts[head] + length, end);
        for (int i = 0, last = split(stop); i < last; i++) markLost(i);
    }

    void allAreLost() {
        for (int i = 0; i < size; i++) markLost(i);
    }

    /** What was taken as lost is only late. */
    void noneIsLost() {
        for (int i = 0; i < size && lostBytes > 0; i++) unmark(i, LOST);
    }

    /** Start of the first lost range, or {@link #NONE}. */
    long firstLost() {
        if (lostBytes == 0) return NONE;
        for (int i = find(lostFrom); i < size; i++) {
            if ((marks[index(i)] & LOST) != 0) {
                lostFrom = starts[index(i)];
                return lostFrom;
            }
        }
        throw new AssertionError("lost bytes without a lost range");
    }

    /** Where the run of lost positions that begins at {@code start} ends, at most {@code limit} further on. */
    long lostRunEnd(long start, long limit) {
        int i = find(start);
        while (i < size && (marks[index(i)] & LOST) != 0 && endOf(i) - start < limit) i++;
        return i < size && (marks[index(i)] & LOST) != 0 ? Math.min(endOf(i), start + limit) : starts(i);
    }

    /** When the bytes at {@code position}, which are outstanding, first left. */
    long firstSentAt(long position) {
        return firstSentAt[index(find(position))];
    }

    /** When they last left. */
    long sentAt(long position) {
        return sentAt[index(find(position))];
    }

    boolean isResent(long position) {
        return (marks[index(find(position))] & RESENT) != 0;
    }

    private void markLost(int i) {
        int at = index(i);
        if ((marks[at] & (LOST | SACKED)) != 0) return;
        marks[at] |= LOST;
        if (lostBytes == 0) lostFrom = starts[at];
        lostBytes += endOf(i) - starts[at];
        lostFrom = Math.min(lostFrom, starts[at]);
    }

    private void unmark(int i, byte which) {
        int at = index(i);
        long length = endOf(i) - starts[at];
        if ((marks[at] & which & LOST) != 0) lostBytes -= length;
        if ((marks[at] & which & SACKED) != 0) sackedBytes -= length;
        if ((marks[at] & which & ARRIVED) != 0) arrivedBytes -= length;
        marks[at] &= (byte) ~which;
    }

    /** Makes a range begin at {@code position} (inside what is outstanding, or its end) and answers its number. */
    private int split(long position) {
        if (position >= end) return size;
        int i = find(position);
        if (starts[index(i)] == position) return i;
        reserve();
        for (int k = size; k > i + 1; k--) copy(index(k - 1), index(k));
        copy(index(i), index(i + 1));
        starts[index(i + 1)] = position;
        size++;
        return i + 1;
    }

    /** Number of the range that holds {@code position}; 0 for anything before the first. */
    private int find(long position) {
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (starts[index(middle)] <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private long starts(int i) {
        return i == size ? end : starts[index(i)];
    }

    private long endOf(int i) {
        return starts(i + 1);
    }

    private int index(int i) {
        return head + i & starts.length - 1;
    }

    private void copy(int from, int to) {
        starts[to] = starts[from];
        sentAt[to] = sentAt[from];
        firstSentAt[to] = firstSentAt[from];
        marks[to] = marks[from];
    }

    private void reserve() {
        if (starts == null) {
            starts = new long[INITIAL_CAPACITY];
            sentAt = new long[INITIAL_CAPACITY];
            firstSentAt = new long[INITIAL_CAPACITY];
            marks = new byte[INITIAL_CAPACITY];
        } else if (size == starts.length) {
            starts = unrolled(starts);
            sentAt = unrolled(sentAt);
            firstSentAt = unrolled(firstSentAt);
            var grown = new byte[marks.length * 2];
            System.arraycopy(marks, head, grown, 0, marks.length - head);
            System.arraycopy(marks, 0, grown, marks.length - head, head);
            marks = grown;
            head = 0;
        }
    }

    private long[] unrolled(long[] ring) {
        var grown = new long[ring.length * 2];
        System.arraycopy(ring, head, grown, 0, ring.length - head);
        System.arraycopy(ring, 0, grown, ring.length - head, head);
        return grown;
    }
}
