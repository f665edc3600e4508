package dev.weir.analysis.conversation;

import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.analysis.capture.Connections;
import dev.weir.analysis.capture.Notice;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.pcap.CaptureRecord;
import java.util.ArrayList;
import java.util.Comparator;
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
    private final Connections<Tracker> connections = new Connections<>();
    /** Those that are open, and those that are not open yet or no more: each in the order of their last packets. */
    private final Silence established = new Silence();
    private final Silence brief = new Silence();
    private final NameLookups lookups = new NameLookups();
    private final Artefacts artefacts = new Artefacts();
    private Judgement judgement = Judgement.ORDINARY;
    private long conversations;
    private int open;
    private long latest = Long.MIN_VALUE;
    private long confirmed = Long.MIN_VALUE;

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
        return open;
    }

    /** What the file shows of how it was captured; final after {@link #end}. */
    public Artefacts artefacts() {
        return artefacts;
    }

    /** The next segment of the file. What is needed is copied: the caller may use it again. */
    public void accept(CapturedSegment s) {
        artefacts.segments++;
        long now = tick(s);
        boolean fromLower = Connections.fromLower(s);
        Tracker tracker = connections.find(s);
        if (tracker != null && s.has(TcpFlags.SYN)
                && tracker.isReusedBy(s, tracker.conversation.isFromClient(fromLower))) {
            complete(tracker);
            tracker = null;
        }
        boolean earlier = tracker != null && tracker.isEarlierView(s, now);
        if (earlier) tracker = replace(tracker, s, now);
        else if (tracker == null) tracker = create(conversations++, s, now);
        else (tracker.brief ? brief : established).remove(tracker);
        boolean fromClient = tracker.conversation.isFromClient(fromLower);
        tracker.accept(s, fromClient, now);
        judgement = tracker.judgement;
        tracker.brief = tracker.isOver();
        (tracker.brief ? brief : established).append(tracker);
    }

    /** What the last segment was for the stream of its sender. */
    public Judgement judgement() {
        return judgement;
    }

    /** An ICMP error that quotes a segment: goes to the conversation of that segment, if it is known. */
    public void accept(Notice.IcmpError error) {
        var tracker = connections.find(
                error.source(), error.sourcePort(), error.destination(), error.destinationPort());
        if (tracker != null) tracker.accept(error);
    }

    /** A question to a name server or its answer: a conversation with an address that it told begins there. */
    public void accept(Notice.NameLookup lookup) {
        lookups.accept(lookup);
    }

    /** The end of the file: hands out what is left, in the order of numbers. */
    public void end() {
        var rest = new ArrayList<Tracker>(open);
        established.forEach(rest::add);
        brief.forEach(rest::add);
        rest.sort(Comparator.comparingLong(tracker -> tracker.conversation.number()));
        rest.forEach(this::complete);
    }

    /** The time of a packet; that of the packet before where it has none. */
    private long tick(CapturedSegment s) {
        long nanos = s.timestampNanos();
        if (nanos == CaptureRecord.NO_TIMESTAMP) return Math.max(latest, 0);
        artefacts.tick(s.interfaceId(), nanos, s.frame());
        // one damaged timestamp in the far future shall not end all conversations: two in a row must agree
        confirmed = Math.max(confirmed, Math.min(latest, nanos));
        latest = nanos;
        expire();
        return nanos;
    }

    private void expire() {
        if (confirmed == Long.MIN_VALUE) return;
        while (!established.isEmpty() && isSilent(established.oldest(), limits.idleNanos())) {
            complete(established.oldest());
        }
        while (!brief.isEmpty() && isSilent(brief.oldest(), limits.closedNanos())) complete(brief.oldest());
    }

    private boolean isSilent(Tracker tracker, long nanos) {
        return confirmed - tracker.lastNanos() > nanos;
    }

    /** The first packet was seen earlier at another interface: the conversation is looked at from there. */
    private Tracker replace(Tracker tracker, CapturedSegment s, long now) {
        remove(tracker);
        var earlier = create(tracker.conversation.number(), s, now);
        earlier.add(tracker);
        return earlier;
    }

    private Tracker create(long number, CapturedSegment s, long now) {
        if (open >= limits.openConversations()) complete(brief.isEmpty() ? established.oldest() : brief.oldest());
        var roles = Conversation.Roles.PORT;
        boolean fromClient = s.sourcePort() >= s.destinationPort();
        if (s.has(TcpFlags.SYN)) {
            fromClient = !s.has(TcpFlags.ACK);
            roles = fromClient ? Conversation.Roles.SYN : Conversation.Roles.SYN_ACK;
        }
        var conversation = new Conversation(number, s, now, fromClient, roles, limits);
        if (roles == Conversation.Roles.SYN) lookups.begin(conversation);
        var tracker = new Tracker(conversation, s, artefacts, limits);
        connections.put(s, tracker);
        open++;
        return tracker;
    }

    private void complete(Tracker tracker) {
        remove(tracker);
        completed.accept(tracker.complete());
    }

    private void remove(Tracker tracker) {
        var conversation = tracker.conversation;
        (tracker.brief ? brief : established).remove(tracker);
        connections.remove(conversation.client().address(), conversation.client().port(),
                conversation.server().address(), conversation.server().port());
        open--;
    }
}
