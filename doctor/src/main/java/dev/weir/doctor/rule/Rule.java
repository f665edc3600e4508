package dev.weir.doctor.rule;

import dev.weir.analysis.finding.Finding;
import dev.weir.doctor.visit.Visit;
import java.util.List;

/** One kind of fault, or a family that is told apart by the same evidence. */
@FunctionalInterface
interface Rule {
    List<Finding> judge(Visit visit);
}
