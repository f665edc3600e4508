package dev.weir.analysis.tcptrace;

/**
 * The pieces of sequence space that one side has sent, as tcptrace keeps them: in four quadrants, of which the one opposite
 * to the current is forgotten. A piece remembers when it was last sent, how often again, and how often an ACK covered it.
 */
final class SequenceSpace {
    private static final int QUADRANTS = 4;
    private static final int QUADRANT_BITS = 30;

    static final class Piece {
        final long first;
        long last;
        long timeMicros;
        int acked;
        int sentAgain;
        private Piece next;
        private Piece previous;

        private Piece(long first, long last, long timeMicros) {
            this.first = first;
            this.last = last;
            this.timeMicros = timeMicros;
        }

        long length() {
            return last - first + 1;
        }

        Piece next() {
            return next;
        }
    }

    static final class Quadrant {
        private Piece head;
        private Piece tail;

        Piece head() {
            return head;
        }

        private void insertBefore(Piece piece, Piece after) {
            Piece before = after == null ? tail : after.previous;
            piece.next = after;
            piece.previous = before;
            if (after == null) tail = piece;
            else after.previous = piece;
            if (before == null) head = piece;
            else before.next = piece;
        }

        /** Neighbours that were both acknowledged become one: with the ACKs of the second, and the later time of both. */
        void collapse() {
            Piece at = head;
            while (at != null && at.next != null && at.acked > 0) {
                Piece next = at.next;
                if (next.acked > 0 && at.last + 1 == next.first) {
                    at.last = next.last;
                    at.acked = next.acked;
                    at.timeMicros = Math.max(at.timeMicros, next.timeMicros);
                    at.next = next.next;
                    if (at.next == null) tail = at;
                    else at.next.previous = at;
                } else {
                    at = next;
                }
            }
        }
    }

    /** Hears of pieces that are sent again. */
    @FunctionalInterface
    interface Repetition {
        /** The piece still has the time at which it was sent before. */
        void sentAgain(Piece piece);
    }

    private final Quadrant[] quadrants = new Quadrant[QUADRANTS];
    private boolean outOfOrder;

    /** Whether what {@link #add} added last began before a piece that it ends before. */
    boolean outOfOrder() {
        return outOfOrder;
    }

    /** The quadrant of this number; its neighbours are there too, the opposite one is not. */
    Quadrant quadrant(int sequence) {
        int index = sequence >>> QUADRANT_BITS;
        quadrants[index + 2 & 3] = null;
        for (int i = -1; i <= 1; i++) {
            if (quadrants[index + i & 3] == null) quadrants[index + i & 3] = new Quadrant();
        }
        return quadrants[index];
    }

    Quadrant quadrantBefore(int sequence) {
        quadrant(sequence);
        return quadrants[(sequence >>> QUADRANT_BITS) - 1 & 3];
    }

    /**
     * Adds what was sent.
     *
     * @return how many of its bytes were there already
     */
    long add(int sequence, long length, long nowMicros, Repetition repetition) {
        outOfOrder = false;
        long first = Integer.toUnsignedLong(sequence);
        long boundary = ((first >>> QUADRANT_BITS) + 1) << QUADRANT_BITS;
        Quadrant quadrant = quadrant(sequence);
        if (first + length <= boundary) return add(quadrant, first, length, nowMicros, repetition);
        long here = boundary - first;
        long again = add(quadrant, first, here, nowMicros, repetition);
        Quadrant next = quadrants[(int) (boundary >>> QUADRANT_BITS) & 3];
        return again + add(next, boundary & 0xffff_ffffL, length - here, nowMicros, repetition);
    }

    private long add(Quadrant quadrant, long from, long length, long nowMicros, Repetition repetition) {
        long first = from;
        long last = from + length - 1;
        long again = 0;
        boolean split = false;
        Piece at = quadrant.tail != null && first > quadrant.tail.last ? null : quadrant.head;
        for (; at != null; at = at.next) {
            if (first > at.last) continue;
            if (first < at.first) {
                if (last < at.last) outOfOrder = true;
                quadrant.insertBefore(new Piece(first, Math.min(last, at.first - 1), nowMicros), at);
                if (last <= at.first) return again;
                first = at.first;
            }
            at.sentAgain++;
            if (!split) {
                repetition.sentAgain(at);
                at.timeMicros = nowMicros;
            }
            if (last <= at.last) return again + last - first + 1;
            split = true;
            again += at.last - first + 1;
            first = at.last + 1;
        }
        quadrant.insertBefore(new Piece(first, last, nowMicros), null);
        return again;
    }
}
