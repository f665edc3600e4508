package dev.weir.analysis;

import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.Event.Dropped;
import dev.weir.core.event.Event.PacketImpaired;
import dev.weir.core.event.Event.SegmentReceived;
import dev.weir.core.event.Event.SegmentSent;
import dev.weir.core.event.Flow;
import dev.weir.core.event.SegmentView;
import dev.weir.core.event.SendCause;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Puts together what two hosts reported separately, in one pass over their events.
 *
 * <p>A segment that was sent stays on its way until the other host reports the same one received, or the link reports
 * that it took it away. A link reports an outgoing packet right after the host reports the segment in it, and an
 * arriving one right before; a host reports why it drops a segment right after it reports it received.
 */
final class Join {
    private static final Set<DropReason> SPOILT = EnumSet.of(DropReason.TRUNCATED, DropReason.BAD_VERSION,
            DropReason.BAD_HEADER_LENGTH, DropReason.BAD_TOTAL_LENGTH, DropReason.BAD_IP_CHECKSUM,
            DropReason.BAD_TCP_HEADER, DropReason.BAD_TCP_CHECKSUM);

    private final String client;
    private final String server;
    private final Flow flow;
    private final Set<Side> observed = EnumSet.noneOf(Side.class);
    private final Map<Side, Deque<Draft>> onTheWay = new EnumMap<>(Side.class);
    private final Map<Side, TreeMap<Long, Draft>> sentBefore = new EnumMap<>(Side.class);
    private final Map<Side, Draft> lastSent = new EnumMap<>(Side.class);
    private final Map<Side, Draft> lastArrived = new EnumMap<>(Side.class);
    private final List<Supplier<Moment>> found = new ArrayList<>();
    private int passages;

    Join(String client, String server, Flow flow) {
        this.client = client;
        this.server = server;
        this.flow = flow;
        for (var side : Side.values()) {
            onTheWay.put(side, new ArrayDeque<>());
            sentBefore.put(side, new TreeMap<>());
        }
    }

    /** All moments of the connection, in order of time. */
    List<Moment> all(List<Recording.Entry> entries) {
        for (var entry : entries) {
            var side = side(entry.host());
            if (side != null) observed.add(side);
        }
        for (var entry : entries) {
            var side = side(entry.host());
            if (side != null) take(side, entry.event());
        }
        var moments = new ArrayList<Moment>(found.size());
        for (var moment : found) moments.add(moment.get());
        moments.sort(Comparator.comparingLong(Moment::at)); // stable
        return moments;
    }

    private Side side(String host) {
        return host.equals(client) ? Side.CLIENT : host.equals(server) ? Side.SERVER : null;
    }

    private void take(Side side, Event event) {
        var seen = flowOf(event);
        boolean ours = seen != null && flow.equals(side == Side.CLIENT ? seen : seen.reversed());
        switch (event) {
            // what the link says next is about the segment just sent, whose ever it is
            case SegmentSent sent -> lastSent.put(side, ours ? sent(side, sent) : null);
            case SegmentReceived received -> lastArrived.put(side, ours ? received(side, received) : null);
            case PacketImpaired impaired when impaired.outbound() -> impaired(lastSent.get(side), impaired);
            case PacketImpaired impaired when observed.contains(side.other()) ->
                    impaired(onTheWay.get(side.other()).peekFirst(), impaired);
            case PacketImpaired impaired -> lostUnseen(side.other(), impaired);
            case Dropped dropped -> dropped(side, dropped, ours);
            default -> {
                if (ours) found.add(() -> new Occurrence(side, event));
            }
        }
    }

    /** Null where the event names none. */
    private static Flow flowOf(Event event) {
        return switch (event) {
            case SegmentSent e -> e.flow();
            case SegmentReceived e -> e.flow();
            case Dropped e -> e.flow();
            case PacketImpaired _ -> null;
            case Event.StateChanged e -> e.flow();
            case Event.RttMeasured e -> e.flow();
            case Event.LossDeclared e -> e.flow();
            case Event.WindowChanged e -> e.flow();
            case Event.TimerExpired e -> e.flow();
            case Event.SenderLimited e -> e.flow();
            case Event.UrgentPending e -> e.flow();
            case Event.SoftError e -> e.flow();
            case Event.NegativeAdvice e -> e.flow();
            case Event.ConnectionEnded e -> e.flow();
            case Event.FilterDecided e -> e.flow();
            case Event.FastOpen e -> e.flow();
        };
    }

    private Draft sent(Side side, SegmentSent event) {
        var draft = draft(side, event.at(), event.segment(), Optional.of(event.cause()));
        if (observed.contains(side.other())) onTheWay.get(side).addLast(draft);
        return draft;
    }

    private Draft received(Side side, SegmentReceived event) {
        var draft = observed.contains(side.other()) ? arriving(side.other(), event.segment()) : null;
        if (draft == null) draft = draft(side.other(), event.at(), event.segment(), Optional.empty());
        if (draft.arrivedAt == Passage.NEVER) draft.arrivedAt = event.at();
        return draft;
    }

    private Draft draft(Side side, long at, SegmentView segment, Optional<SendCause> cause) {
        Draft repeats = null;
        long from = segment.sequence();
        if (Passage.end(segment) > from) {
            var before = sentBefore.get(side).floorEntry(from);
            if (before != null && Passage.end(before.getValue().segment) > from) repeats = before.getValue();
        }
        var draft = new Draft(++passages, side, at, segment, cause, repeats);
        if (Passage.end(segment) > from) sentBefore.get(side).put(from, draft);
        found.add(draft);
        return draft;
    }

    /** The oldest one on its way that looks like this; numbers count unless one end did not know the connection yet. */
    private Draft arriving(Side from, SegmentView segment) {
        for (boolean exactly : new boolean[] {true, false}) {
            for (Iterator<Draft> all = onTheWay.get(from).iterator(); all.hasNext(); ) {
                var draft = all.next();
                if (!isSame(draft.segment, segment, exactly)) continue;
                if (!draft.was("duplicated") || draft.arrivedAt != Passage.NEVER) all.remove();
                return draft;
            }
        }
        return null;
    }

    private static boolean isSame(SegmentView sent, SegmentView received, boolean exactly) {
        return sent.flags() == received.flags()
                && sent.lengthBytes() == received.lengthBytes()
                && sent.options().equals(received.options())
                && (!exactly || sent.sequence() == received.sequence()
                        && sent.acknowledgment() == received.acknowledgment());
    }

    private void impaired(Draft draft, PacketImpaired decision) {
        if (draft == null) return;
        draft.decisions.add(decision);
        if (draft.was("dropped")) onTheWay.get(draft.side).removeLastOccurrence(draft);
    }

    /** Of a packet that nobody else reports there is nothing but its loss. */
    private void lostUnseen(Side from, PacketImpaired decision) {
        if (Passage.isDrop(decision)) found.add(() -> new Occurrence(from, decision));
    }

    private void dropped(Side side, Dropped event, boolean ours) {
        if (SPOILT.contains(event.reason())) {
            for (Iterator<Draft> all = onTheWay.get(side.other()).iterator(); all.hasNext(); ) {
                var draft = all.next();
                if (!draft.was("corrupted")) continue;
                draft.dropped = event.reason();
                all.remove();
                return;
            }
        }
        var draft = lastArrived.get(side);
        if (!ours || draft == null) return;
        // the second copy of a packet is dropped because the first was used
        if (!draft.was("duplicated") || draft.arrivedAt == event.at()) draft.dropped = event.reason();
    }

    /** A passage that is still being put together. */
    private static final class Draft implements Supplier<Moment> {
        final int number;
        final Side side;
        final long sentAt;
        final SegmentView segment;
        final Optional<SendCause> cause;
        final Draft repeats;
        final List<PacketImpaired> decisions = new ArrayList<>(0);
        long arrivedAt = Passage.NEVER;
        DropReason dropped = DropReason.NONE;
        private Passage passage;

        Draft(int number, Side side, long sentAt, SegmentView segment, Optional<SendCause> cause, Draft repeats) {
            this.number = number;
            this.side = side;
            this.sentAt = sentAt;
            this.segment = segment;
            this.cause = cause;
            this.repeats = repeats;
        }

        boolean was(String decision) {
            return decisions.stream().anyMatch(made -> made.decision().startsWith(decision));
        }

        /** Finished; asked in order of sending, so that what it repeats is finished too. */
        @Override
        public Passage get() {
            passage = new Passage(number, side, sentAt, arrivedAt, segment, cause,
                    Optional.ofNullable(repeats).map(draft -> draft.passage), decisions, dropped);
            return passage;
        }
    }
}
