package dev.weir.analysis.tcptrace;

import dev.weir.analysis.tcptrace.SequenceSpace.Piece;
import dev.weir.analysis.tcptrace.SequenceSpace.Quadrant;

/**
 * What ACKs say of one side's segments. A round trip is taken where an ACK ends exactly at the end of a piece that was sent
 * once and after everything before it.
 */
final class RoundTrips {
    /** This many ACKs of one number: the first, and three duplicates. */
    private static final int TRIPLE = 4;
    /** It takes a piece of a single byte, such as a SYN, for one that goes once around the sequence space. */
    private static final long SIZE_OF_ONE = 1L << 32;

    final Spread once = new Spread();
    final Spread fullSize = new Spread();
    final Spread ambiguous = new Spread();
    final Spread repetitions = new Spread();
    long fullSizeBytes;
    long lastMicros;
    long handshakeMicros;
    long postLossAcks;
    long cumulativeAcks;
    long duplicateAcks;
    long tripleDuplicateAcks;
    int mostRepetitions;
    private final SequenceSpace space;

    RoundTrips(SequenceSpace space) {
        this.space = space;
    }

    void sentAgain(Piece piece, long nowMicros) {
        if (piece.acked > 0) return; // it may stand for several by now
        mostRepetitions = Math.max(mostRepetitions, piece.sentAgain);
        repetitions.add(nowMicros - piece.timeMicros);
    }

    /**
     * @param mayBeDuplicate whether it carries nothing and changes no window
     * @param withoutData whether it carries nothing
     */
    void acknowledged(int acknowledgment, boolean mayBeDuplicate, boolean withoutData, long nowMicros) {
        long newest = 0;
        boolean changed = false;
        Quadrant before = space.quadrantBefore(acknowledgment);
        for (Piece piece = before.head(); piece != null; piece = piece.next()) {
            if (piece.acked > 0) continue;
            piece.acked++;
            changed = true;
            cumulativeAcks++;
            newest = Math.max(newest, piece.timeMicros);
        }
        if (changed) before.collapse();
        changed = false;
        long number = Integer.toUnsignedLong(acknowledgment);
        Quadrant here = space.quadrant(acknowledgment);
        for (Piece piece = here.head(); piece != null && number > piece.first; piece = piece.next()) {
            newest = Math.max(newest, piece.timeMicros);
            boolean ends = number == piece.last + 1;
            if (piece.acked > 0) {
                if (ends) repeated(piece, mayBeDuplicate, withoutData);
                continue;
            }
            piece.acked++;
            changed = true;
            if (ends) exactly(piece, newest > piece.timeMicros, nowMicros);
            else cumulativeAcks++;
        }
        if (changed) here.collapse();
    }

    private void repeated(Piece piece, boolean mayBeDuplicate, boolean withoutData) {
        piece.acked++;
        if (mayBeDuplicate) duplicateAcks++;
        if (piece.acked == TRIPLE && withoutData) tripleDuplicateAcks++;
    }

    private void exactly(Piece piece, boolean somethingBeforeWasSentLater, long nowMicros) {
        long micros = nowMicros - piece.timeMicros;
        if (somethingBeforeWasSentLater) {
            lastMicros = 0;
            postLossAcks++;
        } else if (piece.sentAgain > 0) {
            lastMicros = 0;
            ambiguous.add(micros);
        } else {
            lastMicros = micros;
            once.add(micros);
            long size = piece.length() == 1 ? SIZE_OF_ONE : piece.length();
            if (size > fullSizeBytes) {
                fullSizeBytes = size;
                fullSize.clear();
            }
            if (size == fullSizeBytes) fullSize.add(micros);
        }
    }
}
