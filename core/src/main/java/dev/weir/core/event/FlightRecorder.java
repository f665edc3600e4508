package dev.weir.core.event;

import dev.weir.wire.TcpFlags;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Remembers the last events of each connection, and tells them when an invariant breaks.
 *
 * {@snippet :
 * var recorder = new FlightRecorder(FlightRecorder.EVENTS, FlightRecorder.CONNECTIONS, System.err::println);
 * var stack = new Stack(config, link, seed, Observer.all(observer, recorder));
 * }
 *
 * <p>It wants every event: a stack without one does not build events that nobody else wants. Every method inside a turn.
 */
public final class FlightRecorder implements Observer {
    /** Enough for a few round trips. */
    public static final int EVENTS = 64;
    /** Whose events are kept; beyond that those of the connection that was quiet for longest are forgotten. */
    public static final int CONNECTIONS = 4096;

    private final int events;
    private final Consumer<String> broken;
    private final Map<Flow, Deque<Event>> recent;

    /**
     * @param events remembered of each connection, at least 1
     * @param connections whose events are remembered, at least 1
     * @param broken gets the {@link #dump} of a connection that ends with {@link CloseReason#INTERNAL_ERROR}; as an
     *     observer it may not call the stack, block or throw
     */
    public FlightRecorder(int events, int connections, Consumer<String> broken) {
        if (events < 1) throw new IllegalArgumentException("events must be at least 1, not " + events);
        if (connections < 1) throw new IllegalArgumentException("connections must be at least 1, not " + connections);
        this.events = events;
        this.broken = broken;
        this.recent = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Flow, Deque<Event>> quietest) {
                return size() > connections;
            }
        };
    }

    @Override
    public boolean wants(EventKind kind) {
        return true;
    }

    @Override
    public void on(Event event) {
        Flow flow = event.flow();
        if (flow == null) return;
        Deque<Event> ring = recent.computeIfAbsent(flow, _ -> new ArrayDeque<>());
        if (ring.size() == events) ring.removeFirst();
        ring.addLast(event);
        if (event instanceof Event.ConnectionEnded ended) {
            if (ended.reason() == CloseReason.INTERNAL_ERROR) broken.accept(dump(flow));
            recent.remove(flow);
        } else if (event instanceof Event.StateChanged changed && changed.to() == State.LISTEN) {
            recent.remove(flow); // a handshake that came to nothing
        }
    }

    /** The last events of a connection that has not ended, oldest first. */
    public List<Event> recent(Flow flow) {
        Deque<Event> ring = recent.get(flow);
        return ring == null ? List.of() : List.copyOf(ring);
    }

    /** The same as text: a line each, with the seconds since the first of them. */
    public String dump(Flow flow) {
        List<Event> ring = recent(flow);
        var text = new StringBuilder("the last ").append(ring.size()).append(" events of ").append(flow);
        for (Event event : ring) {
            text.append(String.format(Locale.ROOT, "%n  %.9f  %s", (event.at() - ring.getFirst().at()) / 1e9, describe(event)));
        }
        return text.toString();
    }

    private static String describe(Event event) {
        return switch (event) {
            case Event.SegmentSent e -> "> " + describe(e.segment()) + ": " + e.cause().text();
            case Event.SegmentReceived e -> "< " + describe(e.segment());
            case Event.Dropped e -> "dropped: " + e.reason().text();
            case Event.StateChanged e -> e.from() + " to " + e.to() + ": " + e.trigger();
            case Event.RttMeasured e -> "round trip of " + e.rttNanos() + " ns: SRTT " + e.srttNanos() + ", RTTVAR "
                    + e.rttvarNanos() + ", RTO " + e.rtoNanos();
            case Event.LossDeclared e -> "lost: " + e.from() + ":" + e.to() + ", " + e.how();
            case Event.WindowChanged e -> "cwnd " + e.cwndBytes() + ", ssthresh " + e.ssthreshBytes() + ", in flight "
                    + e.inFlightBytes() + ": " + e.why();
            case Event.TimerExpired e -> "timer " + e.timer() + ", " + e.count() + " in a row";
            case Event.SenderLimited e -> "limited by " + e.limit();
            case Event.UrgentPending e -> "urgent data up to " + e.mark();
            case Event.SoftError e -> "soft error: " + e.what().text() + ", " + e.detail();
            case Event.NegativeAdvice e -> "R1 passed: " + e.retransmissions() + " retransmissions";
            case Event.ConnectionEnded e -> "ended: " + e.reason().text();
            case Event.FilterDecided e -> "filter: " + e.decision() + ", " + e.rule();
            case Event.FastOpen e -> "Fast Open: " + e.step().text() + (e.bytes() > 0 ? ", " + e.bytes() + " bytes" : "");
            case Event.PacketImpaired e -> "packet " + e.packet() + ": " + e.decision() + ", " + e.rule();
        };
    }

    private static String describe(SegmentView segment) {
        var text = new StringBuilder(TcpFlags.text(segment.flags())).append(' ').append(segment.sequence()).append(':')
                .append(segment.sequence() + segment.lengthBytes());
        if (segment.has(TcpFlags.ACK)) text.append(" ack ").append(segment.acknowledgment());
        return text.append(" win ").append(segment.windowBytes()).toString();
    }
}
