package dev.weir.lab.drill;

import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Flow;
import dev.weir.core.event.Observer;
import dev.weir.core.event.State;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What has happened in a run, for whoever must find out why it failed. */
final class Chronicle implements Observer {
    /** Rendered when somebody reads them: the numbering may be known only later. */
    private record Entry(long at, Supplier<String> text) {}

    private final long start;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<EventKind, Long> counts = new EnumMap<>(EventKind.class);
    private final Map<Flow, State> states = new HashMap<>();
    private final Map<Flow, Long> textAt = new HashMap<>();
    private Event.Dropped lastDrop;

    /** @param start what the script calls 0 */
    Chronicle(long start) {
        this.start = start;
    }

    @Override
    public boolean wants(EventKind kind) {
        return true;
    }

    @Override
    public void on(Event event) {
        counts.merge(event.kind(), 1L, Long::sum);
        switch (event) {
            case Event.Dropped dropped -> {
                lastDrop = dropped;
                add(event.at(), () -> "  dropped: " + dropped.reason() + " (" + dropped.reason().text() + ")");
            }
            case Event.StateChanged changed -> {
                states.put(changed.flow(), changed.to());
                if (changed.to() == State.ESTABLISHED) textAt.put(changed.flow(), event.at());
                add(event.at(), () -> "  " + changed.from() + " -> " + changed.to() + ": " + changed.trigger());
            }
            case Event.TimerExpired expired ->
                add(event.at(), () -> "  timer " + expired.timer() + " expired, " + expired.count() + " in a row");
            case Event.LossDeclared loss ->
                add(event.at(), () -> "  lost: " + loss.from() + ":" + loss.to() + ", " + loss.how());
            case Event.ConnectionEnded ended -> add(event.at(), () -> "  ended: " + ended.reason());
            case Event.SoftError error ->
                add(event.at(), () -> "  soft error: " + error.what() + ", " + error.detail());
            case Event.SegmentReceived received -> {
                if (received.segment().lengthBytes() > 0) textAt.put(received.flow(), event.at());
            }
            case Event.SegmentSent sent -> add(event.at(), () -> "  sends because: " + sent.cause().text());
            default -> { } // counted only
        }
    }

    void add(long at, Supplier<String> text) {
        entries.add(new Entry(at, text));
    }

    Map<EventKind, Long> counts() {
        return counts;
    }

    /** The state that a connection was last seen to enter, half open or in TIME-WAIT as well. */
    State state(Flow flow) {
        return states.getOrDefault(flow, State.CLOSED);
    }

    /** When the last segment with text came, or the connection was opened; null before. */
    Long textAt(Flow flow) {
        return textAt.get(flow);
    }

    /** "none" before the first. */
    String lastDrop() {
        return lastDrop == null ? "none"
                : lastDrop.reason() + " (" + lastDrop.reason().text() + ") at " + seconds(lastDrop.at() - start);
    }

    /** The last {@code count} entries, one a line. */
    String last(int count) {
        var text = new StringBuilder();
        for (Entry entry : entries.subList(Math.max(0, entries.size() - count), entries.size())) {
            text.append("  ").append(seconds(entry.at() - start)).append("  ").append(entry.text().get()).append('\n');
        }
        return text.toString();
    }

    /** Seconds with as many digits as matter: six, or nine. */
    static String seconds(long nanos) {
        String digits = "%d.%09d".formatted(nanos / 1_000_000_000, nanos % 1_000_000_000);
        return digits.endsWith("000") ? digits.substring(0, digits.length() - 3) : digits;
    }
}
