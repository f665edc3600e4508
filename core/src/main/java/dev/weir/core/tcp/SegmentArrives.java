package dev.weir.core.tcp;

import static dev.weir.core.event.DropReason.ACK_OF_UNSENT_DATA;
import static dev.weir.core.event.DropReason.ACK_TOO_OLD;
import static dev.weir.core.event.DropReason.CONNECTION_ENDED;
import static dev.weir.core.event.DropReason.DATA_AFTER_CLOSE;
import static dev.weir.core.event.DropReason.HANDSHAKE_DUPLICATE;
import static dev.weir.core.event.DropReason.NONE;
import static dev.weir.core.event.DropReason.NO_ACK;
import static dev.weir.core.event.DropReason.NO_MEMORY;
import static dev.weir.core.event.DropReason.NO_TIMESTAMP;
import static dev.weir.core.event.DropReason.OLD_TIMESTAMP;
import static dev.weir.core.event.DropReason.OUTSIDE_WINDOW;
import static dev.weir.core.event.DropReason.RESET_NOT_EXACT;
import static dev.weir.core.event.DropReason.RESET_OF_ECN_SYN;
import static dev.weir.core.event.DropReason.RESET_UNACCEPTABLE;
import static dev.weir.core.event.DropReason.SYN_IN_WINDOW;
import static dev.weir.core.event.DropReason.UNACCEPTABLE_ACK;

import dev.weir.core.event.CloseReason;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.SendCause;
import dev.weir.core.event.State;
import dev.weir.wire.TcpFlags;

/**
 * What a segment does to a connection: RFC 9293 sections 3.10.7.3 and 3.10.7.4, read top-down.
 *
 * <p>Each step is a method of the RFC's number. A step that ends the processing returns why; {@code NONE} goes on. Steps
 * change state only: answers are marked as owed, or captured as a {@link Reply}, and leave with the next flush.
 * CLOSED stands in {@link TcpInput}, LISTEN in {@link Listener}, TIME-WAIT in {@link TimeWait}.
 */
final class SegmentArrives {
    private SegmentArrives() {}

    static DropReason at(Connection c, Segment seg, long now) {
        return c.isSynSent() ? inSynSent(c, seg, now) : otherwise(c, seg, now);
    }

    // ---------------------------------------------------------------- 3.10.7.3 SYN-SENT

    /** {@code seg.seq()} is 0: the peer's numbers begin with this SYN. */
    private static DropReason inSynSent(Connection c, Segment seg, long now) {
        var snd = c.sender().sequence();
        boolean acceptable = seg.ack() && snd.una() < seg.ackNumber() && seg.ackNumber() <= snd.nxt();
        if (seg.ack() && !acceptable) { // first: an ACK that does not acknowledge our SYN
            if (seg.rst()) return RESET_UNACCEPTABLE;
            c.tcp().replies().add(Reset.ofUnacceptableAck(c, seg));
            // an old connection answered; our reset ends it, and the next SYN will be heard
            if (!seg.syn() && c.tcp().config().handshake().synAgainAfterReset()) {
                c.sender().retransmission().synAgainNow();
                c.tcp().due(c);
            }
            return UNACCEPTABLE_ACK;
        }
        if (seg.rst()) { // second: believed only if it acknowledges our SYN
            if (!acceptable) return RESET_UNACCEPTABLE;
            if (c.ecn().plainSynMayHelp()) { // RFC 3168 6.1.1.1
                c.sender().retransmission().synAgainNow();
                c.tcp().due(c);
                return RESET_OF_ECN_SYN;
            }
            c.end(CloseReason.REFUSED, "RST received", now);
            return CONNECTION_ENDED;
        }
        if (!seg.syn()) return NO_ACK; // fifth: neither SYN nor RST
        c.synReceived(seg.initial(), seg.options(), seg.window(), now); // fourth; third (security) is void
        c.ecn().synAnswered(seg);
        if (!acceptable) {
            c.simultaneousOpen(now); // a FIN comes again, since it is not acknowledged; and so may text
            if (seg.length() > 0 && c.tcp().config().handshake().keepsCrossingText()) c.receiver().keep(seg);
            return NONE;
        }
        c.acknowledged(seg, now);
        c.sender().updateWindow(seg, seg.window(), now);
        c.fastOpen().answered(seg, c.negotiated().peerMss(), now);
        c.established("SYN-ACK received", now);
        c.receiver().acks().owe(SendCause.HANDSHAKE_ACK);
        if (seg.length() > 0 || seg.fin() || seg.urg()) return textAndFin(c, seg, now); // continue at the sixth step
        return NONE;
    }

    // ---------------------------------------------------------------- 3.10.7.4 all other states

    private static DropReason otherwise(Connection c, Segment arrived, long now) {
        if (c.isFastOpening() && arrived.syn() && !arrived.ack() && !arrived.rst() && arrived.seq() == 0) {
            c.sender().synAckAgain(); // as a HalfOpen does: the peer did not hear our SYN-ACK
            c.tcp().due(c);
            return HANDSHAKE_DUPLICATE;
        }
        var seg = c.state() == State.SYN_RECEIVED ? withoutCrossedSyn(arrived) : arrived;
        DropReason reason;
        if ((reason = first_timestamp(c, seg, now)) != NONE) return reason;
        if ((reason = first_sequenceNumber(c, seg, now)) != NONE) return reason;
        if (!c.tcp().config().security().timestampNeedsAck()) takeTimestamp(c, seg, now); // 7323 5.3 R3
        c.ecn().arrived(seg);
        if ((reason = second_reset(c, seg, now)) != NONE) return reason;
        if ((reason = fourth_syn(c, seg, now)) != NONE) return reason; // third (security) is void
        if ((reason = fifth_acknowledgment(c, seg, now)) != NONE) return reason;
        return textAndFin(c, seg, now);
    }

    /** 3.5, figure 7: SYNs crossed, and the peer's SYN-ACK stands before our window, but its ACK completes the handshake. */
    private static Segment withoutCrossedSyn(Segment seg) {
        if (!seg.syn() || !seg.ack() || seg.seq() != 0) return seg;
        int flags = seg.flags() & ~(TcpFlags.SYN | TcpFlags.ECE | TcpFlags.CWR);
        return new Segment(seg.initial(), 1, seg.ackNumber(), flags, seg.ecn(), seg.window(), seg.urgentPointer(), seg.length(),
                seg.options(), seg.data(), seg.dataOffset());
    }

    /** RFC 7323 5.3 R1 and 3.2: PAWS comes before the sequence check, but a reset is never subject to it. */
    private static DropReason first_timestamp(Connection c, Segment seg, long now) {
        if (!c.negotiated().timestamps() || seg.rst()) return NONE;
        if (!seg.options().hasTimestamps()) return c.tcp().config().security().timestampsRequired() ? NO_TIMESTAMP : NONE;
        if (c.timestamps().isOld(seg, now)) {
            c.answers().acknowledgeLimited(seg, SendCause.ACK_OLD_TIMESTAMP, now);
            return OLD_TIMESTAMP;
        }
        return NONE;
    }

    private static void takeTimestamp(Connection c, Segment seg, long now) {
        if (c.negotiated().timestamps()) c.timestamps().update(seg, c.receiver().lastAckSent(), now);
    }

    /** An unacceptable segment is answered with an ACK (unless it is a RST) and dropped. */
    private static DropReason first_sequenceNumber(Connection c, Segment seg, long now) {
        var rcv = c.receiver().sequence();
        if (c.receiver().accepts(seg)) return NONE;
        if (seg.rst()) return OUTSIDE_WINDOW;
        boolean old = seg.end() <= rcv.nxt() || c.receiver().window().edge() <= rcv.nxt();
        boolean probe = old && !seg.syn(); // a SYN asks for a connection: the peer has forgotten this one, or it is old
        if (seg.length() > 0 && seg.textEnd() <= rcv.nxt()) {
            c.receiver().reportDuplicate(seg.textStart(), seg.textEnd());
        }
        boolean finAgain = seg.fin() && !seg.syn() && rcv.finReceived() && seg.end() == rcv.nxt();
        if (finAgain && c.tcp().config().closing().finWithAcks()) takeAcknowledgment(c, seg, now);
        c.answers().acknowledgeLimited(seg, probe ? SendCause.ACK_OF_PROBE : SendCause.ACK_UNACCEPTABLE, now);
        zeroWindowExtras(c, seg, now);
        finAgain(c, seg, now);
        return OUTSIDE_WINDOW;
    }

    /**
     * MUST-66, and 3.4: while the window is zero, a valid ACK and the URG of what does not fit are processed all the same.
     * An invalid one has its answer already.
     */
    private static void zeroWindowExtras(Connection c, Segment seg, long now) {
        var rcv = c.receiver().sequence();
        boolean shut = c.receiver().window().edge() <= rcv.nxt() && seg.seq() == rcv.nxt();
        if (!shut || seg.syn() || !c.mayCarryText()) return;
        if (takeAcknowledgment(c, seg, now)) sixth_urgent(c, seg, now);
    }

    /** The acknowledgment of a segment that is dropped otherwise; an unacceptable one is not answered again. True to go on. */
    private static boolean takeAcknowledgment(Connection c, Segment seg, long now) {
        var snd = c.sender().sequence();
        if (!seg.ack() || seg.ackNumber() < snd.una() || seg.ackNumber() > snd.nxt()) return false;
        return fifth_acknowledgment(c, seg, now) == NONE;
    }

    /**
     * Who sends its FIN with each ACK means the ACK: with the FIN trimmed off, which is here already, the segment is
     * acceptable ("first", at its end). Otherwise two that close at once never hear of it.
     */
    private static void finAgain(Connection c, Segment seg, long now) {
        var snd = c.sender().sequence();
        boolean again = seg.fin() && !seg.syn() && seg.length() == 0 && seg.end() == c.receiver().sequence().nxt();
        if (c.state() == State.CLOSING && again && seg.ackNumber() == snd.nxt()) fifth_acknowledgment(c, seg, now);
    }

    /** RFC 5961 3.2: only a reset at exactly RCV.NXT is believed; another one in the window is challenged. */
    private static DropReason second_reset(Connection c, Segment seg, long now) {
        if (!seg.rst()) return NONE;
        if (seg.seq() != c.receiver().sequence().nxt() && c.tcp().config().security().challengeAcks()) {
            c.answers().challenge(now);
            return RESET_NOT_EXACT;
        }
        c.resetArrived();
        switch (c.state()) {
            case SYN_RECEIVED -> c.end(c.wasFastOpened() ? CloseReason.RESET_BY_PEER : CloseReason.REFUSED,
                    "RST received", now); // MUST-11: the other origin is active
            case CLOSING, LAST_ACK, TIME_WAIT -> c.end(CloseReason.CLOSED, "RST received", now);
            case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSED, LISTEN, SYN_SENT ->
                    c.end(CloseReason.RESET_BY_PEER, "RST received", now);
        }
        return CONNECTION_ENDED;
    }

    /** RFC 5961 4.2: challenged, whatever its number; where that is off, RFC 793's reset. */
    private static DropReason fourth_syn(Connection c, Segment seg, long now) {
        if (!seg.syn()) return NONE;
        if (c.tcp().config().security().challengeAcks()) {
            c.answers().challenge(now);
            return SYN_IN_WINDOW;
        }
        c.reset(CloseReason.RESET_BY_PEER, SendCause.RESET, now);
        return CONNECTION_ENDED;
    }

    /** {@code SND.UNA < SEG.ACK =< SND.NXT} is new; below is old and harmless; above has never been sent. */
    private static DropReason fifth_acknowledgment(Connection c, Segment seg, long now) {
        if (!seg.ack()) return NO_ACK;
        var snd = c.sender().sequence();
        if (c.state() == State.SYN_RECEIVED) {
            if (seg.ackNumber() <= snd.una() || seg.ackNumber() > snd.nxt()) {
                c.tcp().replies().add(Reset.ofUnacceptableAck(c, seg));
                return UNACCEPTABLE_ACK;
            }
            takeProvenTimestamp(c, seg, now);
            c.acknowledged(seg, now);
            c.sender().updateWindow(seg, window(c, seg), now);
            c.established("ACK received", now);
            if (c.receiver().takeKept(now)) c.textArrived();
            return NONE;
        }
        if (seg.ackNumber() > snd.nxt()) { // MUST: ACK and drop
            if (c.tcp().config().security().unsentAckAnswered()) {
                c.answers().acknowledgeLimited(seg, SendCause.ACK_OF_UNSENT, now);
            }
            return ACK_OF_UNSENT_DATA;
        }
        if (c.tcp().config().security().challengeAcks() && seg.ackNumber() < snd.una() - snd.maximumWnd()) { // RFC 5961 5.2
            c.answers().challenge(now);
            return ACK_TOO_OLD;
        }
        if (snd.una() <= seg.ackNumber()) takeProvenTimestamp(c, seg, now);
        long newlySacked = takeSackBlocks(c, seg);
        if (snd.una() < seg.ackNumber()) {
            c.acknowledged(seg, now);
            c.sender().updateWindow(seg, window(c, seg), now); // SND.WL1, SND.WL2: an old segment must not change it
        } else {
            boolean windowChanged = seg.ackNumber() == snd.una() // an older one promises less than SND.UNA + SND.WND
                    && c.sender().updateWindow(seg, window(c, seg), now);
            boolean echo = seg.ackNumber() == snd.una() && c.ecn().hears(seg, newlySacked > 0, c.segmentSize()) > 0;
            c.sender().notAdvanced(isDuplicate(c, seg, windowChanged, newlySacked), echo, now);
        }
        c.tcp().due(c);
        return afterAcknowledgment(c, now);
    }

    /** Who knows what we have sent is no stranger. */
    private static void takeProvenTimestamp(Connection c, Segment seg, long now) {
        if (c.tcp().config().security().timestampNeedsAck()) takeTimestamp(c, seg, now);
    }

    /** RFC 5681 section 2: says nothing new, while something is outstanding; or RFC 6675: new SACK information. */
    private static boolean isDuplicate(Connection c, Segment seg, boolean windowChanged, long newlySacked) {
        if (seg.ackNumber() != c.sender().sequence().una() || seg.length() > 0 || seg.fin()) return false;
        int[] edges = seg.options().sackEdges();
        if (edges.length > 0 && c.negotiated().sack()) {
            boolean reportsDuplicate = c.sender().sequence().unwrap(edges[1]) <= seg.ackNumber(); // D-SACK: no loss
            return newlySacked > 0 || !reportsDuplicate && !windowChanged;
        }
        return !windowChanged;
    }

    /** Marks what the peer holds beyond SEG.ACK; blocks outside of what is outstanding are ignored. */
    private static long takeSackBlocks(Connection c, Segment seg) {
        if (!c.negotiated().sack()) return 0;
        int[] edges = seg.options().sackEdges();
        var snd = c.sender().sequence();
        long newly = 0;
        for (int i = 0; i + 1 < edges.length; i += 2) {
            long left = snd.unwrap(edges[i]);
            long right = snd.unwrap(edges[i + 1]);
            if (left > seg.ackNumber() && left < right && right <= snd.nxt()) newly += c.sender().sent().sack(left, right);
        }
        return newly;
    }

    private static long window(Connection c, Segment seg) {
        return (long) seg.window() << c.negotiated().sendShift();
    }

    /** What FIN-WAIT-1, CLOSING and LAST-ACK do "in addition", once our FIN is acknowledged. */
    private static DropReason afterAcknowledgment(Connection c, long now) {
        if (!c.sender().sequence().finAcknowledged()) return NONE;
        return switch (c.state()) {
            case FIN_WAIT_1 -> {
                c.become(State.FIN_WAIT_2, "ACK of our FIN", now);
                c.userClose().armFinWait2(now);
                yield NONE;
            }
            case CLOSING -> {
                c.enterTimeWait("ACK of our FIN", now);
                yield CONNECTION_ENDED;
            }
            case LAST_ACK -> {
                c.end(CloseReason.CLOSED, "ACK of our FIN", now);
                yield CONNECTION_ENDED;
            }
            case CLOSED, LISTEN, SYN_SENT, SYN_RECEIVED, ESTABLISHED, FIN_WAIT_2, CLOSE_WAIT, TIME_WAIT -> NONE;
        };
    }

    // ---------------------------------------------------------------- sixth to eighth

    private static DropReason textAndFin(Connection c, Segment seg, long now) {
        sixth_urgent(c, seg, now);
        DropReason reason = seventh_text(c, seg, now);
        if (c.closeReason() != CloseReason.NONE) return reason;
        eighth_fin(c, seg, now);
        return reason;
    }

    private static void sixth_urgent(Connection c, Segment seg, long now) {
        if (seg.urg() && c.state().receivesText() && c.receiver().urgent(seg)) c.urgentArrived(now);
    }

    private static DropReason seventh_text(Connection c, Segment seg, long now) {
        if (seg.length() == 0) return NONE;
        if (!c.state().receivesText()) return DropReason.DATA_AFTER_FIN; // the peer's FIN came before: ignore the text
        var receiver = c.receiver();
        boolean isNew = seg.textEnd() > receiver.sequence().nxt();
        if (c.userClose().isClosed() && isNew) { // SHLD-3: data that nobody will read
            c.reset(CloseReason.ABORTED_UNREAD_DATA, SendCause.RESET_UNREAD_DATA, now);
            return DATA_AFTER_CLOSE;
        }
        long before = receiver.sequence().nxt();
        if (c.ecn().isToldApart(seg) && receiver.acks().pending()) {
            c.answers().acknowledge(SendCause.ACK_CONGESTION, now);
        }
        DropReason reason = receiver.text(seg, now);
        if (reason != NO_MEMORY && c.ecn().textArrived(seg)) receiver.acks().owe(SendCause.ACK_CONGESTION);
        if (receiver.sequence().nxt() > before) {
            c.textArrived();
        } else if (!seg.fin() || seg.textEnd() != before || receiver.sequence().finReceived()) {
            answerAtOnce(c, reason, now); // a FIN that is new after a text that is not gets one answer for both
        }
        c.tcp().due(c);
        return reason;
    }

    /** RFC 5681 4.2: each segment that is out of order or nothing new owes an ACK of its own, captured now. */
    private static void answerAtOnce(Connection c, DropReason reason, long now) {
        switch (reason) {
            case NONE, BEYOND_BUFFER -> c.answers().acknowledge(SendCause.ACK_OUT_OF_ORDER, now);
            case NO_MEMORY -> { } // as if it had been lost on the way
            default -> c.answers().acknowledge(SendCause.ACK_DUPLICATE, now);
        }
    }

    private static void eighth_fin(Connection c, Segment seg, long now) {
        if (!c.receiver().fin(seg, c.state().acceptsText(), now)) {
            boolean early = seg.fin() && seg.length() == 0 && seg.textEnd() > c.receiver().sequence().nxt();
            if (early && c.state().receivesText()) c.answers().acknowledge(SendCause.ACK_OUT_OF_ORDER, now); // 5681 4.2
            return;
        }
        c.finArrived();
        switch (c.state()) {
            case SYN_RECEIVED, ESTABLISHED -> c.become(State.CLOSE_WAIT, "FIN received", now);
            case FIN_WAIT_1 -> c.become(State.CLOSING, "FIN received", now);
            case FIN_WAIT_2 -> {
                c.answers().acknowledge(SendCause.ACK_OF_FIN, now); // TimeWait stands in from here
                c.enterTimeWait("FIN received", now);
            }
            case CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT, CLOSED, LISTEN, SYN_SENT -> { } // remain
        }
        c.tcp().due(c);
    }
}
