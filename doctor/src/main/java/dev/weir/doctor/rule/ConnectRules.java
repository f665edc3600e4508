package dev.weir.doctor.rule;

import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Culprit;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.doctor.visit.Adjacency;
import dev.weir.doctor.visit.Attempt;
import dev.weir.doctor.visit.HopSweep;
import dev.weir.doctor.visit.Packets;
import dev.weir.doctor.visit.Resolution;
import dev.weir.doctor.visit.SignOfLife;
import dev.weir.doctor.visit.Visit;
import dev.weir.doctor.visit.Way;
import dev.weir.io.probe.ConnectProbe.End;
import dev.weir.io.probe.IcmpError;
import dev.weir.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why no address of the target can be connected to. Where one can, see {@link AddressRules}. */
final class ConnectRules implements Rule {
    @Override
    public List<Finding> judge(Visit visit) {
        var attempts = visit.all(Attempt.class);
        if (attempts.isEmpty() || attempts.stream().anyMatch(Attempt::isConnected)) return List.of();
        if (PathRules.isExplainedBySyns(visit)) return List.of();
        var findings = new ArrayList<Finding>();
        for (var attempt : worthJudging(visit, attempts)) {
            var finding = judge(visit, attempt);
            boolean known = findings.stream().anyMatch(other -> other.fault() == finding.fault()
                    && other.culprit() == finding.culprit());
            if (!known) findings.add(finding);
        }
        return findings;
    }

    /** An IP version that this host does not have is no fault as long as there is another one to fail with. */
    private static List<Attempt> worthJudging(Visit visit, List<Attempt> attempts) {
        var possible = attempts.stream().filter(attempt -> !lacksFamily(visit, attempt)).toList();
        return possible.isEmpty() ? attempts : possible;
    }

    /** This host cannot speak that IP version beyond itself, so that its programs do not try it either (RFC 6724 5). */
    static boolean lacksFamily(Visit visit, Attempt attempt) {
        if (attempt.isConnected() || attempt.address().isLoopback() || attempt.address().isLinkLocal()) return false;
        return visit.way(attempt.address()).map(way -> !way.hasGlobalAddress()).orElse(false);
    }

    private static Finding judge(Visit visit, Attempt attempt) {
        return switch (attempt.end()) {
            case REFUSED -> attempt.icmp().map(icmp -> rejected(attempt, icmp)).orElseGet(() -> closed(visit, attempt));
            case NOT_SENT -> noRoute(visit, attempt);
            case UNREACHABLE, FAILED -> attempt.icmp().map(icmp -> unreachable(visit, attempt, icmp))
                    .orElseGet(() -> unreachable(visit, attempt));
            case SILENT -> silent(visit, attempt);
            case NO_PORT -> noPort(attempt);
            case CONNECTED -> throw new IllegalArgumentException("nothing is wrong with " + attempt);
        };
    }

    private static Finding.Draft draft(Fault fault, Attempt attempt) {
        return Finding.of(fault, attempt.place()).because(attempt.text());
    }

    private static Finding closed(Visit visit, Attempt attempt) {
        var pair = visit.all(Packets.class).stream().filter(packets -> packets.address().equals(attempt.address()))
                .findFirst().flatMap(packets -> packets.refusal(attempt.port()));
        if (pair.isPresent() && pair.get().isFromElsewhere()) return rejectedByReset(attempt, pair.get());
        var draft = draft(Fault.PORT_CLOSED, attempt).confidence(Confidence.LIKELY)
                .verdict("nothing listens on port " + attempt.port() + " of " + attempt.address()
                        + ": it answers with a reset")
                .not(Fault.FIREWALL_DROP, "an answer came back")
                .not(Fault.HOST_DOWN, "the host answered");
        if (visit.way(attempt.address()).filter(Way::isLocal).isPresent()) {
            draft.advice("On this host: see what listens with 'ss -ltn', and start the service or mend its port.");
        }
        pair.ifPresent(same -> {
            draft.because(same.text())
                    .not(Fault.FIREWALL_REJECT, "the reset comes from as far as the host's other packets");
            if (same.isSure()) draft.confidence(Confidence.PROVEN);
        });
        return draft.claim();
    }

    private static Finding rejectedByReset(Attempt attempt, Packets.Pair pair) {
        return draft(Fault.FIREWALL_REJECT, attempt).because(pair.text())
                .confidence(pair.isSure() ? Confidence.PROVEN : Confidence.LIKELY)
                .verdict("a filter on the way answers connection attempts to port " + attempt.port() + " of "
                        + attempt.address() + " with a reset in the server's name")
                .not(Fault.PORT_CLOSED, "the host's own packets arrive with a hop limit of " + pair.other().hopLimit())
                .advice("Ask whoever runs the filters on the way to allow TCP port " + attempt.port()
                        + "; the service itself never saw the attempt.").claim();
    }

    private static Finding rejected(Attempt attempt, IcmpError icmp) {
        boolean byHost = icmp.from().equals(attempt.address());
        String who = byHost ? "a filter on " + attempt.address() + " itself" : "a filter at " + icmp.from();
        return draft(Fault.FIREWALL_REJECT, attempt).by(byHost ? Culprit.SERVER_HOST : Culprit.MIDDLEBOX)
                .verdict(who + " rejects connections to port " + attempt.port() + "; programs call it '"
                        + attempt.outcome().error() + "'")
                .not(Fault.PORT_CLOSED, "a closed port answers with a reset; this was " + icmp)
                .advice("Ask whoever runs " + icmp.from() + " to allow TCP port " + attempt.port()
                        + "; the service itself never saw the attempt.").claim();
    }

    private static Finding noRoute(Visit visit, Attempt attempt) {
        var draft = draft(Fault.NO_ROUTE, attempt).confidence(Confidence.CERTAIN)
                .verdict("this host has no route to " + attempt.address() + ", so nothing was sent");
        visit.way(attempt.address()).ifPresent(way -> draft.because(way.text()));
        origin(visit, draft);
        return draft.advice("See 'ip route get " + attempt.address()
                + "', and whether a VPN or an interface should be up.").claim();
    }

    private static Finding unreachable(Visit visit, Attempt attempt, IcmpError icmp) {
        return switch (icmp.meaning()) {
            case PROHIBITED, PORT_UNREACHABLE -> rejected(attempt, icmp);
            case NO_ROUTE -> draft(Fault.NO_ROUTE, attempt).by(Culprit.NETWORK)
                    .verdict("the router " + icmp.from() + " has no route to " + attempt.address())
                    .not(Fault.FIREWALL_REJECT, "a filter names a prohibition; this was " + icmp)
                    .advice("Ask who runs " + icmp.from() + "; check that the address is right.").claim();
            case HOST_UNREACHABLE -> icmp.from().equals(attempt.address()) ? rejected(attempt, icmp)
                    : down(visit, attempt, icmp);
            case HOPS_EXCEEDED -> draft(Fault.ROUTING_LOOP, attempt)
                    .verdict("packets to " + attempt.address() + " go round until their hops are used up, at "
                            + icmp.from())
                    .advice("Ask who runs " + icmp.from() + "; 'traceroute " + attempt.address() + "' shows the loop.")
                    .claim();
            case TOO_BIG, OTHER -> unreachable(visit, attempt);
        };
    }

    private static Finding down(Visit visit, Attempt attempt, IcmpError icmp) {
        boolean here = adjacency(visit, attempt.address()).map(Adjacency::isSilent).orElse(false);
        var draft = draft(Fault.HOST_DOWN, attempt);
        if (here) return onLink(visit, attempt, draft);
        draft.verdict("no machine answers at " + attempt.address() + ": the last router, " + icmp.from()
                + ", finds none")
                .not(Fault.FIREWALL_DROP, "nothing was dropped in silence: " + icmp);
        origin(visit, draft);
        return draft.claim();
    }

    /** Without a word of ICMP. */
    private static Finding unreachable(Visit visit, Attempt attempt) {
        boolean silent = adjacency(visit, attempt.address()).map(Adjacency::isSilent).orElse(false);
        if (silent) return onLink(visit, attempt, draft(Fault.HOST_DOWN, attempt));
        return draft(Fault.NO_ROUTE, attempt).confidence(Confidence.LIKELY)
                .verdict("this host cannot send to " + attempt.address() + ": " + attempt.outcome().error()).claim();
    }

    private static Finding onLink(Visit visit, Attempt attempt, Finding.Draft draft) {
        var adjacency = adjacency(visit, attempt.address()).orElseThrow();
        draft.because(adjacency.text());
        boolean router = !adjacency.nextHop().address().equals(attempt.address());
        if (router) {
            draft.by(Culprit.NETWORK)
                    .verdict("the next router, " + adjacency.nextHop().address() + ", does not answer to "
                            + adjacency.method())
                    .advice("See whether the router runs, and whether 'ip route' names the right one.");
        } else {
            draft.verdict("no machine is at " + attempt.address() + ": on this host's own network nobody answers to "
                    + adjacency.method());
            origin(visit, draft);
        }
        return draft.not(Fault.FIREWALL_DROP, "a filter lets " + adjacency.method() + " pass").claim();
    }

    private static Finding silent(Visit visit, Attempt attempt) {
        var adjacency = adjacency(visit, attempt.address());
        boolean nobody = adjacency.map(Adjacency::isSilent).orElse(false);
        if (nobody) return onLink(visit, attempt, draft(Fault.HOST_DOWN, attempt));
        var life = visit.all(SignOfLife.class).stream()
                .filter(each -> each.address().equals(attempt.address()) && each.isAlive()).findFirst();
        boolean local = visit.way(attempt.address()).filter(Way::isLocal).isPresent();
        boolean onLink = adjacency.isPresent() && adjacency.get().isThere()
                && adjacency.get().nextHop().address().equals(attempt.address());
        if (life.isEmpty() && !onLink && !local) return silentEverywhere(visit, attempt);
        var draft = draft(Fault.FIREWALL_DROP, attempt);
        life.ifPresent(sign -> draft.because(sign.text()).not(Fault.HOST_DOWN, sign.answer()));
        if (local) draft.by(Culprit.THIS_HOST).not(Fault.HOST_DOWN, "it is this host");
        else if (onLink) draft.by(Culprit.SERVER_HOST).not(Fault.HOST_DOWN, adjacency.get().text());
        var hop = lastHop(visit, attempt, draft);
        String who = local || onLink ? "a filter on " + attempt.address() + " itself"
                : hop.map(last -> "something after " + last).orElse("a filter on the way");
        return draft.verdict(who + " drops connection attempts to port " + attempt.port() + " of " + attempt.address())
                .advice(local || onLink ? "Allow the port in that host's filter: 'sudo nft list ruleset' there."
                        : "Ask the owner of the hop " + hop.map(last -> "after " + last.from()).orElse("that filters")
                        + " to allow TCP port " + attempt.port() + "; the service may be well.").claim();
    }

    private static Finding silentEverywhere(Visit visit, Attempt attempt) {
        var draft = draft(Fault.HOST_DOWN, attempt).confidence(Confidence.LIKELY);
        visit.all(SignOfLife.class).stream().filter(each -> each.address().equals(attempt.address()))
                .forEach(sign -> draft.because(sign.text()));
        var hop = lastHop(visit, attempt, draft);
        origin(visit, draft);
        String where = attempt.address() + hop.map(last -> ", and nothing after " + last).orElse("");
        return draft.verdict("nothing answers at " + where
                + ": the host is down, the address is wrong, or all of it is filtered").claim();
    }

    private static Optional<HopSweep.Hop> lastHop(Visit visit, Attempt attempt, Finding.Draft draft) {
        var sweep = visit.all(HopSweep.class).stream().filter(each -> each.address().equals(attempt.address()))
                .findFirst();
        sweep.ifPresent(found -> draft.because(found.text()));
        return sweep.flatMap(HopSweep::last);
    }

    private static Finding noPort(Attempt attempt) {
        return draft(Fault.EPHEMERAL_PORTS_EXHAUSTED, attempt).confidence(Confidence.CERTAIN)
                .verdict("this host has no source port left for " + attempt.place()).claim();
    }

    /** Where the address came from: a wrong one has to be mended there. */
    private static void origin(Visit visit, Finding.Draft draft) {
        visit.first(Resolution.class).filter(resolution -> resolution.source() != Resolution.Source.LITERAL)
                .ifPresent(resolution -> draft.because("the address comes from: " + resolution.text()));
    }

    private static Optional<Adjacency> adjacency(Visit visit, IpAddress address) {
        return visit.all(Adjacency.class).stream().filter(each -> each.address().equals(address)).findFirst();
    }
}
