package dev.weir.analysis.rule.open;

import dev.weir.analysis.conversation.Handshake.Outcome;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.FileRule;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Trace;
import dev.weir.analysis.conversation.Endpoint;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ArrayList;

/** Far more handshakes that are begun with a server than finished, from many addresses, within seconds. */
public final class SynFlood implements FileRule {
    /** The backlog of common servers before it was raised to 4096: so many half-open handshakes at a time fill it. */
    private static final int HALF_OPEN = 128;
    /** How long a half-open handshake occupies the backlog at the least: SYN-ACK, and its first repetitions. */
    private static final long WINDOW_NANOS = 10_000_000_000L;
    /** Half-open ones to finished ones: clients that lose their way are never so many. */
    private static final int RATIO = 10;

    @Override
    public void examine(FileContext context, Findings findings) {
        Map<Endpoint, List<Trace>> halfOpen = new LinkedHashMap<>();
        Map<Endpoint, Integer> complete = new LinkedHashMap<>();
        for (var trace : context.answered()) {
            if (trace.outcome() == Outcome.HALF_OPEN) {
                halfOpen.computeIfAbsent(trace.server(), _ -> new ArrayList<>()).add(trace);
            } else if (trace.completedNanos() != 0) {
                complete.merge(trace.server(), 1, Integer::sum);
            }
        }
        halfOpen.forEach((server, traces) -> {
            if (traces.size() >= HALF_OPEN && traces.size() >= RATIO * complete.getOrDefault(server, 0)) {
                examine(server, traces, findings);
            }
        });
    }

    private static void examine(Endpoint server, List<Trace> traces, Findings findings) {
        traces.sort(Comparator.comparingLong(Trace::synNanos));
        int most = 0;
        int from = 0;
        for (int to = 0; to < traces.size(); to++) {
            while (traces.get(to).synNanos() - traces.get(from).synNanos() > WINDOW_NANOS) from++;
            most = Math.max(most, to - from + 1);
        }
        if (most < HALF_OPEN) return;
        var sources = new HashSet<>(traces.stream().map(trace -> trace.client().address()).toList());
        findings.claim(Finding.of(Fault.SYN_FLOOD, server.toString())
                .confidence(Confidence.PROVEN)
                .verdict(most + " handshakes with " + server + " are begun within 10 s and not finished, from "
                        + sources.size() + " addresses.")
                .because(traces.size() + " SYN-ACKs are never acknowledged",
                        traces.stream().limit(8).map(Trace::answerFrame).toList())
                .not(Fault.ASYMMETRIC_PATH, "these clients do not repeat their SYNs as real ones would",
                        traces.getFirst().synFrame())
                .advice("Keep net.ipv4.tcp_syncookies on at " + server.address() + " (cookies cost window scale and "
                        + "SACK where timestamps are off), and filter the sources, if they are not forged."));
    }
}
