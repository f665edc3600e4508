package dev.weir.core.tcp;

import dev.weir.core.event.SendCause;
import dev.weir.core.event.State;
import dev.weir.wire.AccurateEcnOption;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOption;
import dev.weir.wire.TcpOptions;

/**
 * What leaves a connection in a flush: data as the {@link Sender} decided, else the ACK that is due, else a keep-alive
 * probe; and what the header of such a segment says, which both halves contribute to.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.10.2 RFC 9293, sections 3.1 and 3.10.2
 */
final class Emission {
    /** Below it, options would leave no room for text. */
    private static final int LEAST_MTU_FOR_COUNTERS = 256;

    private final Connection connection;
    private final KeepAlive keepAlive;
    private boolean linkBlocked;
    private long segmentsSent;

    Emission(Connection connection, KeepAlive keepAlive) {
        this.connection = connection;
        this.keepAlive = keepAlive;
    }

    /** Sends what is due. Answers how it ended; not {@code DONE}: call again. */
    Sender.Flushed flush(long now) {
        linkBlocked = false;
        var outcome = connection.sender().flush(now);
        if (outcome == Sender.Flushed.BLOCKED) return outcome;
        var receiver = connection.receiver();
        if (receiver != null && receiver.acks().due() != null && !acknowledge(receiver.acks().due(), now)) {
            return Sender.Flushed.BLOCKED;
        }
        if (keepAlive.probeDue() && !probe(now)) return Sender.Flushed.BLOCKED;
        if (receiver != null) {
            receiver.buffer().releaseConsumed();
            receiver.settle();
        }
        return outcome;
    }

    /** Sends positions {@code from} to {@code to}; false if the link is blocked. */
    boolean emit(long from, long to, SendCause cause, long firstSentAt, long now) {
        var snd = connection.sender().sequence();
        int flags = connection.state() == State.SYN_SENT ? 0 : TcpFlags.ACK;
        if (from == 0) flags |= TcpFlags.SYN | synEcnFlags();
        if (to > snd.finPosition()) flags |= TcpFlags.FIN;
        boolean text = from > 0 && from < snd.finPosition();
        if (text && isPushed(Math.min(to, snd.finPosition()))) flags |= TcpFlags.PSH;
        // RFC 3168 6.1.4 to 6.1.6: nothing that is sent again, and no probe
        boolean fresh = text && from >= snd.nxt() && cause != SendCause.ZERO_WINDOW_PROBE;
        var ecn = connection.ecn();
        if (from > 0) flags |= ecn.echoFlags();
        if (fresh) flags |= ecn.dataFlags();
        int codepoint = from == 0 ? Ecn.NOT_ECT : fresh ? ecn.dataCodepoint() : ecn.controlCodepoint();
        if (!send(from, to, flags, codepoint, cause, firstSentAt, now)) return false;
        if (from > 0) ecn.sent(fresh);
        if (connection.receiver() != null) connection.receiver().ackSent(text);
        return true;
    }

    /** MUST-61: nothing follows; or it is the end of a record. */
    private boolean isPushed(long end) {
        return end == connection.sendBuffer().tail() || connection.sender().records().isEnd(end);
    }

    private int synEcnFlags() {
        return connection.isSynSent() ? connection.ecn().synFlags() : connection.ecn().synAckFlags();
    }

    private boolean acknowledge(SendCause cause, long now) {
        var snd = connection.sender().sequence();
        boolean fin = repeatsFin();
        int flags = TcpFlags.ACK | (fin ? TcpFlags.FIN : 0) | connection.ecn().echoFlags();
        int codepoint = connection.ecn().controlCodepoint();
        if (!send(fin ? snd.finPosition() : snd.nxt(), snd.nxt(), flags, codepoint, cause, now, now)) return false;
        connection.ecn().sent(false);
        connection.receiver().ackSent(false);
        return true;
    }

    /** Our FIN has left, is not acknowledged, and goes with each ACK. */
    boolean repeatsFin() {
        var snd = connection.sender().sequence();
        return snd.finSent() && !snd.finAcknowledged() && connection.tcp().config().closing().finWithAcks();
    }

    /** SHLD-12: one position back, no data, so that the peer must answer. */
    private boolean probe(long now) {
        if (!emitOld(connection.sender().sequence().nxt() - 1, SendCause.KEEP_ALIVE_PROBE, now)) return false;
        keepAlive.probeSent();
        return true;
    }

    /** An ACK with a number that the peer must find old, and answer; false if the link is blocked. */
    boolean emitOld(long position, SendCause cause, long now) {
        int flags = TcpFlags.ACK | connection.ecn().echoFlags();
        return send(position, position, flags, connection.ecn().controlCodepoint(), cause, now, now);
    }

    private boolean send(long from, long to, int flags, int ecnField, SendCause cause, long firstSentAt, long now) {
        linkBlocked = !connection.tcp().output().segment(connection, from, to, flags, ecnField, cause, firstSentAt, now);
        if (!linkBlocked) segmentsSent++;
        return !linkBlocked;
    }

    /** A {@link Reply} with our acknowledgment is on its way. */
    void answered() {
        segmentsSent++;
        connection.ecn().sent(false);
        connection.receiver().ackSent(false);
    }

    /** The link took nothing the last time. */
    boolean isLinkBlocked() {
        return linkBlocked;
    }

    long segmentsSent() {
        return segmentsSent;
    }

    // ---- what the header says

    /** The window field of a segment that leaves now; a SYN's is never scaled. */
    int windowField(boolean syn) {
        var receiver = connection.receiver();
        if (receiver == null) return Math.min(connection.options().receiveBytes(), 0xffff);
        if (syn) return (int) Math.min(receiver.window().edge() - receiver.sequence().nxt(), 0xffff);
        return receiver.offer();
    }

    /** RCV.NXT on the wire; 0 before the peer's SYN is known. */
    int acknowledgmentField() {
        var receiver = connection.receiver();
        return receiver == null ? 0 : receiver.sequence().wire(receiver.sequence().nxt());
    }

    long acknowledgmentPosition() {
        var receiver = connection.receiver();
        return receiver == null ? 0 : receiver.sequence().nxt();
    }

    boolean hasSackBlocks() {
        var receiver = connection.receiver();
        boolean agreed = connection.negotiated().sack() && connection.state().isSynchronized();
        return receiver != null && agreed && receiver.reassembly().hasSomethingToSay();
    }

    /** Wire edges of the blocks to report; a D-SACK block is reported once. */
    int[] takeSackBlocks() {
        var receiver = connection.receiver();
        return receiver.reassembly().blocks(receiver.sequence(), mostSackBlocks());
    }

    /** Bytes that SACK and Accurate ECN take off a segment's payload now. */
    int optionBytes() {
        int fields = accurateEcnFields();
        return sackOptionBytes() + (fields == 0 ? 0 : (AccurateEcnOption.lengthBytes(fields) + 3) / 4 * 4);
    }

    private int sackOptionBytes() {
        if (!hasSackBlocks()) return 0;
        return 4 + 8 * Math.min(connection.receiver().reassembly().holes() + 1, mostSackBlocks());
    }

    /** How many counters of the Accurate ECN option there is room for beside the other options; 0: it is not sent. */
    int accurateEcnFields() {
        if (!isAccurateEcnSent()) return 0;
        int blocks = hasSackBlocks() ? Math.min(connection.receiver().reassembly().blockCount(), mostSackBlocks()) : 0;
        int room = TcpOption.MAXIMUM_OPTIONS_LENGTH - (connection.negotiated().timestamps() ? 12 : 0)
                - (blocks == 0 ? 0 : 4 + 8 * blocks);
        return Math.min(3, (room - AccurateEcnOption.lengthBytes(0)) / 3);
    }

    private boolean isAccurateEcnSent() {
        return connection.ecn().sendsOption() && connection.pathMtu() >= LEAST_MTU_FOR_COUNTERS;
    }

    private int mostSackBlocks() {
        boolean timestamps = connection.negotiated().timestamps();
        int most = Reassembly.MAXIMUM_BLOCKS - (timestamps ? 1 : 0) - (isAccurateEcnSent() ? 1 : 0);
        return Math.min(most, connection.path().sackBlocks(timestamps));
    }

    /** The options of our SYN or SYN-ACK. */
    TcpOptions synOptions(Negotiated.Offer offer, long now) {
        var timestamps = connection.timestamps();
        return new TcpOptions(offer.saysMss() ? offer.mss() : -1, offer.windowShift(), offer.sack(), offer.timestamps(),
                offer.timestamps() ? timestamps.value(now) : 0, offer.timestamps() ? timestamps.echo() : 0,
                TcpOptions.NONE.sackEdges(), connection.fastOpenOption());
    }
}
