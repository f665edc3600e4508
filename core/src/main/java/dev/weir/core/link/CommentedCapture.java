package dev.weir.core.link;

import dev.weir.core.event.Event;
import dev.weir.core.event.Event.Dropped;
import dev.weir.core.event.Event.PacketImpaired;
import dev.weir.core.event.Event.SegmentSent;
import dev.weir.core.event.Event.StateChanged;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Observer;
import dev.weir.core.time.Nanos;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins the packets of a {@link CapturedLink} with the events of its stack, so that a capture says why: what a
 * retransmission was caused by, what the road did, why a packet was dropped, which state it led to.
 *
 * <p>Some of that is known before the packet passes (why it is sent, how it was impaired), the rest after (how it was
 * received). So each packet is held until the next one passes, or {@link #flush}. The captured link must be the outer
 * one: {@code new CapturedLink(new ImpairedLink(...), capture)}.
 *
 * <p>One stack, inside its turn.
 */
public final class CommentedCapture implements PacketSink, Observer {
    private final CapturedPacketConsumer target;
    private final MemorySegment bytes = MemorySegment.ofArray(new byte[65535]);
    private int length; // of the held packet; 0: none
    private boolean outbound;
    private long at;
    private final List<String> comments = new ArrayList<>();
    private String cause; // of the segment that is about to be sent; null: nothing to say
    private final List<String> beforeOutbound = new ArrayList<>();
    private final List<String> beforeInbound = new ArrayList<>();

    public CommentedCapture(CapturedPacketConsumer target) {
        this.target = target;
    }

    @Override
    public void packet(boolean outbound, long at, MemorySegment bytes, long offset, int length) {
        flush();
        MemorySegment.copy(bytes, offset, this.bytes, 0, length);
        this.length = length;
        this.outbound = outbound;
        this.at = at;
        var before = outbound ? beforeOutbound : beforeInbound;
        if (outbound && cause != null) comments.add(cause);
        comments.addAll(before);
        before.clear();
        if (outbound) cause = null;
    }

    /** When the packet passed that is held; {@link Long#MAX_VALUE} without one. */
    public long heldSince() {
        return length == 0 ? Long.MAX_VALUE : at;
    }

    /** Passes on the packet that is held. At the end of a capture, and when somebody wants to see all there is. */
    public void flush() {
        if (length == 0) return;
        target.packet(outbound, at, bytes, 0, length, List.copyOf(comments));
        length = 0;
        comments.clear();
    }

    @Override
    public boolean wants(EventKind kind) {
        return switch (kind) {
            case SEGMENT_SENT, DROPPED, STATE_CHANGED, PACKET_IMPAIRED -> true;
            default -> false;
        };
    }

    @Override
    public void on(Event event) {
        switch (event) {
            case SegmentSent sent -> cause = cause(sent);
            case PacketImpaired impaired -> impaired(impaired);
            case Dropped dropped -> {
                if (justReceived(dropped.at())) comments.add("dropped: " + dropped.reason().text());
            }
            case StateChanged changed -> stateChanged(changed);
            default -> { }
        }
    }

    private void impaired(PacketImpaired impaired) {
        String comment = impaired.decision() + ": " + impaired.rule();
        if (impaired.outbound()) {
            beforeOutbound.add(comment);
        } else if (!impaired.decision().equals("dropped")) { // what is lost on the way here is not in this capture
            beforeInbound.add(comment);
        }
    }

    /**
     * A change that a packet caused belongs to it; one that the application or a timer caused, to what is sent
     * next.
     */
    private void stateChanged(StateChanged changed) {
        String comment = changed.from() + " to " + changed.to() + ": " + changed.trigger();
        if (justReceived(changed.at())) {
            comments.add(comment);
        } else {
            beforeOutbound.add(comment);
        }
    }

    private boolean justReceived(long at) {
        return length > 0 && !outbound && this.at == at;
    }

    private static String cause(SegmentSent sent) {
        return switch (sent.cause()) {
            case DATA, SYN, SYN_ACK, HANDSHAKE_ACK, FIN, ACK_DELAYED, ACK_EVERY_SECOND, ACK_QUICK, ACK_OF_FIN -> null;
            default -> sent.cause().isRetransmission() && sent.firstSentAt() < sent.at()
                    ? sent.cause().text() + ", first sent " + Nanos.text(sent.at() - sent.firstSentAt()) + " before"
                    : sent.cause().text();
        };
    }
}
