package dev.weir.doctor.local;

import dev.weir.analysis.finding.Finding;
import java.util.List;

/** One fault of a machine. */
@FunctionalInterface
interface LocalRule {
    List<Finding> judge(LocalState state);
}
