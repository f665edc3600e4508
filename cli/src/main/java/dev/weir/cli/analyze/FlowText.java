package dev.weir.cli.analyze;

import dev.weir.analysis.Ladder;
import dev.weir.analysis.Paragraph;
import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.CongestionGuess;
import dev.weir.analysis.conversation.Half;
import dev.weir.analysis.conversation.Handshake;
import dev.weir.analysis.conversation.Period;
import dev.weir.analysis.conversation.Retransmission;
import dev.weir.analysis.conversation.SenderLimit;
import dev.weir.analysis.trail.SequencePlot;
import dev.weir.analysis.trail.TrailLadder;
import dev.weir.cli.console.Terminal;
import dev.weir.cli.console.Terminal.Style;
import dev.weir.wire.TcpOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Consumer;

/** One connection for a person: all its metrics, where its time went, its findings, its packets and its graph. */
final class FlowText {
    private static final int NAME = 14;
    private static final int PLOT_ROWS = 18;
    private static final int HEAD = 260;
    private static final int TAIL = 120;
    private static final int ENOUGH_SAMPLES = 16; // to tell loaded from not

    private final Terminal terminal;
    private final int columns;
    private final Consumer<String> out;

    FlowText(Terminal terminal, int columns, Consumer<String> out) {
        this.terminal = terminal;
        this.columns = columns;
        this.out = out;
    }

    /** @param full every packet, however many */
    void print(Detail detail, FindingText findings, boolean full) {
        var c = detail.conversation();
        heading("connection " + c.number() + ": " + c);
        opening(c);
        row("end", end(c));
        budget(c);
        side("client", c.fromClient());
        side("server", c.fromServer());
        turns(c);
        if (!detail.findings().isEmpty()) findings.all(detail.findings(), c);
        ladder(detail, full);
        plot(detail);
    }

    private void heading(String text) {
        out.accept(terminal.paint(Style.BOLD, text));
    }

    private void row(String name, String text) {
        String label = "  " + name + " ".repeat(Math.max(1, NAME - name.length()));
        for (String piece : Paragraph.wrap(text, columns - label.length())) {
            out.accept(label + piece);
            label = " ".repeat(label.length());
        }
    }

    // ---- as a whole

    private void opening(Conversation c) {
        var handshake = c.handshake();
        row("opening", switch (handshake.outcome()) {
            case NOT_SEEN -> "before the capture began";
            case UNANSWERED -> Quantity.count(handshake.syns(), "SYN") + " without an answer";
            case HALF_OPEN -> "SYN and SYN-ACK, but no ACK of it";
            case REFUSED -> "refused with a RST (packet " + handshake.refusedFrame() + ")";
            case COMPLETE -> handshake.rttNanos() == 0 ? "complete" : "round trip "
                    + Quantity.time(handshake.rttNanos())
                    + " (to the server " + Quantity.time(handshake.serverSideRttNanos()) + ", to the client "
                    + Quantity.time(handshake.clientSideRttNanos()) + ")"
                    + (handshake.syns() > 1 ? ", " + handshake.syns() + " SYNs" : "");
        });
        if (handshake.syns() > 0) row("client's SYN", options(handshake.clientOptions()));
        if (handshake.synAcks() > 0) row("server's SYN", options(handshake.serverOptions()));
        if (handshake.outcome() == Handshake.Outcome.NOT_SEEN) {
            row("", "so neither window scale nor options are known");
        }
    }

    private static String options(TcpOptions options) {
        var text = new StringJoiner(", ");
        if (options.mss() >= 0) text.add("MSS " + options.mss());
        if (options.windowScale() >= 0) text.add("window scale " + options.windowScale());
        if (options.sackPermitted()) text.add("SACK");
        if (options.hasTimestamps()) text.add("timestamps");
        return text.length() == 0 ? "no options" : text.toString();
    }

    private static String end(Conversation c) {
        String first = c.firstToClose() == null ? "" : c.firstToClose() == c.fromClient() ? ", the client first"
                : ", the server first";
        return Facts.end(c) + (c.end() == Conversation.End.CLOSED || c.end() == Conversation.End.HALF_CLOSED ? first
                : "")
                + " after " + Quantity.time(c.elapsedNanos()) + " and " + Quantity.count(c.segments(), "packet");
    }

    // ---- time

    private void budget(Conversation c) {
        long whole = c.elapsedNanos();
        if (whole == 0) return;
        var parts = new ArrayList<Period>();
        for (var period : Period.values()) {
            if (c.budget().nanos(period) > 0) parts.add(period);
        }
        var bar = new StringBuilder();
        var text = new StringJoiner(", ");
        int width = columns - NAME - 4;
        long before = 0;
        for (int i = 0; i < parts.size(); i++) {
            var period = parts.get(i);
            long nanos = c.budget().nanos(period);
            char sign = sign(period);
            long until = before + nanos;
            int cells = (int) (until * width / whole - before * width / whole);
            bar.append(String.valueOf(sign).repeat(cells));
            before = until;
            text.add(sign + " " + period.text() + " " + Quantity.time(nanos) + " (" + Facts.percent(nanos, whole)
                    + ")");
        }
        row("time", "[" + bar + "]");
        row("", text.toString());
    }

    /** Capitals are stalls. */
    private static char sign(Period period) {
        return switch (period) {
            case NAME_LOOKUP -> 'n';
            case CONNECT -> 'c';
            case TLS -> 't';
            case CLIENT_THINK -> '.';
            case REQUEST -> '>';
            case SERVER_THINK -> ':';
            case RESPONSE -> '<';
            case LOSS_RECOVERY -> 'L';
            case RETRANSMISSION_TIMEOUT -> 'T';
            case ZERO_WINDOW -> 'Z';
            case RECEIVER_WINDOW -> 'W';
            case DELAYED_ACK -> 'D';
            case IDLE -> '_';
            case CLOSING -> 'e';
        };
    }

    // ---- one side

    private void side(String name, Half half) {
        out.accept("");
        heading(name + " sent " + Quantity.bytes(half.uniqueBytes()) + " in "
                + Quantity.count(half.sizes().count(), "segment") + ", and " + Quantity.count(half.pureAcks(), "ACK"));
        if (half.segments() == 0) return;
        if (half.uniqueBytes() > 0) {
            row("resent", resent(half));
            if (half.outstandingBytes() > 0) row("unacknowledged", Quantity.bytes(half.outstandingBytes())
                    + " at the end");
            if (half.unseenBytes() > 0) {
                row("not captured", Quantity.bytes(half.unseenBytes()) + " that were acknowledged");
            }
            roundTrips(half);
            row("in flight", Quantity.bytes(half.flight().greatestBytes()) + " at most, "
                    + Quantity.bytes(half.flight().meanBytes()) + " on average; "
                            + Quantity.bytes(half.flight().initialBytes())
                    + " before the first ACK");
            limits(half);
            if (half.rate().meanBytesPerSecond() > 0) {
                row("rate", Quantity.rate(8 * half.rate().meanBytesPerSecond()) + " on average, "
                        + Quantity.rate(8 * half.rate().peakBytesPerSecond()) + " at best over 100 ms");
            }
            if (half.congestion() != CongestionGuess.UNKNOWN) row("control", "looks like " + half.congestion());
        }
        row("window", window(half));
        order(half);
        if (half.traits().ecnMarked() + half.traits().ecnCapable() > 0) {
            row("ECN", half.traits().ecnCapable() + " capable, " + half.traits().ecnMarked() + " marked");
        }
    }

    private static String resent(Half half) {
        var losses = half.losses();
        if (losses.segments() == 0) return "nothing";
        var kinds = new StringJoiner(", ");
        for (var kind : Retransmission.Kind.values()) {
            if (losses.segments(kind) > 0) kinds.add(losses.segments(kind) + " " + switch (kind) {
                case TIMEOUT -> "after time-outs";
                case FAST -> "told of loss";
                case PROBE -> "as probes";
                case PATH_MTU -> "in smaller pieces";
                case SPURIOUS -> "for nothing";
            });
        }
        var sides = new StringJoiner(", ");
        long before = losses.segments(Retransmission.LossSide.BEFORE_CAPTURE);
        long after = losses.segments(Retransmission.LossSide.AFTER_CAPTURE);
        if (before > 0) sides.add(before + " lost before the capture");
        if (after > 0) sides.add(after + " behind it");
        return Quantity.count(losses.segments(), "segment") + ", "
                + Facts.percent(losses.segments(), Math.max(1, half.sizes().count())) + " (" + kinds + ")"
                + (sides.length() == 0 ? "" : "; " + sides) + "; took " + Quantity.time(losses.costNanos());
    }

    private void roundTrips(Half half) {
        var samples = half.roundTrips().histogram();
        if (samples.count() == 0) return;
        row("round trip", Quantity.time(samples.least()) + " at least, " + Quantity.time(samples.median()) + " median, "
                + Quantity.time(samples.percentile(95)) + " 95%, " + Quantity.time(samples.greatest()) + " at most ("
                + Quantity.count(samples.count(), "sample") + ")" + (samples.count() < ENOUGH_SAMPLES ? ""
                        : "; with little in flight " + Quantity.time(half.roundTrips().lightlyLoadedNanos())
                                + ", with much " + Quantity.time(half.roundTrips().heavilyLoadedNanos())));
    }

    private void limits(Half half) {
        long whole = 0;
        for (var limit : SenderLimit.values()) whole += half.flight().limitedNanos(limit);
        if (whole == 0) return;
        var text = new StringJoiner(", ");
        for (var limit : SenderLimit.values()) {
            long nanos = half.flight().limitedNanos(limit);
            if (nanos > 0) text.add(Facts.text(limit) + " " + Facts.percent(nanos, whole));
        }
        row("limited by", text.toString());
    }

    private static String window(Half half) {
        var window = half.window();
        return Quantity.bytes(window.leastBytes()) + " to " + Quantity.bytes(window.greatestBytes())
                + (window.shift() < 0 ? " (scale unknown)" : "") + (window.zeroWindows() == 0 ? "" : ", closed "
                + (window.zeroWindows() == 1 ? "once" : window.zeroWindows() + " times") + " for "
                + Quantity.time(window.zeroNanos()));
    }

    private void order(Half half) {
        var ordering = half.ordering();
        if (ordering.late() > 0) {
            row("order", Quantity.count(ordering.late(), "segment") + " overtaken, by " + ordering.depthSegments()
                    + " at most and " + Quantity.time(ordering.longestDelayNanos()));
        }
        if (ordering.duplicates() > 0) row("copies", Quantity.count(ordering.duplicates(), "packet")
                + " captured again");
    }

    private void turns(Conversation c) {
        if (c.turnCount() < 2) return;
        var slowest = c.slowestTurn();
        out.accept("");
        heading(c.turnCount() + " requests and responses");
        if (slowest != null && slowest.waitNanos() > 0) {
            row("slowest", "number " + slowest.number() + " waited " + Quantity.time(slowest.waitNanos())
                    + " (packets " + slowest.requestFrame() + " to " + slowest.responseFrame() + ")");
        }
    }

    // ---- packets

    private void ladder(Detail detail, boolean full) {
        out.accept("");
        var lines = TrailLadder.of(detail.trail(), detail.notes(), columns, full);
        boolean cut = !full && lines.size() > HEAD + TAIL;
        print(cut ? lines.subList(0, HEAD) : lines);
        if (!cut) return;
        out.accept(terminal.paint(Style.DIM, "  ... " + (lines.size() - HEAD - TAIL) + " lines: --all shows them ..."));
        print(lines.subList(lines.size() - TAIL, lines.size()));
    }

    private void print(List<Ladder.Line> lines) {
        for (var line : lines) out.accept(paint(line));
    }

    private String paint(Ladder.Line line) {
        return switch (line.tone()) {
            case PLAIN -> line.text();
            case HEADING -> terminal.paint(Style.BOLD, line.text());
            case CONTROL, STATE -> terminal.paint(Style.CYAN, line.text());
            case LOST -> terminal.paint(Style.RED, line.text());
            case REPEATED -> terminal.paint(Style.YELLOW, line.text());
            case FOLDED -> terminal.paint(Style.DIM, line.text());
        };
    }

    private void plot(Detail detail) {
        var c = detail.conversation();
        boolean ofClient = Facts.main(c) == c.fromClient();
        if (Facts.main(c).uniqueBytes() == 0) return;
        out.accept("");
        heading("stream of the " + (ofClient ? "client" : "server"));
        SequencePlot.of(detail.trail(), detail.notes(), ofClient, columns, PLOT_ROWS).forEach(out);
        out.accept(terminal.paint(Style.DIM,
                "  # data, R sent again, . ACK, s SACK, w window, Z closed, F end, X reset"));
    }
}
