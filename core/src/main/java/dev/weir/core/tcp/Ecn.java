package dev.weir.core.tcp;

import dev.weir.core.config.EcnConfig;
import dev.weir.core.config.EcnConfig.Feedback;
import dev.weir.wire.TcpFlags;

/**
 * Explicit congestion notification (SHLD-8) of one connection: what the handshake agreed on, what we tell the peer about
 * marks on its packets, and how often its telling us of marks on ours may count.
 *
 * <pre>
 *   sender                      road                       receiver
 *   data, ECT(0)  ------------> queue grows: CE  --------> {@link #textArrived}: echo
 *   {@link #isEcho}: once per    &lt;---------- ACK, ECE ----------  every segment says ECE
 *   window cwnd is {@link #reduced}
 *   new data, CWR -------------------------------------->  echo ends
 * </pre>
 *
 * <p>That is classic feedback; what accurate feedback says instead is in {@link AccurateEcn}.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3168#section-6.1 RFC 3168, section 6.1; RFC 9768, section 3.1
 */
final class Ecn {
    /** Codepoints of the IP header: not capable, ECT(1), ECT(0), congestion experienced. */
    static final int NOT_ECT = 0;
    static final int ECT_1 = 1;
    static final int ECT_0 = 2;
    static final int CE = 3;

    /** All that an ACK covers. */
    static final long ALL = Long.MAX_VALUE;

    private static final int SETUP = TcpFlags.ECE | TcpFlags.CWR;

    private final EcnConfig config;
    private Feedback asking; // what our next SYN asks for
    private boolean hasAsked;
    private Feedback agreed = Feedback.NONE;
    private AccurateEcn accurate; // null unless that was agreed on
    private int synField = NOT_ECT; // with which the peer's SYN came
    private boolean echo; // until the peer says that it has reduced its window
    private boolean cwrDue; // on the next new data
    private long reducedAt = -1; // SND.NXT when cwnd was reduced last
    private boolean seen;
    private long marksReceived;

    Ecn(EcnConfig config) {
        this.config = config;
        this.asking = config.ask();
    }

    // ---- 6.1.1 the handshake

    /** What our SYN says. */
    int synFlags() {
        hasAsked |= isAsking();
        return switch (asking) {
            case NONE -> 0;
            case CLASSIC -> SETUP;
            case ACCURATE -> AccurateEcn.ACE;
        };
    }

    private boolean isAsking() {
        return asking != Feedback.NONE;
    }

    /** What our SYN-ACK says, after SYNs crossed, or with Fast Open. */
    int synAckFlags() {
        return synAckFlags(agreed, synField);
    }

    /** @param field the codepoint with which the SYN came */
    static int synAckFlags(Feedback granted, int field) {
        return switch (granted) {
            case NONE -> 0;
            case CLASSIC -> TcpFlags.ECE;
            case ACCURATE -> AccurateEcn.reflection(field);
        };
    }

    /**
     * 6.1.1.1: nobody answers a SYN that has asked; perhaps something on the way does not like it. RFC 9768 3.1.4.1:
     * the first SYN that is sent again still asks for accurate feedback.
     */
    void synUnanswered(int timeouts) {
        int retries = asking == Feedback.ACCURATE ? Math.max(1, config.setupRetries()) : config.setupRetries();
        if (timeouts > retries) asking = Feedback.NONE;
    }

    /** 6.1.1.1: a reset answers it. True if a SYN that does not ask may have better luck. */
    boolean plainSynMayHelp() {
        if (!isAsking() || !config.plainAfterReset()) return false;
        asking = Feedback.NONE;
        return true;
    }

    /** SYNs before the next one have asked, which does so no more. */
    boolean hasGivenUp() {
        return hasAsked && !isAsking();
    }

    /** The peer's SYN-ACK, or a SYN that crossed ours. Who has sent a SYN that did not ask may not use ECN. */
    void synAnswered(Segment syn) {
        if (!isAsking()) return;
        if (!syn.ack()) {
            granted(grant(config.withAccept(asking), syn), syn.ecn(), true);
        } else if (asking == Feedback.ACCURATE && AccurateEcn.isGranted(syn.flags())) {
            agreed = Feedback.ACCURATE;
            accurate = AccurateEcn.afterSynAck(syn);
        } else if ((syn.flags() & SETUP) == TcpFlags.ECE) { // both flags: somebody mirrors ours
            agreed = Feedback.CLASSIC;
        }
    }

    /**
     * What a peer's SYN is granted. One that comes marked and asks for classic feedback has met who does not know these
     * bits; flags of the future are granted accurate feedback (RFC 9768 3.1.2).
     */
    static Feedback grant(EcnConfig config, Segment syn) {
        int flags = syn.flags() & AccurateEcn.ACE;
        if (config.accept() == Feedback.ACCURATE && flags != 0 && flags != SETUP) return Feedback.ACCURATE;
        boolean classic = config.accept() != Feedback.NONE && (flags & SETUP) == SETUP && syn.ecn() == NOT_ECT;
        return classic ? Feedback.CLASSIC : Feedback.NONE;
    }

    /**
     * Our SYN-ACK says so.
     *
     * @param field the codepoint with which the SYN came
     * @param capable all SYNs have asked
     */
    void granted(Feedback feedback, int field, boolean capable) {
        agreed = feedback;
        synField = field;
        if (feedback == Feedback.ACCURATE) accurate = AccurateEcn.afterSyn(capable);
    }

    // ---- 6.1.3 receiving

    /** An acceptable segment came, with text or without: accurate feedback counts them all. */
    void arrived(Segment seg) {
        if (accurate == null) return;
        accurate.arrived(seg);
        seen |= seg.ecn() != NOT_ECT;
        if (seg.ecn() == CE) marksReceived++;
    }

    /** New text came. True if the peer should hear of it at once: congestion began, or it has reacted. */
    boolean textArrived(Segment seg) {
        if (agreed == Feedback.NONE) return false;
        if (accurate != null) return accurate.hasChanged();
        boolean before = echo;
        seen |= seg.ecn() != NOT_ECT;
        if (seg.cwr() || config.proportional()) echo = false;
        if (seg.ecn() == CE) {
            echo = true;
            marksReceived++;
        }
        return seg.cwr() || echo != before;
    }

    /** RFC 8257 3.2: what came before this text is told apart from it, by an ACK of its own. */
    boolean isToldApart(Segment seg) {
        return agreed == Feedback.CLASSIC && config.proportional() && echo != (seg.ecn() == CE);
    }

    /** What every segment with an acknowledgment says. */
    int echoFlags() {
        if (accurate != null) return accurate.flags();
        return echo ? TcpFlags.ECE : 0;
    }

    // ---- 6.1.2 sending

    /** What new data says in the IP header; nothing else is marked (6.1.4 to 6.1.6). */
    int dataCodepoint() {
        if (accurate != null) return accurate.isCapable() ? ECT_0 : NOT_ECT;
        return agreed == Feedback.CLASSIC ? ECT_0 : NOT_ECT;
    }

    /** What all else says, but SYNs and resets. */
    int controlCodepoint() {
        return accurate != null && accurate.isCapable() && config.generalized() ? ECT_0 : NOT_ECT;
    }

    /** What new data says to the receiver. */
    int dataFlags() {
        return cwrDue ? TcpFlags.CWR : 0;
    }

    /** A segment has left; {@code fresh}: with new data. */
    void sent(boolean fresh) {
        if (fresh) cwrDue = false;
        if (accurate != null) accurate.sent();
    }

    /**
     * An acknowledgment was acceptable. Answers how many bytes the peer has seen marked, {@link #ALL} where it only
     * tells that there were some; to be asked once.
     *
     * @param progress it says something new
     */
    long hears(Segment seg, boolean progress, int segmentSize) {
        if (seg.syn()) return 0;
        if (accurate != null) return (long) accurate.take(seg, progress, segmentSize) * segmentSize;
        return agreed == Feedback.CLASSIC && (seg.flags() & TcpFlags.ECE) != 0 ? ALL : 0;
    }

    /**
     * Cwnd was reduced while this position was the next, whatever for. Until data beyond it is acknowledged, which
     * carries CWR, an echo tells of the same congestion.
     */
    void reduced(long nxt) {
        if (agreed == Feedback.NONE) return;
        reducedAt = nxt;
        cwrDue = agreed == Feedback.CLASSIC; // RFC 9768 3.2.2: the flag is part of the counter
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
        return agreed != Feedback.NONE;
    }

    /** Null unless accurate feedback was agreed on. */
    AccurateEcn accurate() {
        return accurate;
    }

    /** The option goes with every segment (RFC 9768 3.2.3). */
    boolean sendsOption() {
        return accurate != null && config.accurateOption() && accurate.sendsOption();
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
