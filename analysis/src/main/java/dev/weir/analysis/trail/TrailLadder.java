package dev.weir.analysis.trail;

import dev.weir.analysis.Ladder.Line;
import dev.weir.analysis.Ladder.Tone;
import dev.weir.analysis.Quantity;
import dev.weir.analysis.Rails;
import dev.weir.analysis.Side;
import dev.weir.wire.TcpFlags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A captured connection as a ladder: number and time of the packet, the client's rail on the left, the server's on the
 * right, each packet an arrow, and what is to be said of it beside it.
 *
 * <pre>
 *   time packet client                          server
 * 0.000000    1 |-- S seq 0 win 64240 ------------&gt;|  connection request
 * </pre>
 */
public final class TrailLadder {
    private static final int NARROWEST = 80;
    private static final int NARROW_LANE = 34;
    private static final int WIDE_LANE = 48;
    private static final int WIDE_FROM = 106;
    /** Runs of at most so many ordinary packets are shown as they are. */
    private static final int UNFOLDED = 3;

    private final Trail trail;
    private final Notes notes;
    private final boolean full;
    private final int frameWidth;
    private final Rails rails;
    private final Map<Integer, Long> frames = new HashMap<>();
    private long clientAcknowledgment = -1;
    private long serverAcknowledgment = -1;
    private long clientWindow = -1;
    private long serverWindow = -1;

    private TrailLadder(Trail trail, Notes notes, int columns, boolean full) {
        var conversation = trail.conversation();
        int width = Math.max(columns, NARROWEST);
        int timeWidth = Rails.timeWidth(conversation.lastNanos() - conversation.firstNanos());
        this.trail = trail;
        this.notes = notes;
        this.full = full;
        frameWidth = Math.max(3, Long.toString(conversation.lastFrame()).length());
        int lane = width >= WIDE_FROM ? WIDE_LANE : NARROW_LANE - Math.max(0, timeWidth + frameWidth - 12);
        rails = new Rails(conversation.firstNanos(), timeWidth + 1 + frameWidth, width, lane);
    }

    /**
     * @param columns of the terminal; at least 80 are taken
     * @param full every packet, copies too, instead of one line for many ordinary ones in a row
     */
    public static List<Line> of(Trail trail, Notes notes, int columns, boolean full) {
        var ladder = new TrailLadder(trail, notes, columns, full);
        ladder.draw();
        return ladder.rails.lines();
    }

    /**
     * A line and the packet that it is about.
     *
     * @param frame the first, of many in one line; 0: none
     */
    public record Row(long frame, Line line) {}

    /** As {@link #of}, with the packets. */
    public static List<Row> rows(Trail trail, Notes notes, int columns, boolean full) {
        var ladder = new TrailLadder(trail, notes, columns, full);
        ladder.draw();
        var rows = new ArrayList<Row>();
        var lines = ladder.rails.lines();
        for (int i = 0; i < lines.size(); i++) rows.add(new Row(ladder.frames.getOrDefault(i, 0L), lines.get(i)));
        return rows;
    }

    private void draw() {
        var conversation = trail.conversation();
        rails.line("time " + " ".repeat(Math.max(0, frameWidth - 3)) + "pkt", Tone.HEADING,
                rails.spread("client", "server"), "what happened");
        rails.line("", Tone.HEADING,
                rails.spread(conversation.client().toString(), conversation.server().toString()), "");
        var run = new ArrayList<Step>();
        var steps = trail.steps();
        for (int i = 0; i < steps.size(); i++) {
            if (i == Trail.MOST && trail.leftOut() > 0) {
                fold(run);
                rails.line("", Tone.FOLDED, rails.spread("|", "|"),
                        Quantity.count(trail.leftOut(), "packet") + " not kept");
            }
            var step = steps.get(i);
            if (!full && notes.isCopy(step)) continue;
            if (isFoldable(step)) {
                run.add(step);
            } else {
                fold(run);
                show(step);
            }
        }
        fold(run);
    }

    private boolean isFoldable(Step step) {
        return !full && !step.has(TcpFlags.SYN | TcpFlags.FIN | TcpFlags.RST) && notes.of(step).isEmpty();
    }

    private void fold(List<Step> run) {
        if (run.size() <= UNFOLDED) run.forEach(this::show);
        else folded(run);
        run.clear();
    }

    private void folded(List<Step> run) {
        long fromClient = 0;
        long fromServer = 0;
        int data = 0;
        for (var step : run) {
            if (step.fromClient()) fromClient += step.lengthBytes();
            else fromServer += step.lengthBytes();
            if (step.lengthBytes() > 0) data++;
            remember(step);
        }
        var side = fromClient + fromServer == 0 ? side(run.getFirst()) : fromClient > fromServer ? Side.CLIENT
                : Side.SERVER;
        String acks = Quantity.count(run.size() - data, "ACK");
        String text = data == 0 ? acks
                : Quantity.count(data, "segment") + ", " + Quantity.bytes(fromClient + fromServer);
        String note = "to packet " + run.getLast().frame() + (data > 0 && run.size() > data ? "; " + acks : "");
        frames.put(rails.lines().size(), run.getFirst().frame());
        rails.line(label(run.getFirst()), Tone.FOLDED, rails.shaft(side, text, '.', false), note);
    }

    private static Side side(Step step) {
        return step.fromClient() ? Side.CLIENT : Side.SERVER;
    }

    private String label(Step step) {
        String time = Quantity.seconds(step.timestampNanos() - trail.conversation().firstNanos(), 6);
        String frame = Long.toString(step.frame());
        return time + " ".repeat(Math.max(1, frameWidth + 1 - frame.length())) + frame;
    }

    private void show(Step step) {
        var tone = step.has(TcpFlags.RST) ? Tone.LOST : notes.isResent(step) || notes.isCopy(step) ? Tone.REPEATED
                : step.has(TcpFlags.SYN | TcpFlags.FIN) ? Tone.CONTROL : Tone.PLAIN;
        frames.put(rails.lines().size(), step.frame());
        rails.line(label(step), tone, rails.shaft(side(step), text(step), '-', false), notes.of(step));
        remember(step);
    }

    private void remember(Step step) {
        if (step.fromClient()) {
            clientAcknowledgment = step.acknowledgment();
            clientWindow = step.windowBytes();
        } else {
            serverAcknowledgment = step.acknowledgment();
            serverWindow = step.windowBytes();
        }
    }

    /** As tcpdump has it: flags, first:end(length), ack, win; the last two with data only where they changed. */
    private String text(Step step) {
        var text = new StringBuilder(TcpFlags.text(step.flags()));
        boolean pure = step.lengthBytes() == 0 && !step.has(TcpFlags.SYN | TcpFlags.FIN | TcpFlags.RST);
        if (step.lengthBytes() > 0) {
            text.append(' ').append(step.sequence()).append(':').append(step.end()).append('(')
                    .append(step.lengthBytes()).append(')');
        } else if (!pure) {
            text.append(" seq ").append(step.sequence());
        }
        long knownAcknowledgment = step.fromClient() ? clientAcknowledgment : serverAcknowledgment;
        long knownWindow = step.fromClient() ? clientWindow : serverWindow;
        if (step.has(TcpFlags.ACK) && (pure || step.acknowledgment() != knownAcknowledgment)) {
            append(text, " ack " + step.acknowledgment());
        }
        if (!step.has(TcpFlags.RST) && (pure || step.windowBytes() != knownWindow)) {
            append(text, " win " + step.windowBytes());
        }
        if (step.sackEdges().length > 0) {
            append(text, " sack " + step.sackEdges()[0] + ":" + step.sackEdges()[1]
                    + (step.sackEdges().length > 2 ? "+" + (step.sackEdges().length / 2 - 1) : ""));
        }
        return text.toString();
    }

    private void append(StringBuilder text, String more) {
        if (text.length() + more.length() <= rails.lane() - Rails.ENDS) text.append(more);
    }
}
