package dev.weir.analysis.conversation;

import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.analysis.conversation.Retransmission.Kind;
import dev.weir.analysis.conversation.Retransmission.LossSide;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOptions;

/** One direction while it is followed: where its stream stands, what is outstanding, what each segment is for it. */
final class Sender {
    /** What is late without being told to be so by a timestamp or identification comes within this, or half an RTT. */
    private static final long LATE_NANOS = 3_000_000;

    /** The least MSS that is common (576 bytes with options): smaller segments are not full. */
    private static final int LEAST_FULL_BYTES = 500;
    /** A host answers an acknowledgment within this. */
    private static final long REACTION_NANOS = 1_000_000;
    /** A burst of so many full segments was ended by a window, even if its last one is not full. */
    private static final int MANY_SEGMENTS = 4;

    final Half half;
    final Sequence sequence = new Sequence();
    final Holes holes;
    final SentSegments sent;
    final SackedRanges sacked;
    final RecentPackets recent = new RecentPackets();
    final Recovery recovery = new Recovery();
    private final LatestRepeats repeats = new LatestRepeats();
    private final WindowEdges edges = new WindowEdges();
    private final CongestionEstimate congestion = new CongestionEstimate();

    /** Behind the highest position seen; 0 before a SYN. */
    long next;
    /** The highest acknowledgment of the peer. */
    long acknowledged;
    /** What the peer's window allows; {@link Long#MAX_VALUE} where its scale is unknown. */
    long rightEdge = Long.MAX_VALUE;
    /** Whether a segment with a position was seen, not only acknowledgments of the peer. */
    boolean begun;
    /** Behind what may or may not have been taken: text in a SYN, the byte of a probe. */
    long mayBeTaken;
    int duplicates;
    long flightBeforeLossBytes;
    /** When it last sent something of its stream, and when the peer last acknowledged more. */
    long sentNanos;
    long progressNanos;
    long dataSegments;
    int latestLengthBytes;
    boolean probing;
    /** Why it sent again what it last sent again. */
    Kind latestKind = Kind.SPURIOUS;
    /** Whether the segment at hand has a wrong checksum. */
    boolean damaged;
    /** Whether an ICMP error told of a smaller MTU, and not all that was sent before is acknowledged. */
    boolean told;
    private long toldUntil;
    /** Whether it came up to the window that it knew of when it sent, as far as a capture near the receiver shows. */
    private boolean windowUsedUp;
    private SenderLimit gapLimit = SenderLimit.APPLICATION;
    /** The round trip between the point of capture and this sender. */
    long distanceNanos;
    /** Sent since nothing was in flight. */
    private long burstBytes;
    /** The time in which nothing was in flight, while it is open whether there was something to send. */
    private long quietNanos;
    int mss;
    boolean timestamps;
    int rawWindow = -1;
    /** Whether the last acknowledgment reported data received twice. */
    boolean reportedTwice;

    Sender(Half half, Limits limits) {
        this.half = half;
        holes = new Holes(limits.ranges());
        sacked = new SackedRanges(limits.ranges());
        sent = new SentSegments(limits.outstandingSegments());
    }

    long outstandingBytes() {
        return next - acknowledged;
    }

    /** Outstanding and not reported by SACK. */
    long inFlightBytes() {
        return Math.max(0, next - acknowledged - sacked.bytes());
    }

    /** As {@link #outstandingBytes}, without the FIN. */
    long unacknowledgedText() {
        return Math.max(0, outstandingBytes() - (half.finFrame != 0 ? 1 : 0));
    }

    /** Whether nothing more may be sent, or no full segment after full ones. */
    boolean isWindowFull() {
        if (latestLengthBytes == 0) return false;
        long left = rightEdge - next;
        return left <= 0 || left < fullSizeBytes() && isLatestFull();
    }

    /** Whether its last segment was full: most likely there was more to send. */
    boolean isLatestFull() {
        return latestLengthBytes > 0 && latestLengthBytes % fullSizeBytes() == 0;
    }

    /**
     * Near its receiver all seems acknowledged while it waits for acknowledgments that are still on their way back:
     * whether what comes after so long may be its answer to them.
     */
    private boolean isReaction(long nanos) {
        return (isLatestFull() || hasSentMany()) && nanos <= distanceNanos + distanceNanos / 4 + REACTION_NANOS;
    }

    /** Whether there were many segments since it last had nothing in flight. */
    boolean hasSentMany() {
        return burstBytes >= MANY_SEGMENTS * (long) fullSizeBytes();
    }

    /** Time in which nothing new came, under the conditions that held then. */
    void passed(long nanos, boolean open, boolean windowClosed) {
        var limit = open ? limit(windowClosed) : SenderLimit.HANDSHAKE;
        if (limit == SenderLimit.APPLICATION && outstandingBytes() <= 0) quietNanos += nanos;
        else half.flight().passed(nanos, inFlightBytes(), limit);
    }

    private void settleQuiet() {
        gapLimit = !isReaction(quietNanos) ? SenderLimit.APPLICATION
                : windowUsedUp ? SenderLimit.RECEIVER_WINDOW : SenderLimit.CONGESTION;
        if (quietNanos == 0) return;
        half.flight().passed(quietNanos, 0, gapLimit);
        quietNanos = 0;
        burstBytes = 0;
    }

    /** What the last time with nothing in flight was due to. */
    SenderLimit gapLimit() {
        return gapLimit;
    }

    /** The peer offers a window up to here. */
    void offered(long edge, long now) {
        rightEdge = edge;
        edges.offered(edge, now, distanceNanos);
    }

    /** Text of a full segment. */
    int fullSizeBytes() {
        int largest = half.sizes().largest();
        int most = mss > 0 ? mss : 1460;
        if (largest >= LEAST_FULL_BYTES && largest <= most) return largest;
        return timestamps ? most - 12 : most;
    }

    /** What keeps it from sending, once the connection is open. */
    SenderLimit limit(boolean windowClosed) {
        if (windowClosed && latestLengthBytes > 0) return SenderLimit.RECEIVER_WINDOW;
        if (recovery.isActive()) return SenderLimit.LOSS;
        if (isWindowFull()) return SenderLimit.RECEIVER_WINDOW;
        if (outstandingBytes() <= 0) return SenderLimit.APPLICATION;
        return isLatestFull() ? SenderLimit.CONGESTION : SenderLimit.APPLICATION;
    }

    /**
     * A segment of this sender, other than a SYN.
     *
     * @param start its position
     * @param windowClosed whether the peer's window is 0
     */
    Arrival arrived(CapturedSegment s, long start, long now, boolean windowClosed) {
        int length = s.lengthBytes();
        boolean fin = s.has(TcpFlags.FIN);
        long end = start + length + (fin ? 1 : 0);
        if (!begun && !s.has(TcpFlags.RST)) {
            begun = true;
            if (start > next) next = start; // the peer's acknowledgment was older
        }
        if (isProbe(start, end, length, fin, windowClosed)) return probe(end, windowClosed);
        if (end == start) return Arrival.CONTROL;
        Arrival what = start >= next ? passOn(s, start, end, now) : comeBack(s, start, end, length, now);
        if (length > 0) {
            if (what != Arrival.LATE) latestLengthBytes = length;
            dataSegments++;
        }
        sentNanos = now;
        return what;
    }

    private boolean isProbe(long start, long end, int length, boolean fin, boolean windowClosed) {
        if (fin || length > 1) return false;
        if (start == next - 1 && acknowledged >= next && next > 1) return true;
        return windowClosed && (length == 1 && start == acknowledged || length == 0 && start == acknowledged - 1);
    }

    private Arrival probe(long end, boolean windowClosed) {
        if (windowClosed) {
            half.losses().zeroWindowProbe();
            if (end > next) mayBeTaken = end;
        } else {
            half.losses().keepAlive();
        }
        probing = true;
        return Arrival.PROBE;
    }

    /** New, perhaps behind a hole. */
    private Arrival passOn(CapturedSegment s, long start, long end, long now) {
        if (start > next) {
            holes.add(next, start, now, s.frame(), dataSegments, timestampOf(s), s.identification());
        }
        append(s, start, end, now);
        return Arrival.NEW;
    }

    private void append(CapturedSegment s, long start, long end, long now) {
        long idle = now - Math.max(sentNanos, progressNanos);
        boolean fresh = outstandingBytes() <= 0 && half.flight().greatestBytes() > 0;
        if (fresh && idle > half.roundTrips().timeoutNanos()) {
            half.restarts().begin(s.frame(), now, idle, half.flight().greatestBytes());
        }
        settleQuiet();
        burstBytes += end - start;
        next = end;
        long knownEdge = distanceNanos > 0 ? edges.edgeAt(now - distanceNanos) : Long.MAX_VALUE;
        windowUsedUp = knownEdge - next < fullSizeBytes();
        half.uniqueBytes += end - start - (s.has(TcpFlags.FIN) ? 1 : 0);
        long inFlight = inFlightBytes();
        sent.add(start, end, now, s.frame(), inFlight, damaged);
        half.restarts().sent(s.lengthBytes(), inFlight, now);
        half.flight().sent(inFlight);
        if (acknowledged <= 1 && s.lengthBytes() > 0) half.flight().initial(s.lengthBytes());
    }

    /** Begins below what was seen. */
    private Arrival comeBack(CapturedSegment s, long start, long end, int length, long now) {
        long known = Math.min(end, next) - start;
        long filled = holes.isEmpty() ? 0 : holes.fill(start, Math.min(end, next));
        long fresh = end - next;
        half.uniqueBytes += filled;
        if (fresh > known - filled) { // a probe's byte, or part of a segment, and more
            append(s, next, end, now);
            return Arrival.NEW;
        }
        long frame = s.frame();
        if (filled == known && isLate(s, now)) {
            half.ordering().late(frame, (int) (dataSegments - holes.filledOrdinal) , next - start,
                    now - holes.filledNanos);
            return Arrival.LATE;
        }
        boolean unseen = filled > 0 && filled == known;
        int index = sent.indexOf(start);
        boolean copyKnown = !unseen && index < sent.size() && sent.startAt(index) < end;
        long copyNanos = unseen ? holes.filledNanos : copyKnown ? sent.nanosAt(index) : Math.max(sentNanos, 1);
        long copyFrame = copyKnown ? sent.frameAt(index) : 0;
        boolean repeated = copyKnown && sent.copiesAt(index) > 1;
        Kind kind = recovery.judge(this, start, end, now, copyNanos, repeated);
        LossSide side = kind == Kind.SPURIOUS ? LossSide.NOT_LOST
                : unseen ? LossSide.BEFORE_CAPTURE : LossSide.AFTER_CAPTURE;
        latestKind = kind;
        half.losses().add(kind, side, length);
        if (kind == Kind.TIMEOUT) half.unansweredRetransmissions++;
        boolean wasDamaged = copyKnown && sent.isDamagedAt(index);
        if (side == LossSide.AFTER_CAPTURE && copyKnown) {
            half.losses().lost(sent.inFlightAt(index), half.roundTrips().latestNanos(), wasDamaged);
        }
        int example = -1;
        if (half.losses().keepsMore()) {
            example = half.losses().keep(new Retransmission(
                    frame, copyFrame, s.timestampNanos(), start, length, kind, side, Math.max(0, now - copyNanos),
                    copyKnown ? sent.inFlightAt(index) : 0, wasDamaged));
        }
        repeats.add(start, end, kind, side, example);
        sent.sentAgain(start, end, now, frame, damaged);
        if (fresh > 0) append(s, next, end, now);
        return kind == Kind.TIMEOUT ? Arrival.TIMEOUT : Arrival.REPAIR;
    }

    /** Whether a segment that fills a hole is only overtaken: by its timestamp, its identification, or the time. */
    private boolean isLate(CapturedSegment s, long now) {
        if (s.options().hasTimestamps() && holes.filledTimestamp != s.options().tsVal()) {
            return s.options().tsVal() - holes.filledTimestamp < 0;
        }
        if (s.identification() > 0 && holes.filledIdentification > 0
                && half.traits().identification() == HeaderTraits.Identification.COUNTER) {
            return (short) (s.identification() - holes.filledIdentification) < 0;
        }
        if (duplicates >= 3 && s.options().hasTimestamps()) return false;
        long longest = Math.max(LATE_NANOS, half.roundTrips().smoothedNanos() / 2);
        return now - holes.filledNanos < longest;
    }

    private static int timestampOf(CapturedSegment s) {
        return s.options().hasTimestamps() ? s.options().tsVal() : 0;
    }

    /**
     * The peer acknowledges.
     *
     * @param position up to which
     * @param repeats whether the segment carries nothing else and offers the window that was offered before
     * @return whether it is a duplicate (RFC 5681 2)
     */
    boolean acknowledged(long position, CapturedSegment s, long now, boolean repeats, boolean hadData) {
        if (position > next) unseen(position);
        boolean more = position > acknowledged;
        if (more) advance(position, s.frame(), now);
        int[] edges = s.options().sackEdges();
        boolean news = edges.length > 0 && selective(position, edges);
        if (more || hadData || position < acknowledged || outstandingBytes() <= 0 || !repeats && !news) return false;
        if (duplicates++ == 0) flightBeforeLossBytes = inFlightBytes();
        return true;
    }

    /** More is acknowledged than was seen. */
    private void unseen(long position) {
        if (position <= mayBeTaken) {
            half.uniqueBytes += position - next;
        } else if (begun) {
            half.unseenBytes += position - next;
        }
        next = position;
    }

    private void advance(long position, long frame, long now) {
        long missing = holes.isEmpty() ? 0 : holes.dropBelow(position);
        half.unseenBytes += missing;
        boolean clean = duplicates == 0 && sacked.isEmpty() && !recovery.isActive();
        int gone = 0;
        while (gone < sent.size() && sent.endAt(gone) <= position) {
            boolean once = sent.copiesAt(gone) == 1;
            clean &= once;
            int size = (int) (sent.endAt(gone) - sent.startAt(gone));
            if (!sent.isSplitAt(gone)) half.sizes().acknowledged(size);
            else if (!once && size <= fullSizeBytes()) half.sizes().lost(size);
            gone++;
        }
        if (gone > 0) {
            if (clean) half.roundTrips().add(now - sent.nanosAt(gone - 1), sent.inFlightAt(gone - 1));
            sent.removeFirst(gone);
        }
        long bytes = position - Math.max(acknowledged, 1);
        if (half.finFrame != 0 && position == next) {
            bytes--;
            half.finAcknowledged = true;
        }
        acknowledged = position;
        if (bytes > 0) {
            half.acknowledgedBytes += bytes;
            half.rate().acknowledged(bytes, now);
        }
        half.restarts().acknowledged();
        if (told && position >= toldUntil) told = false;
        duplicates = 0;
        progressNanos = now;
        half.progressNanos = now;
        half.progressFrame = frame;
        if (!sacked.isEmpty()) sacked.dropBelow(position);
        long before = recovery.flightBeforeBytes();
        boolean fast = recovery.isActive() && recovery.isFast();
        if (recovery.acknowledged(position) && fast) congestion.recovered(before, inFlightBytes());
    }

    /** Notes SACK blocks; whether they tell anything new. */
    private boolean selective(long position, int[] edges) {
        boolean news = false;
        for (int i = 0; i + 1 < edges.length; i += 2) {
            long left = sequence.unwrap(acknowledged, edges[i]);
            long right = sequence.unwrap(acknowledged, edges[i + 1]);
            if (left >= right || right > next) continue;
            if (i == 0 && (right <= position || isInsideNextBlock(left, right, edges))) {
                half.losses().duplicateReported(right - left);
                repeats.receivedTwice(left, right, half.losses());
                reportedTwice = true;
            } else if (right > acknowledged) {
                news |= sacked.add(Math.max(left, acknowledged), right);
            }
        }
        return news;
    }

    private boolean isInsideNextBlock(long left, long right, int[] edges) {
        if (edges.length < 4) return false;
        return sequence.unwrap(acknowledged, edges[2]) <= left && right <= sequence.unwrap(acknowledged, edges[3]);
    }

    /** An ICMP error about a segment of it asks for smaller ones. */
    void mtuTold() {
        told = true;
        toldUntil = next;
    }

    /** Takes up the stream behind a gap that nothing explains. */
    void resume(long position) {
        half.unseenBytes += Math.max(0, position - next);
        next = position;
        acknowledged = position;
        holes.clear();
        sent.clear();
        sacked.clear();
        rightEdge = Long.MAX_VALUE;
    }

    /** The last word: what is left outstanding. */
    void complete() {
        half.outstandingBytes = half.finAcknowledged ? 0 : unacknowledgedText();
        half.greatestPosition = next;
        half.acknowledgedPosition = acknowledged;
        if (!sent.isEmpty()) {
            half.firstOutstandingFrame = sent.firstFrameAt(0);
            half.firstOutstandingNanos = sent.firstNanosAt(0);
        }
        for (int i = 0; i < sent.size(); i++) {
            int size = (int) (sent.endAt(i) - sent.startAt(i));
            if (sent.copiesAt(i) > 1 && size <= fullSizeBytes() && !sacked.covers(sent.startAt(i), sent.endAt(i))) {
                half.sizes().lost(size);
            }
        }
        settleQuiet();
        half.restarts().end();
        half.congestion = congestion.guess();
    }

    void options(TcpOptions peers, boolean timestamps) {
        mss = peers.mss() > 0 ? peers.mss() : 0;
        this.timestamps = timestamps;
    }
}
