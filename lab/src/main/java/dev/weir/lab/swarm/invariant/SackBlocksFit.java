package dev.weir.lab.swarm.invariant;

import dev.weir.core.event.Event;
import dev.weir.core.event.Event.SegmentSent;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Flow;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/**
 * SACK blocks name data that lies in the window that was offered, beyond the acknowledgment; only the first may report
 * a duplicate (RFC 2883) and lie elsewhere, but never beyond the window.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc2018#section-4 RFC 2018, section 4
 */
public final class SackBlocksFit extends Invariant {
    private final Map<Flow, Long> edges = new HashMap<>(); // the rightmost that was offered
    private SegmentSent last; // the packet that follows is this

    @Override
    public String name() {
        return "sack-blocks-fit";
    }

    @Override
    public String source() {
        return "RFC 2018 4";
    }

    @Override
    public boolean wants(EventKind kind) {
        return kind == EventKind.SEGMENT_SENT;
    }

    @Override
    public void event(Event event) {
        if (!(event instanceof SegmentSent sent)) return;
        var segment = sent.segment();
        last = sent;
        if (segment.has(TcpFlags.SYN)) edges.put(sent.flow(), 0L);
        if (!segment.has(TcpFlags.ACK) || segment.has(TcpFlags.RST)) return;
        edges.merge(sent.flow(), segment.acknowledgment() + segment.windowBytes(), Math::max);
    }

    @Override
    public void sent(long at, MemorySegment bytes, long offset, int length) {
        if (last == null || last.segment().options().sackEdges().length == 0) return;
        boolean ipv4 = Ipv4Header.version(bytes, offset) == 4;
        int protocol = ipv4 ? Ipv4Header.protocol(bytes, offset) : Ipv6Header.nextHeader(bytes, offset);
        long o = offset + (ipv4 ? Ipv4Header.headerLength(bytes, offset) : Ipv6Header.LENGTH);
        if (protocol != IpProtocol.TCP || TcpHeader.sourcePort(bytes, o) != last.flow().localPort()
                || TcpHeader.destinationPort(bytes, o) != last.flow().remotePort()) {
            return;
        }
        check(last, TcpHeader.acknowledgment(bytes, o));
        last = null;
    }

    /** @param wireAck what {@code sent} acknowledges, as on the wire, where its blocks are too */
    void check(SegmentSent sent, int wireAck) {
        int[] blocks = sent.segment().options().sackEdges();
        long edge = edges.getOrDefault(sent.flow(), 0L);
        for (int i = 0; i < blocks.length; i += 2) {
            long left = sent.segment().acknowledgment() + (blocks[i] - wireAck);
            long right = sent.segment().acknowledgment() + (blocks[i + 1] - wireAck);
            String block = "SACK block " + left + ":" + right;
            if (left >= right) broken(sent.at(), sent.flow(), block + " is empty");
            if (right > edge) broken(sent.at(), sent.flow(), block + " lies beyond the offered edge " + edge);
            if (i > 0 && left <= sent.segment().acknowledgment()) {
                broken(sent.at(), sent.flow(), block + " lies below the acknowledgment " + sent.segment().acknowledgment());
            }
        }
    }
}
