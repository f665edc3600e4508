package dev.weir.cli.drill;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many scripts came to which end. */
final class Totals {
    private final Map<String, Integer> reasons = new LinkedHashMap<>();
    private int passed;
    private int failed;
    private int expectedFailures;
    private int notApplicable;

    void add(Judgement judgement) {
        switch (judgement.end()) {
            case PASSED -> passed++;
            case FAILED -> failed++;
            case EXPECTED_FAILURE -> expectedFailures++;
            case NOT_APPLICABLE -> {
                notApplicable++;
                reasons.merge(judgement.what(), 1, Integer::sum);
            }
        }
    }

    int passed() {
        return passed;
    }

    int failed() {
        return failed;
    }

    int expectedFailures() {
        return expectedFailures;
    }

    int notApplicable() {
        return notApplicable;
    }

    int all() {
        return passed + failed + expectedFailures + notApplicable;
    }

    /** Why scripts were not applicable, the most frequent first. */
    List<Map.Entry<String, Integer>> reasons() {
        return reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }

    /** None failed, and some were run. */
    boolean isGood() {
        return failed == 0 && passed > 0;
    }

    /** The line that a machine may look for. */
    String closingLine() {
        return passed + " passed, " + failed + " failed, " + (expectedFailures + notApplicable) + " skipped";
    }
}
