package dev.weir.analysis.conversation;

import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.analysis.capture.Connections;
import dev.weir.analysis.capture.Notice;
import dev.weir.wire.TcpFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rebuilds the connections of a capture, in one pass. Takes its segments in the order of the file and hands out each
 * conversation when it is complete: closed and silent since, idle for long, its ports used anew, or at the end.
 *
 * <pre>{@code
 * var reader = new SegmentReader();
 * var table = new ConversationTable(Limits.DEFAULT, conversation -> System.out.println(conversation));
 * for (var record = decoder.next(); !(record instanceof CaptureRecord.End); record = decoder.next()) {
 *     if (record instanceof CaptureRecord.Packet packet && reader.read(packet)) table.accept(reader.segment());
 * }
 * table.end();
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class ConversationTable {
    private final Limits limits;
    private final Consumer<Conversation> completed;
    private final Connections<Conversation> connections = new Connections<>();
    private final List<Conversation> open = new ArrayList<>();
    private final Artefacts artefacts = new Artefacts();
    private long conversations;

    /** @param completed takes each conversation once; called from {@link #accept} and {@link #end} */
    public ConversationTable(Limits limits, Consumer<Conversation> completed) {
        this.limits = limits;
        this.completed = completed;
    }

    /** Conversations found so far. */
    public long conversations() {
        return conversations;
    }

    /** Conversations held now. */
    public int open() {
        return open.size();
    }

    /** What the file shows of how it was captured; final after {@link #end}. */
    public Artefacts artefacts() {
        return artefacts;
    }

    /** The next segment of the file. Copied from; the caller may use it again. */
    public void accept(CapturedSegment s) {
        artefacts.segments++;
        boolean fromLower = Connections.fromLower(s);
        Conversation conversation = connections.find(s);
        if (conversation == null) {
            conversation = create(s);
            connections.put(s, conversation);
            open.add(conversation);
        }
        boolean fromClient = conversation.isFromClient(fromLower);
        var half = conversation.from(fromClient);
        half.segments++;
        half.lastFrame = s.frame();
        half.lastNanos = s.timestampNanos();
        half.bytes += s.lengthBytes();
        half.wireBytes += s.packetLengthBytes();
        if (s.lengthBytes() > 0 && half.firstDataFrame == 0) {
            half.firstDataFrame = s.frame();
            half.firstDataNanos = s.timestampNanos();
            half.firstBytes(s.text(Half.FIRST_BYTES));
        }
        conversation.seen(s.frame(), s.timestampNanos());
    }

    /** An ICMP error that quotes a segment. */
    public void accept(Notice.IcmpError error) {
        for (var conversation : open) {
            if (conversation.client().address().equals(error.source())) conversation.icmpError(error);
        }
    }

    /** The end of the file: hands out what is left, in the order of numbers. */
    public void end() {
        open.forEach(completed);
        open.clear();
    }

    private Conversation create(CapturedSegment s) {
        var roles = Conversation.Roles.PORT;
        boolean fromClient = s.sourcePort() > s.destinationPort();
        if (s.has(TcpFlags.SYN)) {
            fromClient = !s.has(TcpFlags.ACK);
            roles = fromClient ? Conversation.Roles.SYN : Conversation.Roles.SYN_ACK;
        }
        return new Conversation(conversations++, s, fromClient, roles, limits);
    }
}
