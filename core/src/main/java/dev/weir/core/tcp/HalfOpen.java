package dev.weir.core.tcp;

import dev.weir.core.config.EcnConfig.Feedback;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Flow;
import dev.weir.core.event.SendCause;
import dev.weir.core.event.State;
import dev.weir.core.time.Deadline;
import dev.weir.core.time.Timer;
import dev.weir.wire.AccurateEcnOption;
import dev.weir.wire.FastOpenOption;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOptions;

/**
 * SYN-RECEIVED of a passive open (MUST-11): as little as a SYN from anywhere may make us keep. The handshake's last ACK
 * turns it into a {@link Connection}; data in the SYN is not acknowledged, so it comes again.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.10.7.4 RFC 9293, section 3.10.7.4; RFC 4987
 */
final class HalfOpen extends Timer implements TcpEndpoint.OfFlow {
    private final Tcp tcp;
    private final Listener listener;
    private final Flow flow;
    private final SendSequence snd;
    private final ReceiveSequence rcv;
    private final Negotiated.Offer offer;
    private final TcpOptions peerOptions;
    private final int peerWindow;
    private final Timestamps timestamps;
    private final long startedAt;
    private final TimeWait before; // whose place it took; null: nobody's
    private int retries;
    private Feedback ecn; // granted
    private int synField; // codepoint with which the SYN came
    private boolean capable = true; // all SYNs have asked for ECN
    private boolean answeredAgain; // so that nobody knows which SYN-ACK is acknowledged

    HalfOpen(Tcp tcp, Listener listener, Flow flow, int iss, Segment syn, Negotiated.Offer offer,
            FastOpenOption fastOpen, TimeWait before, long now) {
        this.tcp = tcp;
        this.listener = listener;
        this.flow = flow;
        this.snd = new SendSequence(iss, 0);
        this.rcv = new ReceiveSequence(syn.initial(), 1);
        this.offer = offer;
        this.peerOptions = syn.options();
        this.peerWindow = syn.window();
        this.timestamps = new Timestamps(tcp.initialSequence().timestampOffset(flow));
        this.startedAt = now;
        this.before = before;
        this.ecn = Ecn.grant(tcp.config().ecn(), syn);
        this.synField = syn.ecn();
        if (offer.timestamps()) timestamps.take(syn.options().tsVal(), now);
        snd.advance(1);
        answer(SendCause.SYN_ACK, fastOpen, now);
        arm(now);
    }

    @Override
    public Flow flow() {
        return flow;
    }

    long startedAt() {
        return startedAt;
    }

    Listener listener() {
        return listener;
    }

    /** Scale of the windows that the peer offers. */
    int sendShift() {
        return offer.windowShift() < 0 ? 0 : Math.min(peerOptions.windowScale(), Negotiated.MAXIMUM_SHIFT);
    }

    ReceiveSequence receiveSequence() {
        return rcv;
    }

    SendSequence sendSequence() {
        return snd;
    }

    /** The steps of 3.10.7.4 as far as they concern SYN-RECEIVED. */
    DropReason receive(Segment seg, long now) {
        if (seg.syn() && !seg.ack() && !seg.rst() && seg.seq() == 0) { // the peer did not hear our SYN-ACK
            answeredAgain = true;
            askedAgain(seg);
            answer(SendCause.SYN_ACK_RETRANSMISSION, now);
            return DropReason.HANDSHAKE_DUPLICATE;
        }
        if (offer.timestamps() && !seg.rst() && timestamps.isOld(seg, now)) {
            acknowledge(SendCause.ACK_OLD_TIMESTAMP, now);
            return DropReason.OLD_TIMESTAMP;
        }
        boolean missing = offer.timestamps() && !seg.rst() && !seg.options().hasTimestamps();
        if (missing && tcp.config().security().timestampsRequired()) return DropReason.NO_TIMESTAMP; // RFC 7323 3.2
        long edge = 1 + Math.min(listener.options().receiveBytes(), 0xffff); // first: sequence number
        boolean inWindow = seg.seq() >= 1 && seg.seq() < edge || seg.seq() < 1 && seg.end() - 1 >= 1;
        if (!inWindow) {
            if (!seg.rst()) acknowledge(SendCause.ACK_UNACCEPTABLE, now);
            return DropReason.OUTSIDE_WINDOW;
        }
        if (seg.rst()) { // second: back to LISTEN, without a word to the application (MUST-11)
            if (seg.seq() != 1 && tcp.config().security().challengeAcks()) {
                if (tcp.challenges().grant(now)) acknowledge(SendCause.CHALLENGE_ACK, now);
                return DropReason.RESET_NOT_EXACT;
            }
            end("RST received", now);
            return DropReason.CONNECTION_ENDED;
        }
        if (seg.syn()) { // fourth: back to LISTEN, where the peer's next SYN is heard
            end("SYN received", now);
            return DropReason.CONNECTION_ENDED;
        }
        if (!seg.ack()) return DropReason.NO_ACK; // fifth
        if (seg.ackNumber() != 1) {
            tcp.replies().add(new Reply(flow, snd.wire(seg.ackNumber()), 0, TcpFlags.RST, 0, TcpOptions.NONE, 0,
                    listener.options().timeToLive(), SendCause.RESET_HALF_OPEN, seg.ackNumber(), 0, 0));
            return DropReason.UNACCEPTABLE_ACK;
        }
        return complete(seg, now);
    }

    private DropReason complete(Segment seg, long now) {
        if (!listener.hasRoom() || !tcp.endpoints().hasRoomForConnection()) {
            if (tcp.config().handshake().abortOnOverflow()) {
                tcp.replies().add(new Reply(flow, snd.wire(1), 0, TcpFlags.RST, 0, TcpOptions.NONE, 0,
                        listener.options().timeToLive(), SendCause.RESET, 1, 0, 0));
                end("accept queue full", now);
            }
            return DropReason.ACCEPT_QUEUE_FULL; // the peer's data, or our SYN-ACK, brings the ACK again
        }
        tcp.timers().arm(this, Deadline.NEVER);
        tcp.endpoints().halfOpenEnded(this);
        long rtt = retries == 0 && !answeredAgain ? now - startedAt : -1;
        var connection = tcp.handshakes().complete(flow, snd.iss(), rcv.irs(), offer, peerOptions, peerWindow, listener, rtt,
                retries, now);
        connection.ecn().granted(ecn, synField, capable);
        return SegmentArrives.at(connection, seg, now);
    }

    @Override
    protected void expired(long now) {
        if (retries >= tcp.config().handshake().synAckRetries()) {
            end("no answer to our SYN-ACK", now);
            return;
        }
        retries++;
        answer(SendCause.SYN_ACK_RETRANSMISSION, now);
        arm(now);
    }

    private void arm(long now) {
        long initial = tcp.config().rto().initial().toNanos();
        long rto = Math.min(initial << Math.min(retries, 20), tcp.config().rto().maximum().toNanos());
        tcp.timers().arm(this, Deadline.after(now, rto));
    }

    /** Frees the slot. */
    void end(String trigger, long now) {
        tcp.timers().arm(this, Deadline.NEVER);
        tcp.endpoints().halfOpenEnded(this);
        tcp.stateChanged(flow, State.SYN_RECEIVED, State.LISTEN, trigger, now);
        if (before != null) before.restore(now);
    }

    private void answer(SendCause cause, long now) {
        answer(cause, FastOpenOption.ABSENT, now);
    }

    private void answer(SendCause cause, FastOpenOption fastOpen, long now) {
        // RFC 9768 3.1.4.2 and 3.2.3.2.2: something on the way may not like the option, or the flags
        boolean first = cause == SendCause.SYN_ACK;
        if (ecn == Feedback.ACCURATE && retries > 1) ecn = Feedback.NONE;
        boolean counts = ecn == Feedback.ACCURATE && first && tcp.config().ecn().accurateOption();
        tcp.replies().add(tcp.handshakes().synAck(flow, snd.iss(), rcv.irs(), offer, timestamps,
                Ecn.synAckFlags(ecn, synField), counts ? AccurateEcn.firstOption() : AccurateEcnOption.ABSENT, fastOpen,
                listener.options(), cause, now));
    }

    /** RFC 3168 6.1.1: one SYN without the request is enough to do without; 9768 3.1.5: or not to be marked. */
    private void askedAgain(Segment syn) {
        synField = syn.ecn();
        if (Ecn.grant(tcp.config().ecn(), syn) == ecn) return;
        capable = false;
        if (ecn == Feedback.CLASSIC) ecn = Feedback.NONE;
    }

    private void acknowledge(SendCause cause, long now) {
        var options = offer.timestamps()
                ? new TcpOptions(-1, -1, false, true, timestamps.value(now), timestamps.echo(), TcpOptions.NONE.sackEdges())
                : TcpOptions.NONE;
        int receiveShift = Math.max(0, offer.windowShift());
        int window = Math.min(listener.options().receiveBytes(), 0xffff) >> receiveShift;
        tcp.replies().add(new Reply(flow, snd.wire(1), rcv.wire(1), TcpFlags.ACK, window, options,
                listener.options().trafficClass(), listener.options().timeToLive(), cause, 1, 1,
                (long) window << receiveShift));
    }
}
