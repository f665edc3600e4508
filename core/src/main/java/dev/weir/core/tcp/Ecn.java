package dev.weir.core.tcp;

import dev.weir.core.config.EcnConfig;
import dev.weir.core.config.EcnConfig.Feedback;
import dev.weir.wire.TcpFlags;

/**
 * Explicit congestion notification (SHLD-8) of one connection: what the handshake agreed on, what we tell the peer about marks on
 * its packets, and how often its telling us of marks on ours may count.
 *
 * <pre>
 *   sender                      road                       receiver
 *   data, ECT(0)  ------------> queue grows: CE  --------> {@link #textArrived}: echo
 *   {@link #isEcho}: once per    &lt;---------- ACK, ECE ----------  every segment says ECE
 *   window cwnd is {@link #reduced}
 *   new data, CWR -------------------------------------->  echo ends
 * </pre>
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3168#section-6.1 RFC 3168, section 6.1
 */
final class Ecn {
    /** Codepoints of the IP header: not capable, ECT(0), congestion experienced. */
    static final int NOT_ECT = 0;
    static final int ECT_0 = 2;
    static final int CE = 3;

    private static final int SETUP = TcpFlags.ECE | TcpFlags.CWR;

    private final EcnConfig config;
    private boolean asking; // our next SYN asks
    private boolean hasAsked;
    private boolean agreed;
    private boolean echo; // until the peer says that it has reduced its window
    private boolean cwrDue; // on the next new data
    private long reducedAt = -1; // SND.NXT when cwnd was reduced last
    private boolean seen;
    private long marksReceived;

    Ecn(EcnConfig config) {
        this.config = config;
        this.asking = config.ask() == Feedback.CLASSIC;
    }

    // ---- 6.1.1 the handshake

    /** What our SYN says. */
    int synFlags() {
        hasAsked |= asking;
        return asking ? SETUP : 0;
    }

    /** What our SYN-ACK says, after SYNs crossed. */
    int synAckFlags() {
        return agreed ? TcpFlags.ECE : 0;
    }

    /** 6.1.1.1: nobody answers a SYN that has asked; perhaps something on the way does not like it. */
    void synUnanswered(int timeouts) {
        if (timeouts > config.setupRetries()) asking = false;
    }

    /** 6.1.1.1: a reset answers it. True if a SYN that does not ask may have better luck. */
    boolean plainSynMayHelp() {
        if (!asking || !config.plainAfterReset()) return false;
        asking = false;
        return true;
    }

    /** SYNs before the next one have asked, which does so no more. */
    boolean hasGivenUp() {
        return hasAsked && !asking;
    }

    /** The peer's SYN-ACK, or a SYN that crossed ours. Who has sent a SYN that did not ask may not use ECN. */
    void synAnswered(Segment syn) {
        int wanted = syn.ack() ? TcpFlags.ECE : SETUP; // both flags on a SYN-ACK: somebody mirrors ours
        agreed = asking && (syn.flags() & SETUP) == wanted;
    }

    /** Whether a peer's SYN is granted ECN. One that comes marked has met who does not know these bits. */
    static boolean grants(EcnConfig config, Segment syn) {
        return config.accept() == Feedback.CLASSIC && (syn.flags() & SETUP) == SETUP && syn.ecn() == NOT_ECT;
    }

    /** Our SYN-ACK said so, and was acknowledged. */
    void granted() {
        agreed = true;
    }

    // ---- 6.1.3 receiving

    /** New text came. True if the peer should hear of it at once: congestion began, or it has reacted. */
    boolean textArrived(Segment seg) {
        if (!agreed) return false;
        boolean before = echo;
        seen |= seg.ecn() != NOT_ECT;
        if (seg.cwr()) echo = false;
        if (seg.ecn() == CE) {
            echo = true;
            marksReceived++;
        }
        return seg.cwr() || echo != before;
    }

    /** What every segment with an acknowledgment says. */
    int echoFlags() {
        return echo ? TcpFlags.ECE : 0;
    }

    // ---- 6.1.2 sending

    /** What new data says in the IP header; nothing else is marked (6.1.4 to 6.1.6). */
    int dataCodepoint() {
        return agreed ? ECT_0 : NOT_ECT;
    }

    /** What new data says to the receiver. */
    int dataFlags() {
        return cwrDue ? TcpFlags.CWR : 0;
    }

    /** New data has left. */
    void dataSent() {
        cwrDue = false;
    }

    /** The peer has seen marks on our packets. */
    boolean isEcho(Segment seg) {
        return agreed && !seg.syn() && (seg.flags() & TcpFlags.ECE) != 0;
    }

    /**
     * Cwnd was reduced while this position was the next, whatever for. Until data beyond it is acknowledged, which carries
     * CWR, an echo tells of the same congestion.
     */
    void reduced(long nxt) {
        if (!agreed) return;
        reducedAt = nxt;
        cwrDue = true;
    }

    /** The reduction was a mistake. */
    void reductionUndone() {
        reducedAt = -1;
        cwrDue = false;
    }

    /** Congestion of this window of data was reacted to. */
    boolean isReduced(long una) {
        return una <= reducedAt;
    }

    // ---- what others may know

    boolean isAgreed() {
        return agreed;
    }

    /** A packet of the peer came that could have been marked, or was. */
    boolean isSeen() {
        return seen;
    }

    /** Segments with text that came marked. */
    long marksReceived() {
        return marksReceived;
    }
}
