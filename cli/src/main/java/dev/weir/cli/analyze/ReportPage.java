package dev.weir.cli.analyze;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.chart.Page;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Period;
import dev.weir.analysis.finding.Evidence;
import dev.weir.analysis.finding.Finding;
import dev.weir.analysis.trail.TrailCharts;
import dev.weir.analysis.trail.TrailLadder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Captures as a page: findings that lead to their packets, the table, and charts and ladders of some connections. */
final class ReportPage {
    private static final int COLUMNS = 116;
    private static final int MOST_LINES = 1500;
    private static final int MOST_FINDINGS = 100;

    private final Result result;
    private final List<Detail> details;
    private final Map<Long, Long> times = new HashMap<>();

    private ReportPage(Result result, List<Detail> details) {
        this.result = result;
        this.details = details;
        for (var detail : details) {
            for (var step : detail.trail().steps()) times.put(step.frame(), step.timestampNanos() - begin());
        }
    }

    /**
     * @param listed the connections of the table
     * @param details those that are drawn
     */
    static Page of(Result result, List<Conversation> listed, List<Detail> details) {
        return new ReportPage(result, details).page(listed);
    }

    private long begin() {
        return result.tally().firstNanos();
    }

    private Page page(List<Conversation> listed) {
        var tally = result.tally();
        var page = new Page.Builder(String.join(", ", result.files()), Math.max(1, tally.spanNanos()))
                .text(result.findings().count() == 0 ? "Nothing wrong was found."
                        : Quantity.count(result.findings().count(), "finding")
                                + ", the most time lost first. A number behind "
                                + "a sentence is a packet: it leads to its line, and the charts to its time.")
                .fact("packets", Long.toString(tally.chosenPackets()))
                .fact("time", Quantity.time(tally.spanNanos()))
                .fact("began", ConversationJson.time(tally.firstNanos()));
        if (!result.filter().isEmpty()) page.fact("filter", result.filter());
        result.findings().claims().stream().filter(claim -> !claim.isArtefact()).limit(MOST_FINDINGS)
                .forEach(claim -> page.remark(remark(claim)));
        page.table(table(listed));
        page.shares(details.stream().map(ReportPage::budget).toList());
        for (var detail : details) {
            boolean ofClient = Facts.main(detail.conversation()) == detail.conversation().fromClient();
            var charts = new TrailCharts(detail.trail(), detail.notes(), ofClient, begin());
            page.chart(charts.sequence()).chart(charts.roundTrips()).chart(charts.inFlight()).chart(charts.rate());
            page.drawing(ladder(detail));
        }
        return page.build();
    }

    private Page.Remark remark(Claim claim) {
        Finding finding = claim.finding();
        var proofs = new ArrayList<Page.Proof>();
        proofs.add(new Page.Proof(finding.verdict(), List.of()));
        for (var evidence : finding.evidence()) proofs.add(proof("", evidence));
        for (var other : finding.ruledOut()) proofs.add(proof("Not " + other.fault().name() + ": ", other.by()));
        proofs.add(new Page.Proof("To do: " + finding.advice()
                + (finding.reference().isEmpty() ? "" : " (" + finding.reference() + ")"), List.of()));
        String number = claim.connection() == Claim.OF_THE_FILE ? "" : "#" + claim.connection() + " ";
        return new Page.Remark(finding.fault().name(), number + finding.subject() + ", " + finding.culprit().text()
                + (finding.costNanos() == 0 ? "" : ", " + Quantity.time(finding.costNanos()) + " lost"), proofs);
    }

    private Page.Proof proof(String before, Evidence evidence) {
        var places = new ArrayList<Page.Place>();
        for (long frame : evidence.frames()) {
            if (times.containsKey(frame)) places.add(new Page.Place(frame, times.get(frame)));
        }
        return new Page.Proof(before + evidence.text() + (places.isEmpty() && !evidence.frames().isEmpty()
                ? " (packets " + evidence.frames().toString().replaceAll("[\\[\\]]", "") + ")" : ""), places);
    }

    private Page.Table table(List<Conversation> listed) {
        var rows = new ArrayList<List<String>>();
        for (var c : listed) {
            rows.add(List.of(Long.toString(c.number()), c.client().toString(), c.server().toString(),
                    Quantity.seconds(c.firstNanos() - begin(), 3), Facts.time(c.elapsedNanos()),
                    Facts.time(Facts.rttNanos(c)), Quantity.bytes(c.fromClient().uniqueBytes()),
                    Quantity.bytes(c.fromServer().uniqueBytes()), Facts.resent(c), Facts.limit(c), Facts.end(c)));
        }
        return new Page.Table("Connections", List.of("#", "client", "server", "start, s", "took", "rtt", "sent",
                "received",
                "resent", "limited by", "end"), rows);
    }

    private static Page.Shares budget(Detail detail) {
        var c = detail.conversation();
        var parts = new ArrayList<Page.Share>();
        for (var period : Period.values()) {
            long nanos = c.budget().nanos(period);
            if (nanos > 0) parts.add(new Page.Share(period.text(), period.ordinal(), nanos, Quantity.time(nanos)));
        }
        return new Page.Shares("connection " + c.number() + ": " + c + ", " + Quantity.time(c.elapsedNanos()), parts);
    }

    private static Page.Drawing ladder(Detail detail) {
        var c = detail.conversation();
        var strokes = new ArrayList<Page.Stroke>();
        var rows = TrailLadder.rows(detail.trail(), detail.notes(), COLUMNS, false);
        for (var row : rows.subList(0, Math.min(MOST_LINES, rows.size()))) {
            strokes.add(new Page.Stroke(row.frame(), row.line().tone().name().toLowerCase(Locale.ROOT),
                    row.line().text()));
        }
        if (rows.size() > MOST_LINES) {
            strokes.add(new Page.Stroke(0, "folded", (rows.size() - MOST_LINES) + " more lines: weir analyze --flow "
                    + c.number() + " --all"));
        }
        return new Page.Drawing("Packets of connection " + c.number() + ": " + c, strokes);
    }
}
