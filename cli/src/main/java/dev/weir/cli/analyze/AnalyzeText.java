package dev.weir.cli.analyze;

import dev.weir.analysis.Paragraph;
import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Artefacts;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.cli.analyze.TextTable.Column;
import dev.weir.cli.console.Terminal;
import dev.weir.cli.console.Terminal.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What is in captures, for a person: what it comes to, then a line for each connection. */
final class AnalyzeText {
    private static final List<Column> COLUMNS = List.of(
            new Column("#", true, 0),
            new Column("client", false, 0),
            new Column("server", false, 0),
            new Column("start", true, 7),
            new Column("took", true, 1),
            new Column("rtt", true, 2),
            new Column("sent", true, 3),
            new Column("received", true, 3),
            new Column("rate", true, 6),
            new Column("resent", true, 4),
            new Column("limited by", false, 8),
            new Column("stalled", true, 9),
            new Column("packets", true, 10),
            new Column("end", false, 5));

    private final Terminal terminal;
    private final boolean wide;
    private final Consumer<String> out;

    /** @param wide all columns, however wide the terminal is */
    AnalyzeText(Terminal terminal, boolean wide, Consumer<String> out) {
        this.terminal = terminal;
        this.wide = wide;
        this.out = out;
    }

    /** How much there is, and whether something is wrong. */
    void summary(Result result, long connections) {
        var tally = result.tally();
        String text = shortened(result.files()) + ": " + Quantity.count(connections, "connection") + ", "
                + packets(tally) + (tally.spanNanos() == 0 ? "" : " in " + Quantity.time(tally.spanNanos()));
        Paragraph.wrap(text, columns()).forEach(line -> out.accept(terminal.paint(Style.BOLD, line)));
        if (tally.segments() > 0) verdict(result.findings());
        if (!tally.others().isEmpty()) {
            var others = new ArrayList<String>();
            tally.others().forEach((kind, count) -> others.add(count + " " + kind));
            paragraph("besides: " + String.join(", ", others));
        }
    }

    private void verdict(Ranking findings) {
        if (findings.count() == 0) {
            out.accept(terminal.paint(Style.GREEN, "nothing wrong found"));
            return;
        }
        var worst = findings.worstOfEach().stream().filter(claim -> !claim.isArtefact()).findFirst().orElseThrow();
        String text = Quantity.count(findings.count(), "finding") + (findings.count() > 1 ? ", first of all: " : ": ")
                + worst.finding().fault().title();
        Paragraph.wrap(text, columns()).forEach(line -> out.accept(terminal.paint(Style.RED, line)));
    }

    /** {@code trace.pcapng and 3 more}. */
    private static String shortened(List<String> names) {
        String first = names.getFirst().substring(names.getFirst().lastIndexOf('/') + 1);
        return names.size() == 1 ? first : first + " and " + (names.size() - 1) + " more";
    }

    private static String packets(Tally tally) {
        if (tally.chosenPackets() == tally.packets()) return Quantity.count(tally.packets(), "packet");
        return tally.chosenPackets() + " of " + Quantity.count(tally.packets(), "packet");
    }

    /** What the way of capturing shows; nothing where nothing is special. */
    void artefacts(Artefacts artefacts) {
        var notes = new ArrayList<String>();
        if (artefacts.startedLate() > 0) {
            notes.add(Quantity.count(artefacts.startedLate(), "connection") + " began before the capture");
        }
        if (artefacts.oneSided() > 0) {
            notes.add(Quantity.count(artefacts.oneSided(), "connection") + " captured in one direction only");
        }
        if (artefacts.unseenBytes() > 0) {
            notes.add(Quantity.bytes(artefacts.unseenBytes()) + " acknowledged but not in the capture");
        }
        if (artefacts.duplicates() > 0) notes.add(Quantity.count(artefacts.duplicates(), "packet") + " captured twice");
        if (artefacts.backwards() > 0) {
            notes.add("time goes back " + (artefacts.backwards() == 1 ? "once" : artefacts.backwards() + " times")
                    + ", by " + Quantity.time(artefacts.longestBackwardsNanos()) + " at most (packet "
                    + artefacts.firstBackwardsFrame() + ")");
        }
        if (artefacts.aboveMss() > 0) {
            notes.add(Quantity.count(artefacts.aboveMss(), "segment")
                    + " larger than the MSS: the network card cuts or joins them");
        }
        if (artefacts.checksumsWrong() > 0) {
            notes.add(Quantity.count(artefacts.checksumsWrong(), "checksum")
                    + " wrong: most likely left to the network card");
        }
        if (artefacts.cut() > 0) notes.add(Quantity.count(artefacts.cut(), "packet") + " cut by the snap length");
        if (!notes.isEmpty()) paragraph("of the capture: " + String.join("; ", notes));
    }

    private void paragraph(String text) {
        Paragraph.wrap(text, columns()).forEach(line -> out.accept(terminal.paint(Style.DIM, line)));
    }

    private int columns() {
        return Math.max(Terminal.DEFAULT_COLUMNS, terminal.columns());
    }

    /** A line for each. */
    void table(Selection selection, Tally tally) {
        var kept = selection.kept();
        if (kept.isEmpty()) return;
        var table = new TextTable(COLUMNS);
        for (var conversation : kept) table.row(row(conversation, tally));
        var lines = table.lines(wide ? 0 : columns());
        out.accept("");
        out.accept(terminal.paint(Style.BOLD, lines.getFirst()));
        lines.subList(1, lines.size()).forEach(out);
        if (selection.seen() > kept.size()) {
            out.accept("");
            out.accept(terminal.paint(Style.DIM, (selection.seen() - kept.size()) + " more: --top 0 lists all, "
                    + "--sort KEY others first"));
        }
    }

    private static List<String> row(Conversation c, Tally tally) {
        var main = Facts.main(c);
        long rate = main.rate().meanBytesPerSecond() * 8;
        return List.of(
                Long.toString(c.number()),
                c.client().toString(),
                c.server().toString(),
                Quantity.seconds(c.firstNanos() - tally.firstNanos(), 3),
                Facts.time(c.elapsedNanos()),
                Facts.time(Facts.rttNanos(c)),
                bytes(c.fromClient().uniqueBytes()),
                bytes(c.fromServer().uniqueBytes()),
                rate == 0 ? "" : Quantity.rate(rate),
                Facts.resent(c),
                Facts.limit(c),
                Facts.time(Sort.stalledNanos(c)),
                Long.toString(c.segments()),
                Facts.end(c));
    }

    private static String bytes(long bytes) {
        return bytes == 0 ? "" : Quantity.bytes(bytes);
    }
}
