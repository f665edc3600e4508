package dev.weir.lab.matrix.arrival;

import dev.weir.core.event.CloseReason;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.State;
import dev.weir.lab.matrix.start.Block;
import dev.weir.lab.matrix.start.Start;
import java.util.ArrayList;
import java.util.List;

/**
 * What a segment does to a connection by the text of RFC 9293 3.10.7 and RFC 5961, written down a second time: from the
 * RFC, not from the engine, whose answers the scripts compare with it.
 *
 * <p>Where the text leaves a choice, or other rules of this stack go beyond it, the line says so with "choice".
 */
final class Oracle {
    private final Block c;
    private final Arrival seg;
    private final List<String> answers = new ArrayList<>();
    private String why = "";
    private State state;
    private DropReason reason = DropReason.NONE;
    private long una;
    private long rcvNxt;
    private int held;
    private boolean acknowledgmentProcessed;
    private boolean reopened;
    private CloseReason closeReason = CloseReason.NONE;

    private Oracle(Block c, Arrival seg) {
        this.c = c;
        this.seg = seg;
        this.state = c.state();
        this.una = c.sndUna();
        this.rcvNxt = c.rcvNxt();
    }

    static Verdict judge(Block c, Arrival seg) {
        var oracle = new Oracle(c, seg);
        switch (c.state()) {
            case CLOSED -> oracle.closed();
            case LISTEN -> oracle.listen();
            case SYN_SENT -> oracle.synSent();
            case SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT ->
                    oracle.otherwise();
        }
        return oracle.verdict();
    }

    private Verdict verdict() {
        boolean oldAckOnly = una == c.sndUna() && seg.acknowledged() != Acknowledged.DUPLICATE;
        boolean untouched = state == c.state() && rcvNxt == c.rcvNxt() && held == 0 && !reopened
                && (!acknowledgmentProcessed || oldAckOnly) && answers.size() < 2;
        return new Verdict(why, List.copyOf(answers), state, reason, untouched, una, rcvNxt, held, reopened,
                closeReason);
    }

    // ---------------------------------------------------------------- 3.10.7.1, 3.10.7.2

    private void closed() {
        drop(DropReason.PORT_CLOSED, seg.kind().rst() ? "a RST is discarded" : "a RST answers");
        if (!seg.kind().rst()) answerWithReset();
    }

    private void listen() {
        if (seg.kind().rst()) {
            drop(DropReason.RESET_TO_LISTENER, "first: a RST is ignored");
        } else if (seg.kind().ack()) {
            drop(DropReason.ACK_TO_LISTENER, "second: any acknowledgment is bad");
            answerWithReset();
        } else if (seg.kind().syn()) {
            why = "third: a SYN opens";
            answers.add("S. 0:0(0) ack 1 <...>");
            state = State.SYN_RECEIVED;
            rcvNxt = 1;
        } else {
            drop(DropReason.NO_ACK, "fourth: neither SYN nor ACK");
        }
    }

    /** 3.5.2: believed numbers for a segment with an ACK, an ACK of all of it for one without. */
    private void answerWithReset() {
        if (seg.kind().ack()) answers.add("R  %1$d:%1$d(0)".formatted(seg.ack()));
        else answers.add("R. 0:0(0) ack %d".formatted(seg.end()));
    }

    // ---------------------------------------------------------------- 3.10.7.3

    private void synSent() {
        boolean acceptable = seg.kind().ack() && c.sndUna() < seg.ack() && seg.ack() <= c.sndNxt();
        if (seg.kind().ack() && !acceptable) {
            if (seg.kind().rst()) {
                drop(DropReason.RESET_UNACCEPTABLE, "first: a RST that does not acknowledge the SYN");
                return;
            }
            drop(DropReason.UNACCEPTABLE_ACK, "first: an ACK that does not acknowledge the SYN");
            answers.add("R  %1$d:%1$d(0)".formatted(seg.ack()));
            if (!seg.kind().syn()) answers.add("S  0:0(0) <...>"); // choice, as 3.5.1 figure 9: the SYN again, at once
            return;
        }
        if (seg.kind().rst()) {
            // 5961 3.2: in SYN-SENT the ACK is the proof
            if (acceptable) end("second: connection reset", CloseReason.REFUSED);
            else drop(DropReason.RESET_UNACCEPTABLE, "second: a RST without ACK");
            return;
        }
        if (!seg.kind().syn()) {
            drop(DropReason.NO_ACK, "fifth: neither SYN nor RST");
            return;
        }
        rcvNxt = seg.seq() + 1;
        if (acceptable) {
            why = "fourth: our SYN is acknowledged";
            una = seg.ack();
            state = State.ESTABLISHED;
            rcvNxt += seg.kind().text() + (seg.kind().fin() ? 1 : 0); // go on at the sixth step
            if (seg.kind().fin()) state = State.CLOSE_WAIT;
            answers.add(".  1:1(0) ack %d win %d".formatted(rcvNxt, Start.BUFFER_BYTES + 1 - rcvNxt));
        } else {
            why = "fourth: simultaneous open";
            state = State.SYN_RECEIVED;
            answers.add("S. 0:0(0) ack 1 <...>");
        }
    }

    // ---------------------------------------------------------------- 3.10.7.4

    private void otherwise() {
        if (beforeTheSteps()) return;
        if (first_sequenceNumber() && second_reset() && fourth_syn() && fifth_acknowledgment() && seventh_text()) {
            eighth_fin();
        }
    }

    /** What the RFC says elsewhere about SYNs that come again, cross, or open a connection anew. */
    private boolean beforeTheSteps() {
        if (c.state() == State.TIME_WAIT && seg.kind().opens() && seg.seq() > c.rcvNxt()) { // MAY-2
            why = "a SYN beyond the old connection opens a new one";
            answers.add("S. 0:0(0) ack 1 <...>");
            state = State.SYN_RECEIVED;
            rcvNxt = 1;
            reopened = true;
            return true;
        }
        if (c.state() != State.SYN_RECEIVED || seg.seq() != 0) return false;
        if (c.passive() && seg.kind().opens()) { // choice: an ACK would not help a peer that lost the SYN-ACK
            drop(DropReason.HANDSHAKE_DUPLICATE, "the SYN again: so is the SYN-ACK");
            answers.add("S. 0:0(0) ack 1 <...>");
            return true;
        }
        boolean synAck = seg.kind().syn() && seg.kind().ack() && !seg.kind().rst();
        if (!c.passive() && synAck) { // 3.5, figure 7: its SYN was processed when it came alone
            fifth_acknowledgment();
            return true;
        }
        return false;
    }

    /** The table of four cases, 3.4. */
    private boolean isAcceptable() {
        long left = c.rcvNxt();
        long right = left + c.rcvWnd();
        boolean empty = seg.kind().length() == 0;
        if (c.rcvWnd() == 0) {
            boolean fin = seg.kind().fin() && !c.finReceived(); // choice: a bare FIN needs no room
            return seg.seq() == left && (empty || fin);
        }
        long last = seg.end() - 1;
        if (empty) return left <= seg.seq() && seg.seq() < right;
        return left <= seg.seq() && seg.seq() < right || left <= last && last < right;
    }

    private boolean first_sequenceNumber() {
        if (isAcceptable()) return true;
        drop(DropReason.OUTSIDE_WINDOW, "first: not acceptable");
        if (seg.kind().rst()) return false;
        boolean allowance = c.rcvWnd() == 0 && seg.seq() == c.rcvNxt() && c.state() != State.TIME_WAIT; // valid ACKs
        boolean finAgain = c.state() == State.CLOSING && seg.kind().fin() && seg.kind().length() == 1
                && seg.end() == c.rcvNxt() && seg.ack() == c.sndNxt(); // choice: trimmed to an ACK, as the BSDs mean it
        acknowledge();
        if (finAgain) {
            takeAcknowledgment();
            drop(DropReason.OUTSIDE_WINDOW, why);
        }
        if (allowance && c.sndUna() <= seg.ack() && seg.ack() <= c.sndNxt() && !seg.kind().syn()) {
            takeAcknowledgment();
            drop(DropReason.OUTSIDE_WINDOW, why);
        }
        return false;
    }

    private boolean second_reset() {
        if (!seg.kind().rst()) return true;
        if (c.protectedBy5961() && seg.seq() != c.rcvNxt()) {
            drop(DropReason.RESET_NOT_EXACT, "second: a RST in the window, but not at RCV.NXT, is challenged");
            acknowledge();
        } else if (c.state() == State.SYN_RECEIVED && c.passive()) {
            why = "second: a RST returns to LISTEN";
            state = State.LISTEN;
        } else {
            end("second: a RST ends the connection", switch (c.state()) {
                case SYN_RECEIVED -> CloseReason.REFUSED; // MUST-11
                case CLOSING, LAST_ACK, TIME_WAIT -> CloseReason.CLOSED;
                default -> CloseReason.RESET_BY_PEER;
            });
        }
        return false;
    }

    private boolean fourth_syn() {
        if (!seg.kind().syn()) return true;
        if (c.state() == State.SYN_RECEIVED && c.passive()) {
            why = "fourth: a SYN in the window returns to LISTEN";
            state = State.LISTEN;
        } else if (c.protectedBy5961()) {
            drop(DropReason.SYN_IN_WINDOW, "fourth: a SYN is challenged");
            acknowledge();
        } else {
            end("fourth: a SYN in the window is an error", CloseReason.RESET_BY_PEER);
            answers.add("R. %1$d:%1$d(0) ack %2$d".formatted(c.sndNxt(), c.rcvNxt()));
        }
        return false;
    }

    private boolean fifth_acknowledgment() {
        if (!seg.kind().ack()) {
            drop(DropReason.NO_ACK, "fifth: no ACK");
            return false;
        }
        if (c.state() == State.SYN_RECEIVED) {
            if (c.sndUna() < seg.ack() && seg.ack() <= c.sndNxt()) {
                why = "fifth: our SYN is acknowledged";
                una = seg.ack();
                state = State.ESTABLISHED;
                return true;
            }
            // choice: 3.5.2 resets what acknowledges too much here; RFC 5961 5.2 would challenge it
            drop(DropReason.UNACCEPTABLE_ACK, "fifth: an ACK that does not acknowledge our SYN");
            answers.add("R  %1$d:%1$d(0)".formatted(seg.ack()));
            return false;
        }
        if (seg.ack() > c.sndNxt()) { // choice: in LAST-ACK and TIME-WAIT too, where only RFC 5961 says so
            drop(DropReason.ACK_OF_UNSENT_DATA, "fifth: something not yet sent is acknowledged");
            acknowledge();
            return false;
        }
        if (c.protectedBy5961() && seg.ack() < c.sndUna() - c.maxSndWnd()) { // 5961 5.2, MAY-12
            drop(DropReason.ACK_TOO_OLD, "fifth: an ACK too old to be of the peer is challenged");
            acknowledge();
            return false;
        }
        return takeAcknowledgment();
    }

    /** What the acknowledgment means in each state; false where the segment is no more looked at. */
    private boolean takeAcknowledgment() {
        acknowledgmentProcessed = c.state() != State.TIME_WAIT;
        boolean isNew = seg.ack() > c.sndUna();
        if (isNew) una = seg.ack();
        boolean finAcknowledged = c.finSent() && seg.ack() == c.sndNxt();
        if (why.isEmpty()) why = isNew ? "fifth: newly acknowledged" : "fifth: nothing newly acknowledged";
        switch (c.state()) {
            case FIN_WAIT_1 -> {
                if (finAcknowledged) state = State.FIN_WAIT_2;
            }
            case CLOSING -> {
                if (finAcknowledged) state = State.TIME_WAIT;
                return !finAcknowledged;
            }
            case LAST_ACK -> {
                if (finAcknowledged) end("fifth: our FIN is acknowledged", CloseReason.CLOSED);
                return !finAcknowledged;
            }
            case TIME_WAIT -> {
                // choice: text and FIN are acknowledged as the FIN again would be; an ACK of an ACK would never end
                reason = DropReason.IN_TIME_WAIT;
                if (seg.kind().length() > 0) acknowledge();
                return false;
            }
            default -> { }
        }
        return true;
    }

    private boolean seventh_text() {
        if (seg.kind().text() == 0) return true;
        if (c.finReceived()) {
            drop(DropReason.DATA_AFTER_FIN, why + "; seventh: text beyond the FIN is ignored");
            return true;
        }
        if (c.closedForReading()) { // SHLD-3
            end(why + "; 3.6.1: text that nobody will read is lost, and the peer must know",
                    CloseReason.ABORTED_UNREAD_DATA);
            reason = DropReason.DATA_AFTER_CLOSE;
            answers.add("R. %1$d:%1$d(0) ack %2$d".formatted(c.sndNxt(), c.rcvNxt()));
            return false;
        }
        long end = Math.min(seg.end(), c.rcvNxt() + c.rcvWnd());
        if (seg.end() > end) reason = DropReason.BEYOND_BUFFER;
        if (seg.seq() <= c.rcvNxt()) {
            why += "; seventh: text in order";
            rcvNxt = end;
        } else {
            why += "; seventh: text beyond a hole waits, and the ACK leaves at once";
            held = (int) (end - seg.seq());
        }
        acknowledge();
        return true;
    }

    private void eighth_fin() {
        if (!seg.kind().fin() || c.finReceived()) return; // choice: beyond the FIN there is nothing to advance over
        if (seg.seq() > c.rcvNxt()) {
            why += "; eighth: a FIN beyond a hole waits, and the ACK leaves at once";
            held = -1; // no byte of it
            acknowledge();
            return;
        }
        why += "; eighth: the FIN is taken";
        rcvNxt = seg.end();
        acknowledge();
        state = switch (state) {
            case ESTABLISHED, SYN_RECEIVED -> State.CLOSE_WAIT;
            case FIN_WAIT_1 -> State.CLOSING;
            case FIN_WAIT_2 -> State.TIME_WAIT;
            default -> state;
        };
    }

    // ---------------------------------------------------------------- words

    /** {@code <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>}, once (MUST-58); the right edge stays where it is. */
    private void acknowledge() {
        answers.clear();
        long edge = c.rcvNxt() + c.rcvWnd();
        answers.add(".  %1$d:%1$d(0) ack %2$d win %3$d".formatted(c.sndNxt(), rcvNxt, Math.max(0, edge - rcvNxt)));
    }

    private void end(String what, CloseReason told) {
        why = what;
        closeReason = c.state() == State.TIME_WAIT ? CloseReason.CLOSED : told; // which the application knows already
        state = State.CLOSED;
        reason = DropReason.NONE;
    }

    private void drop(DropReason dropped, String what) {
        why = what;
        reason = c.state() == State.TIME_WAIT ? DropReason.IN_TIME_WAIT : dropped; // whatever it was
    }
}
