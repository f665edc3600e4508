package dev.weir.core.tcp;

import dev.weir.core.buffer.ReceiveBuffer;
import dev.weir.core.config.TcpConfig;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.SendCause;
import dev.weir.core.event.TimerKind;
import dev.weir.core.time.Deadline;

/**
 * The receiving half of a connection: acceptance, order, when to acknowledge and what to offer.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.8.6 RFC 9293, sections 3.4 and 3.8.6
 */
final class Receiver {
    private final ReceiveSequence rcv;
    private final ReceiveBuffer buffer;
    private final ReceiveWindow window;
    private final Reassembly reassembly = new Reassembly();
    private final AckPolicy acks;
    private final UrgentMark urgent = new UrgentMark();
    private final Timers timers;
    private final boolean duplicateSack;
    private final boolean finAtOnce;
    private final int holeLimit;
    private final int ourMss;
    private int largestSegment;
    private long lastAckSent;
    private volatile boolean discarding; // written in turns; a reader that leaves must know
    private long bytesReceived;
    private long behindSyn = 1; // with the text that Fast Open took of it
    private long consumedSeen; // with capacitySeen: what the last look for a window update saw
    private int capacitySeen;
    private volatile boolean timerWillTidy; // the delayed-ACK timer brings a turn that returns empty chunks

    Receiver(ReceiveSequence rcv, ReceiveBuffer buffer, ReceiveWindow window, int ourMss, Timers timers, TcpConfig config) {
        this.rcv = rcv;
        this.buffer = buffer;
        this.window = window;
        this.ourMss = ourMss;
        this.timers = timers;
        this.acks = new AckPolicy(config.acks(), ourMss);
        this.duplicateSack = config.acks().duplicateSack();
        this.finAtOnce = config.acks().finAtOnce();
        this.holeLimit = config.buffers().holes();
        this.lastAckSent = rcv.nxt();
        this.consumedSeen = buffer.consumed();
        this.capacitySeen = buffer.capacity();
    }

    /**
     * 3.10.7.4, first, the table of four cases: with {@code RCV.WND = edge - RCV.NXT}.
     *
     * <pre>
     * length  window  acceptable if
     *   0       0     SEG.SEQ = RCV.NXT
     *   0      &gt;0     RCV.NXT =&lt; SEG.SEQ &lt; RCV.NXT+RCV.WND
     *  &gt;0       0     not acceptable (but RST, URG and a bare FIN at RCV.NXT are looked at)
     *  &gt;0      &gt;0     first or last octet in the window
     * </pre>
     */
    boolean accepts(Segment seg) {
        long nxt = rcv.nxt();
        long edge = window.edge();
        if (seg.end() == seg.seq() || seg.rst()) { // data in a reset is a comment (SHLD-2), not text
            return seg.seq() == nxt || nxt <= seg.seq() && seg.seq() < edge;
        }
        if (edge <= nxt) return seg.seq() == nxt && seg.length() == 0 && !seg.syn() && !rcv.finReceived();
        long last = seg.end() - 1;
        return nxt <= seg.seq() && seg.seq() < edge || nxt <= last && last < edge;
    }

    /** 3.10.7.4, seventh: takes what is new and inside the window of the payload. */
    DropReason text(Segment seg, long now) {
        long start = Math.max(seg.textStart(), rcv.nxt());
        long offered = window.edge();
        long end = Math.min(Math.min(seg.textEnd(), offered), rcv.finPosition());
        if (start >= end) {
            return alreadyHere(seg, start, end);
        }
        boolean inOrder = start == rcv.nxt();
        if (!inOrder && reassembly.covers(start, end)) {
            reassembly.add(start, end); // now the newest
            reportDuplicate(start, end);
            acks.hole();
            return DropReason.DUPLICATE_DATA;
        }
        if (!inOrder && reassembly.holes() >= holeLimit && !reassembly.touches(start, end)) {
            return DropReason.REASSEMBLY_LIMIT;
        }
        boolean stored = discarding || store(seg, start, end) || inOrder && storeInstead(seg, start, end);
        if (!stored) return DropReason.NO_MEMORY;
        largestSegment = Math.max(largestSegment, Math.min(seg.length(), ourMss));
        if (inOrder) {
            advance(seg, end, now);
        } else {
            reportKnown(start, end);
            reassembly.add(start, end);
            acks.hole();
        }
        return seg.textEnd() > offered ? DropReason.BEYOND_BUFFER : DropReason.NONE; // the rest of it was not taken
    }

    /** 3.10.7.3, fourth: the text of a SYN that crossed ours waits until the connection is established. */
    void keep(Segment syn) {
        long end = Math.min(syn.textEnd(), window.edge());
        if (end <= rcv.nxt() || !store(syn, rcv.nxt(), end)) return;
        reassembly.add(rcv.nxt(), end);
        largestSegment = Math.min(syn.length(), ourMss);
    }

    /** The connection is established: what was kept is text that has arrived in order. True if there is some. */
    boolean takeKept(long now) {
        long end = reassembly.advance(rcv.nxt());
        if (end == rcv.nxt()) return false;
        publish(end, now);
        return true;
    }

    /**
     * 3.10.7.4, eighth: the FIN of {@code seg}, or one that waited for a hole to be filled. True if it is taken now. A peer
     * that closes first may wait for the answer: our own FIN is likely to follow.
     */
    boolean fin(Segment seg, boolean isFirstToClose, long now) {
        boolean last = seg.textEnd() >= reassembly.end(); // a FIN before what is here already cannot be true
        if (seg.fin() && last && seg.textEnd() <= window.edge()) rcv.finSeen(seg.textEnd());
        if (rcv.finReceived() || rcv.nxt() != rcv.finPosition()) return false;
        rcv.advance(rcv.nxt() + 1);
        boolean onlySyn = rcv.finPosition() == behindSyn;
        if (finAtOnce || onlySyn || !isFirstToClose) {
            acks.owe(SendCause.ACK_OF_FIN);
            return true;
        }
        reassembly.forgetDuplicate();
        acks.fin(largestSegment);
        if (acks.due() == null) timers.armIfIdle(TimerKind.DELAYED_ACK, Deadline.after(now, acks.delayNanos()));
        return true;
    }

    /** True if this pointer tells the application something new. */
    boolean urgent(Segment seg) {
        return urgent.advance(seg.seq() + seg.urgentPointer());
    }

    /** The text of the peer's SYN, which Fast Open takes before the handshake is complete. */
    void synText(Segment syn, long now) {
        text(syn, now);
        behindSyn = rcv.nxt();
    }

    /** From now on data is acknowledged, but thrown away: nobody will read it. */
    void discard() {
        discarding = true;
        buffer.discard();
    }

    private DropReason alreadyHere(Segment seg, long start, long end) {
        if (seg.length() == 0) return DropReason.NONE;
        if (start >= rcv.finPosition()) return DropReason.DATA_AFTER_FIN;
        if (seg.textEnd() <= rcv.nxt()) reportDuplicate(seg.textStart(), seg.textEnd());
        return seg.textEnd() <= rcv.nxt() ? DropReason.DUPLICATE_DATA : DropReason.BEYOND_BUFFER;
    }

    void reportDuplicate(long from, long to) {
        if (duplicateSack && from > 0) reassembly.duplicate(from, to);
    }

    /** What of a new segment was received before: the first part of it (RFC 2883 4.2). */
    private void reportKnown(long from, long to) {
        if (from < rcv.nxt()) reportDuplicate(from, Math.min(to, rcv.nxt()));
        else if (duplicateSack) reassembly.duplicateWithin(from, to);
    }

    private boolean store(Segment seg, long start, long end) {
        return buffer.write(start, seg.data(), seg.dataOffset() + (start - seg.textStart()), (int) (end - start));
    }

    /** RFC 2018 section 8: what waits beyond a hole is forgotten, lest it keep the memory that would fill the hole. */
    private boolean storeInstead(Segment seg, long start, long end) {
        if (reassembly.isEmpty()) return false;
        reassembly.clear();
        buffer.forgetUnpublished();
        return store(seg, start, end);
    }

    private void advance(Segment seg, long end, long now) {
        boolean filling = !reassembly.isEmpty();
        reportKnown(seg.textStart(), end);
        if (filling) acks.owe(SendCause.ACK_HOLE_FILLED); // RFC 5681 4.2: at once
        publish(filling ? reassembly.advance(end) : end, now);
    }

    /** The application may have the bytes up to here; they owe an ACK, in time. */
    private void publish(long next, long now) {
        bytesReceived += next - rcv.nxt();
        int taken = (int) Math.min(next - rcv.nxt(), Integer.MAX_VALUE);
        rcv.advance(next);
        buffer.publish(next);
        if (discarding) buffer.discard();
        if (acks.received(taken, largestSegment)) {
            timers.armIfIdle(TimerKind.DELAYED_ACK, Deadline.after(now, acks.delayNanos()));
        }
    }

    /** The window field for a segment that leaves now. */
    int offer() {
        // a FIN takes a number but no room; where the edge only moves by steps, it is not worth one
        int fin = window.offersAll() && rcv.finReceived() ? 1 : 0;
        return window.offer(rcv.nxt(), buffer.consumed() + fin, buffer.capacity(), ourMss);
    }

    /** The window field of an answer that leaves the offer as it is. */
    int offeredField() {
        return window.offersAll() ? offer() : window.field(rcv.nxt());
    }

    /**
     * After the application did something: owes the peer a window update if it has read (or has another buffer now) and
     * that is worth a segment. Who only writes makes no room.
     */
    void applicationRead() {
        if (discarding) buffer.discard();
        buffer.releaseConsumed();
        long consumed = buffer.consumed();
        int capacity = buffer.capacity();
        boolean roomChanged = consumed != consumedSeen || capacity != capacitySeen;
        consumedSeen = consumed;
        capacitySeen = capacity;
        if (roomChanged && !rcv.finReceived() && isUpdateDue()) acks.owe(SendCause.WINDOW_UPDATE);
    }

    private boolean isUpdateDue() {
        return window.isUpdateDue(rcv.nxt(), buffer.consumed(), buffer.capacity(), ourMss);
    }

    /** Application thread: would a turn now do something for what was read? */
    boolean needsTurnAfterRead() {
        return window.isUpdateDue(buffer.published(), buffer.consumed(), buffer.capacity(), ourMss)
                || buffer.available() == 0 && !timerWillTidy || discarding;
    }

    /** A segment with our acknowledgment has left. */
    void ackSent(boolean withData) {
        acks.sent(withData);
        lastAckSent = rcv.nxt();
        timers.cancel(TimerKind.DELAYED_ACK);
        timerWillTidy = false;
    }

    /** At the end of a flush. */
    void settle() {
        timerWillTidy = timers.isArmed(TimerKind.DELAYED_ACK);
    }

    ReceiveSequence sequence() {
        return rcv;
    }

    ReceiveBuffer buffer() {
        return buffer;
    }

    ReceiveWindow window() {
        return window;
    }

    Reassembly reassembly() {
        return reassembly;
    }

    AckPolicy acks() {
        return acks;
    }

    UrgentMark urgentMark() {
        return urgent;
    }

    /** Last.ACK.sent of RFC 7323 4.3. */
    long lastAckSent() {
        return lastAckSent;
    }

    /** Bytes of the peer's SYN that were taken before the handshake was complete. */
    long synBytes() {
        return behindSyn - 1;
    }

    long bytesReceived() {
        return bytesReceived;
    }

    int largestSegment() {
        return largestSegment;
    }
}
