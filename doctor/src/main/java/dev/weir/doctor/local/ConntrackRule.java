package dev.weir.doctor.local;

import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Culprit;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import java.util.List;

/** The table in which the kernel's filters follow connections is full: what it cannot enter is dropped. */
final class ConntrackRule implements LocalRule {
    /** The kernel evicts what it can when the table is full, so that it stays a little below; of a hundred. */
    private static final int FULL_PERCENT = 98;

    @Override
    public List<Finding> judge(LocalState state) {
        if (state.tracked().isEmpty() || state.trackedLimit().isEmpty()) return List.of();
        long used = state.tracked().getAsLong();
        long limit = state.trackedLimit().getAsLong();
        if (limit == 0 || used * 100 < limit * FULL_PERCENT) return List.of();
        return List.of(Finding.of(Fault.CONNTRACK_FULL, "this machine").by(Culprit.THIS_HOST)
                .confidence(used >= limit ? Confidence.CERTAIN : Confidence.PROVEN)
                .verdict("The connection tracking of this machine is full: " + used + " of " + limit + " entries")
                .because("nf_conntrack_count is " + used + ", nf_conntrack_max is " + limit)
                .advice("sudo sysctl net.netfilter.nf_conntrack_max=" + 2 * limit
                        + ", or shorter time-outs (nf_conntrack_tcp_timeout_*)")
                .claim());
    }
}
