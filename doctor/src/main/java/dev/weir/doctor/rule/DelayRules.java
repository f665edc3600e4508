package dev.weir.doctor.rule;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.doctor.visit.Attempt;
import dev.weir.doctor.visit.RoundTrips;
import dev.weir.doctor.visit.Visit;
import java.util.List;

/** Connections that were established, late. */
final class DelayRules implements Rule {
    @Override
    public List<Finding> judge(Visit visit) {
        var slow = visit.all(Attempt.class).stream()
                .filter(attempt -> attempt.isConnected() && attempt.outcome().syns() > 1).toList();
        var more = visit.first(RoundTrips.class);
        boolean alsoMore = more.isPresent() && more.get().slowConnects() > 0;
        if (slow.isEmpty() && !alsoMore || PathRules.isExplainedBySyns(visit)) return List.of();
        var draft = Finding.of(Fault.FIRST_SYN_LOST, visit.target().toString());
        slow.forEach(attempt -> draft.because(attempt.text() + ": the kernel sent " + attempt.outcome().syns()
                + " SYNs"));
        more.ifPresent(trips -> draft.because(trips.text()));
        int affected = slow.size() + more.map(RoundTrips::slowConnects).orElse(0);
        long tried = visit.all(Attempt.class).stream().filter(Attempt::isConnected).count()
                + more.map(RoundTrips::tried).orElse(0);
        long cost = slow.stream().mapToLong(Attempt::nanos).max().orElse(
                more.map(trips -> trips.connectNanos().getLast()).orElse(0L));
        return List.of(draft.cost(cost).confidence(affected > 1 ? Confidence.PROVEN : Confidence.LIKELY)
                .verdict("the first SYN of " + affected + " of " + tried + " connections was lost, which cost up to "
                        + Quantity.time(cost) + "; the server itself answers at once")
                .not(Fault.SLOW_SERVER, "the kernel had to send the SYN again: its retransmission timer made the delay").claim());
    }
}
