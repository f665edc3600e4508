package dev.weir.analysis;

import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.Flow;
import dev.weir.core.tcp.Admission;
import dev.weir.wire.TcpFlags;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A connection as a ladder: time down, the client's rail on the left, the server's on the right, each segment an arrow
 * from the rail of its sender at the time of its sending, and what happened beside it.
 *
 * <pre>
 *     time client                              server
 * 0.000000 |-- S seq 0 win 64240 ---------------&gt;|  connection request
 * 0.020000 |                       [SYN-RECEIVED]|  SYN received
 * </pre>
 *
 * <p>Below 100 columns the acknowledgment and the window of a segment with data are shown where they changed.
 */
public final class Ladder {
    /** Below this nothing sensible can be shown: narrower terminals wrap. */
    public static final int NARROWEST = 80;

    private static final int NARROW_LANE = 34;
    private static final int WIDE_LANE = 48;
    private static final int WIDE_FROM = 100;
    private static final long UINT32_MAX = 0xffff_ffffL;
    /** Runs of at most so many ordinary segments are shown as they are. */
    private static final int UNFOLDED = 3;

    private final Timeline timeline;
    private final Narration narration;
    private final boolean full;
    private final boolean wide;
    private final int lane;
    private final int timeWidth;
    private final int noteWidth;
    private final List<Line> lines = new ArrayList<>();
    private final Map<Side, Last> last = new EnumMap<>(Side.class);
    private final Map<Side, Long> cwnd = new EnumMap<>(Side.class);
    private final Map<Side, Long> ssthresh = new EnumMap<>(Side.class);

    /** How a line may be set off where colours are shown; its text says the same without. */
    public enum Tone { HEADING, PLAIN, CONTROL, STATE, LOST, REPEATED, FOLDED }

    /** One line of at most as many columns as were asked for, without line end. */
    public record Line(Tone tone, String text) {}

    /** What a side's previous segment said. */
    private record Last(long acknowledgment, long windowBytes) {}

    private Ladder(Timeline timeline, int columns, boolean full) {
        int width = Math.max(columns, NARROWEST);
        this.timeline = timeline;
        this.narration = Narration.of(timeline);
        this.full = full;
        this.wide = width >= WIDE_FROM;
        this.lane = wide ? WIDE_LANE : NARROW_LANE;
        this.timeWidth = timeline.moments().isEmpty() ? 8 : time(timeline.moments().getLast().at()).length();
        this.noteWidth = width - timeWidth - 1 - lane - 2 - 2;
        for (var side : Side.values()) last.put(side, new Last(-1, -1));
    }

    /**
     * @param columns of the terminal; at least {@link #NARROWEST} are taken
     * @param full every segment, instead of one line for many ordinary ones in a row
     */
    public static List<Line> of(Timeline timeline, int columns, boolean full) {
        var ladder = new Ladder(timeline, columns, full);
        ladder.draw();
        return ladder.lines;
    }

    /** These moments alone, without a heading; segments and what {@link #of} would show on a line of its own. */
    public static List<Line> excerpt(Timeline timeline, int columns, List<? extends Moment> moments) {
        var ladder = new Ladder(timeline, columns, true);
        moments.forEach(ladder::show);
        return ladder.lines;
    }

    private void draw() {
        heading();
        var run = new ArrayList<Moment>();
        for (var moment : timeline.moments()) {
            if (isFoldable(moment)) {
                run.add(moment);
            } else {
                fold(run);
                show(moment);
            }
        }
        fold(run);
    }

    private void heading() {
        var flow = timeline.flow();
        lines.add(new Line(Tone.HEADING, (" ".repeat(timeWidth - 4) + "time "
                + spread(timeline.client(), timeline.server()) + "  what happened").stripTrailing()));
        lines.add(new Line(Tone.HEADING, " ".repeat(timeWidth + 1)
                + spread(Flow.endpoint(flow.local(), flow.localPort()), Flow.endpoint(flow.remote(), flow.remotePort()))));
        lines.add(new Line(Tone.STATE, " ".repeat(timeWidth + 1)
                + spread(firstState(Side.CLIENT), firstState(Side.SERVER)) + "  before"));
    }

    private String firstState(Side side) {
        for (var occurrence : timeline.occurrences()) {
            if (occurrence.side() == side && occurrence.event() instanceof Event.StateChanged change) {
                return "[" + change.from() + "]";
            }
        }
        return "|";
    }

    /** Left and right over the rails; on two ends of one line, or with one space between where they meet. */
    private String spread(String left, String right) {
        return left + " ".repeat(Math.max(1, lane + 2 - left.length() - right.length())) + right;
    }

    private boolean isFoldable(Moment moment) {
        return switch (moment) {
            case Passage passage -> !full && !narration.isNotable(passage);
            case Occurrence occurrence -> !isShown(occurrence);
        };
    }

    private boolean isShown(Occurrence occurrence) {
        return switch (occurrence.event()) {
            case Event.StateChanged _, Event.UrgentPending _, Event.SoftError _, Event.NegativeAdvice _,
                    Event.PacketImpaired _ -> true;
            case Event.FilterDecided decided -> !decided.decision().equals(Admission.Action.ALLOW.name());
            case Event.ConnectionEnded ended -> ended.reason() != CloseReason.CLOSED;
            case Event.WindowChanged change -> isCutBack(occurrence.side(), change);
            default -> false;
        };
    }

    /** The sender has taken a loss as a sign to slow down (RFC 5681 3.1, equation 4). */
    private boolean isCutBack(Side side, Event.WindowChanged change) {
        Long before = ssthresh.put(side, change.ssthreshBytes());
        return before != null && change.ssthreshBytes() < before;
    }

    private void show(Moment moment) {
        switch (moment) {
            case Passage passage -> arrow(passage);
            case Occurrence occurrence -> occurrence(occurrence);
        }
    }

    private void occurrence(Occurrence occurrence) {
        var side = occurrence.side();
        remember(occurrence);
        switch (occurrence.event()) {
            case Event.StateChanged change ->
                    line(change.at(), Tone.STATE, onRail(side, "[" + change.to() + "]"), trigger(change.trigger()));
            case Event.WindowChanged change ->
                    line(change.at(), Tone.STATE, beside(side, congestion(change)), change.why());
            case Event.PacketImpaired impaired -> line(impaired.at(), Tone.LOST,
                    shaft(side, "packet " + impaired.packet(), '-', true), "lost: " + impaired.rule());
            case Event.UrgentPending urgent ->
                    line(urgent.at(), Tone.STATE, beside(side, "urgent data up to " + urgent.mark()), "");
            case Event.SoftError error -> line(error.at(), Tone.LOST, beside(side, error.what().text()), error.detail());
            case Event.NegativeAdvice advice -> line(advice.at(), Tone.LOST, beside(side, "path may be dead"),
                    Quantity.count(advice.retransmissions(), "retransmission"));
            case Event.FilterDecided decided ->
                    line(decided.at(), Tone.STATE, beside(side, decided.decision()), decided.rule());
            case Event.ConnectionEnded ended -> line(ended.at(), Tone.LOST, beside(side, "ended"), ended.reason().text());
            default -> { } // not shown
        }
    }

    /** Before the first loss ssthresh is "arbitrarily high" (RFC 5681 3.1). */
    private static String congestion(Event.WindowChanged change) {
        String cwnd = "cwnd " + Quantity.bytes(change.cwndBytes());
        return change.ssthreshBytes() > UINT32_MAX ? cwnd : cwnd + ", ssthresh " + Quantity.bytes(change.ssthreshBytes());
    }

    /** User calls are in capitals, as RFC 9293 3.9.1 has them. */
    private static String trigger(String text) {
        return text.equals(text.toUpperCase(Locale.ROOT)) && text.matches("[A-Z]+") ? "application calls " + text : text;
    }

    private void fold(List<Moment> run) {
        var passages = run.stream().filter(Passage.class::isInstance).map(Passage.class::cast).toList();
        if (passages.size() <= UNFOLDED) {
            passages.forEach(this::arrow);
            run.forEach(this::remember);
        } else {
            folded(run, passages);
        }
        run.clear();
    }

    private void folded(List<Moment> run, List<Passage> passages) {
        var bytes = new EnumMap<Side, Long>(Side.class);
        int data = 0;
        for (var passage : passages) {
            bytes.merge(passage.side(), (long) passage.segment().lengthBytes(), Long::sum);
            if (passage.segment().lengthBytes() > 0) data++;
            remember(passage);
        }
        int acks = passages.size() - data;
        long lost = passages.stream().filter(passage -> passage.fate() == Passage.Fate.LOST).count();
        long total = bytes.values().stream().mapToLong(Long::longValue).sum();
        var mostly = total == 0 ? passages.getFirst().side()
                : bytes.getOrDefault(Side.CLIENT, 0L) > bytes.getOrDefault(Side.SERVER, 0L) ? Side.CLIENT : Side.SERVER;
        String acknowledgments = Quantity.count(acks, "ACK") + (lost > 0 ? " (" + lost + " lost)" : "");
        String text = data == 0 ? acknowledgments : Quantity.count(data, "segment") + ", " + Quantity.bytes(total);
        var notes = new ArrayList<String>();
        if (data > 0 && acks > 0) notes.add(acknowledgments);
        var grown = grown(run, mostly);
        if (!grown.isEmpty()) notes.add(grown);
        line(passages.getFirst().at(), Tone.FOLDED, shaft(mostly, text, '.', false), String.join("; ", notes));
    }

    private String grown(List<Moment> run, Side side) {
        for (var moment : run) {
            if (!cwnd.containsKey(side)) remember(moment);
        }
        long before = cwnd.getOrDefault(side, 0L);
        run.forEach(this::remember);
        long after = cwnd.getOrDefault(side, 0L);
        if (before == after) return "";
        String from = Quantity.bytes(before);
        String to = Quantity.bytes(after);
        int unit = from.indexOf(' ');
        boolean same = from.substring(unit).equals(to.substring(to.indexOf(' ')));
        return "cwnd " + (same ? from.substring(0, unit) : from) + " -> " + to;
    }

    private void remember(Moment moment) {
        if (moment instanceof Occurrence(Side side, Event.WindowChanged change)) cwnd.put(side, change.cwndBytes());
    }

    private void arrow(Passage passage) {
        boolean lost = passage.fate() == Passage.Fate.LOST;
        var segment = passage.segment();
        var tone = lost || passage.fate() == Passage.Fate.DROPPED ? Tone.LOST
                : passage.isRetransmission() ? Tone.REPEATED
                : segment.has(TcpFlags.SYN) || segment.has(TcpFlags.FIN) || segment.has(TcpFlags.RST) ? Tone.CONTROL
                : Tone.PLAIN;
        line(passage.at(), tone, shaft(passage.side(), text(passage), '-', lost), narration.text(passage));
        remember(passage);
    }

    private void remember(Passage passage) {
        last.put(passage.side(), new Last(passage.segment().acknowledgment(), passage.segment().windowBytes()));
    }

    /** As tcpdump has it: flags, first:end(length), ack, win. */
    private String text(Passage passage) {
        var segment = passage.segment();
        var before = last.get(passage.side());
        var text = new StringBuilder(TcpFlags.text(segment.flags()));
        if (segment.lengthBytes() > 0) {
            text.append(' ').append(segment.sequence()).append(':').append(segment.sequence() + segment.lengthBytes())
                    .append('(').append(segment.lengthBytes()).append(')');
        } else if (!passage.isPureAck()) {
            text.append(" seq ").append(segment.sequence());
        }
        boolean all = wide || passage.isPureAck();
        if (segment.has(TcpFlags.ACK) && (all || segment.acknowledgment() != before.acknowledgment())) {
            text.append(" ack ").append(segment.acknowledgment());
        }
        if (!segment.has(TcpFlags.RST) && (all || segment.windowBytes() != before.windowBytes())) {
            String window = " win " + segment.windowBytes();
            if (text.length() + window.length() <= lane - 4) text.append(window);
        }
        return text.toString();
    }

    /** An arrow across the lane that starts near its sender: {@code -- text ---->}; one that is lost ends half-way. */
    private String shaft(Side from, String text, char stroke, boolean lost) {
        String label = String.valueOf(stroke).repeat(2) + " " + text + " ";
        if (label.length() > lane - 1) label = label.substring(stroke == '-' ? 1 : 0, lane - 1);
        int rest = lane - label.length() - 1;
        if (from == Side.SERVER) label = " " + text + " " + label.substring(0, label.indexOf(' '));
        int drawn = lost ? Math.min(rest, 2) : rest;
        String far = String.valueOf(stroke).repeat(drawn);
        String gap = " ".repeat(rest - drawn);
        return from == Side.CLIENT
                ? "|" + label + far + (lost ? "x" : ">") + gap + "|"
                : "|" + gap + (lost ? "x" : "<") + far + label + "|";
    }

    /** A state, standing on the rail of its side. */
    private String onRail(Side side, String text) {
        String gap = " ".repeat(Math.max(0, lane + 1 - text.length()));
        return side == Side.CLIENT ? text + gap + "|" : "|" + gap + text;
    }

    /** A remark inside the lane, next to the rail of its side. */
    private String beside(Side side, String text) {
        String cut = text.length() <= lane - 2 ? text : text.substring(0, lane - 2);
        String gap = " ".repeat(lane - 1 - cut.length());
        return side == Side.CLIENT ? "| " + cut + gap + "|" : "|" + gap + cut + " |";
    }

    /** The lane with its time and its note, which goes on below where it is too long. */
    private void line(long at, Tone tone, String middle, String note) {
        var pieces = wrap(note, noteWidth);
        String time = time(at);
        time = " ".repeat(timeWidth - time.length()) + time;
        lines.add(new Line(tone, (time + " " + middle + "  " + pieces.getFirst()).stripTrailing()));
        for (String more : pieces.subList(1, pieces.size())) {
            lines.add(new Line(tone, " ".repeat(timeWidth + 1) + "|" + " ".repeat(lane) + "|  " + more));
        }
    }

    private String time(long at) {
        return Quantity.seconds(at - timeline.begin(), 6);
    }

    /** Lines of at most {@code width} columns, broken at spaces; at least one. */
    public static List<String> wrap(String text, int width) {
        var pieces = new ArrayList<String>();
        String rest = text;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int end = space <= 0 ? width : space;
            pieces.add(rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        pieces.add(rest);
        return pieces;
    }
}
