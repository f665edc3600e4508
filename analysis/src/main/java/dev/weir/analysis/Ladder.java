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
    private final Rails rails;
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
        this.rails = new Rails(timeline.begin(), timeWidth(timeline), width, wide ? WIDE_LANE : NARROW_LANE);
        for (var side : Side.values()) last.put(side, new Last(-1, -1));
    }

    /**
     * @param columns of the terminal; at least {@link #NARROWEST} are taken
     * @param full every segment, instead of one line for many ordinary ones in a row
     */
    public static List<Line> of(Timeline timeline, int columns, boolean full) {
        var ladder = new Ladder(timeline, columns, full);
        ladder.draw();
        return ladder.rails.lines();
    }

    /** These moments alone, without a heading; segments and what {@link #of} would show on a line of its own. */
    public static List<Line> excerpt(Timeline timeline, int columns, List<? extends Moment> moments) {
        var ladder = new Ladder(timeline, columns, true);
        moments.forEach(ladder::show);
        return ladder.rails.lines();
    }

    private static int timeWidth(Timeline timeline) {
        long end = timeline.moments().isEmpty() ? timeline.begin() : timeline.moments().getLast().at();
        return Rails.timeWidth(end - timeline.begin());
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
        rails.line("time", Tone.HEADING, rails.spread(timeline.client(), timeline.server()), "what happened");
        rails.line("", Tone.HEADING, rails.spread(Flow.endpoint(flow.local(), flow.localPort()),
                Flow.endpoint(flow.remote(), flow.remotePort())), "");
        rails.line("", Tone.STATE, rails.spread(firstState(Side.CLIENT), firstState(Side.SERVER)), "before");
    }

    private String firstState(Side side) {
        for (var occurrence : timeline.occurrences()) {
            if (occurrence.side() == side && occurrence.event() instanceof Event.StateChanged change) {
                return "[" + change.from() + "]";
            }
        }
        return "|";
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
                    Event.FastOpen _, Event.PacketImpaired _ -> true;
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
            case Event.StateChanged change -> rails.line(change.at(), Tone.STATE,
                    rails.onRail(side, "[" + change.to() + "]"), trigger(change.trigger()));
            case Event.WindowChanged change ->
                    rails.line(change.at(), Tone.STATE, rails.beside(side, congestion(change)), change.why());
            case Event.PacketImpaired impaired -> rails.line(impaired.at(), Tone.LOST,
                    rails.shaft(side, "packet " + impaired.packet(), '-', true), "lost: " + impaired.rule());
            case Event.UrgentPending urgent ->
                    rails.line(urgent.at(), Tone.STATE, rails.beside(side, "urgent data up to " + urgent.mark()), "");
            case Event.SoftError error ->
                    rails.line(error.at(), Tone.LOST, rails.beside(side, error.what().text()), error.detail());
            case Event.NegativeAdvice advice -> rails.line(advice.at(), Tone.LOST, rails.beside(side, "path may be "
                    + "dead"),
                    Quantity.count(advice.retransmissions(), "retransmission"));
            case Event.FilterDecided decided ->
                    rails.line(decided.at(), Tone.STATE, rails.beside(side, decided.decision()), decided.rule());
            case Event.FastOpen fast ->
                    rails.line(fast.at(), Tone.STATE, rails.beside(side, "Fast Open"), fast.step().text());
            case Event.ConnectionEnded ended ->
                    rails.line(ended.at(), Tone.LOST, rails.beside(side, "ended"), ended.reason().text());
            default -> { } // not shown
        }
    }

    /** Before the first loss ssthresh is "arbitrarily high" (RFC 5681 3.1). */
    private static String congestion(Event.WindowChanged change) {
        String cwnd = "cwnd " + Quantity.bytes(change.cwndBytes());
        if (change.ssthreshBytes() > UINT32_MAX) return cwnd;
        return cwnd + ", ssthresh " + Quantity.bytes(change.ssthreshBytes());
    }

    /** User calls are in capitals, as RFC 9293 3.9.1 has them. */
    private static String trigger(String text) {
        return text.equals(text.toUpperCase(Locale.ROOT)) && text.matches("[A-Z]+") ? "application "
                + "calls " + text : text;
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
        rails.line(passages.getFirst().at(), Tone.FOLDED, rails.shaft(mostly, text, '.', false),
                String.join("; ", notes));
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
        rails.line(passage.at(), tone, rails.shaft(passage.side(), text(passage), '-', lost), narration.text(passage));
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
            appendIfItFits(text, " ack " + segment.acknowledgment());
        }
        if (!segment.has(TcpFlags.RST) && (all || segment.windowBytes() != before.windowBytes())) {
            appendIfItFits(text, " win " + segment.windowBytes());
        }
        return text.toString();
    }

    private void appendIfItFits(StringBuilder text, String more) {
        if (text.length() + more.length() <= rails.lane() - Rails.ENDS) text.append(more);
    }
}
