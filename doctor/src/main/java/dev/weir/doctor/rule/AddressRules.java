package dev.weir.doctor.rule;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.doctor.visit.Attempt;
import dev.weir.doctor.visit.HappyEyeballs;
import dev.weir.doctor.visit.Visit;
import dev.weir.io.probe.ConnectProbe.End;
import java.util.ArrayList;
import java.util.List;

/** Some addresses of the target can be connected to, others not. */
final class AddressRules implements Rule {
    @Override
    public List<Finding> judge(Visit visit) {
        var attempts = visit.all(Attempt.class);
        var good = attempts.stream().filter(Attempt::isConnected).toList();
        var bad = attempts.stream().filter(attempt -> !attempt.isConnected()
                && !ConnectRules.lacksFamily(visit, attempt)).toList();
        if (good.isEmpty() || bad.isEmpty()) return List.of();
        var findings = new ArrayList<Finding>();
        boolean loopback = attempts.stream().allMatch(attempt -> attempt.address().isLoopback());
        if (loopback && bad.stream().allMatch(attempt -> attempt.end() == End.REFUSED)) {
            findings.add(oneFamily(visit, good, bad));
        } else {
            findings.add(dead(visit, good, bad));
        }
        return findings;
    }

    private static Finding oneFamily(Visit visit, List<Attempt> good, List<Attempt> bad) {
        String works = good.getFirst().address().toString();
        String fails = bad.getFirst().address().toString();
        var draft = Finding.of(Fault.LOCALHOST_FAMILY, visit.target().toString())
                .verdict(visit.target().host() + " is " + fails + " as well as " + works
                + ", but the server listens at "
                        + works + " only")
                .advice("Use " + works + " instead of the name, or let the server listen at "
                        + (good.getFirst().address().isIpv4() ? "'::'" : "'0.0.0.0'") + " too.")
                .not(Fault.PORT_CLOSED, good.getFirst().text());
        bad.forEach(attempt -> draft.because(attempt.text()));
        good.forEach(attempt -> draft.because(attempt.text()));
        return draft.claim();
    }

    private static Finding dead(Visit visit, List<Attempt> good, List<Attempt> bad) {
        var eyeballs = HappyEyeballs.of(visit);
        var draft = Finding.of(Fault.ADDRESS_DEAD, visit.target().toString()).cost(eyeballs.sequentialNanos());
        bad.forEach(attempt -> draft.because(attempt.text()));
        good.forEach(attempt -> draft.because(attempt.text()));
        draft.because(eyeballs.text());
        boolean silent = bad.stream().anyMatch(attempt -> attempt.end() == End.SILENT);
        String which = String.join(", ", bad.stream().map(attempt -> attempt.address().toString()).toList());
        return draft.verdict(Quantity.count(bad.size(), "address").replace("addresss", "addresses") + " of "
                        + (good.size() + bad.size()) + " of " + visit.target().host() + " does not work (" + which + ")"
                        + (silent ? "; a client that tries one after the other hangs there" : ""))
                .not(Fault.HOST_DOWN, good.getFirst().text())
                .advice("Mend " + which + ", or take it out of the name.").claim();
    }
}
