package dev.weir.doctor.rule;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.doctor.visit.Handshake;
import dev.weir.doctor.visit.IdleTest;
import dev.weir.doctor.visit.Packets;
import dev.weir.doctor.visit.PathMtu;
import dev.weir.doctor.visit.SynTrial;
import dev.weir.doctor.visit.Talk;
import dev.weir.doctor.visit.Visit;
import dev.weir.io.probe.SynProbe.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Devices between this host and the server that do more than forward. */
final class PathRules implements Rule {
    @Override
    public List<Finding> judge(Visit visit) {
        var findings = new ArrayList<Finding>();
        foreignReset(visit).ifPresent(findings::add);
        syns(visit).ifPresent(findings::add);
        largeRequest(visit).ifPresent(findings::add);
        idle(visit).ifPresent(findings::add);
        return findings;
    }

    /** An exchange was reset, and not by the server. */
    static Optional<Finding> foreignReset(Visit visit) {
        boolean reset = visit.all(Talk.class).stream().anyMatch(talk -> talk.ending() == Talk.Ending.RESET)
                || visit.all(Handshake.class).stream().anyMatch(shake -> shake.ending() == Handshake.Ending.RESET);
        if (!reset) return Optional.empty();
        for (var packets : visit.all(Packets.class)) {
            var pair = packets.foreignReset();
            if (pair.isEmpty()) continue;
            var draft = Finding.of(Fault.RST_BY_MIDDLEBOX, visit.target().toString()).because(pair.get().text())
                    .confidence(pair.get().isEstablished() ? Confidence.PROVEN : Confidence.LIKELY);
            visit.all(Talk.class).stream().filter(talk -> talk.ending() == Talk.Ending.RESET).findFirst()
                    .ifPresent(talk -> draft.because(talk.text()));
            visit.all(Handshake.class).stream().filter(shake -> shake.ending() == Handshake.Ending.RESET).findFirst()
                    .ifPresent(shake -> draft.because(shake.text()));
            int distance = Math.abs(pair.get().reset().hopLimit() - pair.get().other().hopLimit());
            return Optional.of(draft.verdict("the connection is reset, but not by the server: the reset comes from a place "
                            + Quantity.count(distance, "hop") + " from it")
                    .not(Fault.CLOSED_AT_ONCE, "the server's own packets arrive with a hop limit of "
                            + pair.get().other().hopLimit())
                    .advice("Look for a firewall or an inspecting device on the way, at that distance; 'weir doctor --why' shows "
                            + "what was sent when it struck.").claim());
        }
        return Optional.empty();
    }

    private static Optional<Finding> syns(Visit visit) {
        var trials = visit.all(SynTrial.class);
        if (trials.isEmpty()) return Optional.empty();
        boolean usual = answered(trials, Form.USUAL);
        if (usual && !answered(trials, Form.ECN)) {
            return Optional.of(syn(visit, trials, Fault.ECN_REFUSED, Form.ECN,
                    "SYNs that ask for ECN are not answered, others are; with ECN on, each connection waits for its second SYN"));
        }
        if (usual && !answered(trials, Form.FAST_OPEN)) {
            return Optional.of(syn(visit, trials, Fault.FAST_OPEN_STRIPPED, Form.FAST_OPEN,
                    "SYNs that ask for Fast Open are not answered, others are"));
        }
        if (!usual && answered(trials, Form.BARE)) {
            return Optional.of(syn(visit, trials, Fault.SYN_OPTIONS_DROPPED, Form.USUAL,
                    "SYNs with the usual options are not answered, one without is"));
        }
        return Optional.empty();
    }

    /** A request larger than a segment does not get there; what comes back says nothing about that. */
    private static Optional<Finding> largeRequest(Visit visit) {
        var large = visit.all(Talk.class).stream().filter(talk -> talk.form() == Talk.Form.LARGE_REQUEST).findFirst();
        var path = visit.first(PathMtu.class).filter(PathMtu::isSuspicious);
        if (large.isEmpty() || path.isEmpty()) return Optional.empty();
        boolean arrived = large.get().isAnswered() || large.get().acknowledgedBytes() >= large.get().sentBytes();
        if (arrived) return Optional.empty();
        return Optional.of(Finding.of(Fault.MTU_BLACK_HOLE, visit.target().toString()).because(large.get().text())
                .because("of its " + large.get().sentBytes() + " bytes the server's TCP acknowledged "
                        + large.get().acknowledgedBytes())
                .because(path.get().text())
                .verdict("large packets to the server vanish on the way without a word, though the handshake agreed on them")
                .not(Fault.NEVER_ANSWERS, "a small request is answered")
                .advice("Clamp the MSS to what the path carries, or let ICMP 'fragmentation needed' ('packet too big') pass.")
                .claim());
    }

    /** Some property of the SYN explains what happened to the connection. */
    static boolean isExplainedBySyns(Visit visit) {
        return syns(visit).isPresent();
    }

    private static boolean answered(List<SynTrial> trials, Form form) {
        return trials.stream().anyMatch(trial -> trial.form() == form && trial.isAnswered());
    }

    private static Finding syn(Visit visit, List<SynTrial> trials, Fault fault, Form form, String verdict) {
        var draft = Finding.of(fault, visit.target().toString());
        trials.stream().filter(trial -> trial.form() == form).forEach(trial -> draft.because(trial.text()));
        trials.stream().filter(trial -> trial.form() != form).forEach(trial -> draft.because(trial.text()));
        return draft.verdict(verdict).not(Fault.FIREWALL_DROP, "other SYNs to the same port are answered").claim();
    }

    private static Optional<Finding> idle(Visit visit) {
        var test = visit.first(IdleTest.class);
        if (test.isEmpty()) return Optional.empty();
        return switch (test.get().ending()) {
            case SURVIVED, CLOSED_BY_SERVER -> Optional.empty();
            case RESET_WHILE_IDLE -> Optional.of(cut(visit, test.get()).confidence(Confidence.LIKELY).claim());
            case RESET_AFTERWARDS -> Optional.of(cut(visit, test.get()).claim());
            case SILENT_AFTERWARDS -> test.get().acknowledged() ? Optional.empty()
                    : Optional.of(cut(visit, test.get()).claim());
        };
    }

    private static Finding.Draft cut(Visit visit, IdleTest test) {
        var draft = Finding.of(Fault.IDLE_CUT, visit.target().toString()).because(test.text());
        visit.all(Talk.class).stream().filter(Talk::isAnswered).findFirst()
                .ifPresent(talk -> draft.because("without a pause: " + talk.text())
                .not(Fault.NEVER_ANSWERS, talk.text()));
        return draft.verdict("something on the way forgot the connection while it was idle for "
                + Quantity.time(test.idleNanos()))
                .advice("Send keep-alives (TCP or of the protocol) at shorter intervals than that, or close idle connections "
                        + "sooner.");
    }
}
