package dev.weir.lab.drill;

/**
 * How one run of a script ended.
 *
 * @param line where it failed, or what cannot be judged stands; 0 if it passed
 * @param what in one line what is wrong, or which feature is missing; empty if it passed
 * @param report for a person: the line, what was expected and what was seen, and what had happened before; empty unless
 *     it failed
 */
public record Outcome(String script, Variant variant, Verdict verdict, int line, String what, String report) {
    /** What can be said of a script. */
    public enum Verdict {
        PASSED,
        FAILED,
        /** It needs what is not there: neither the script nor the stack is wrong. */
        NOT_APPLICABLE
    }

    static Outcome passed(String script, Variant variant) {
        return new Outcome(script, variant, Verdict.PASSED, 0, "", "");
    }

    static Outcome notApplicable(String script, Variant variant, int line, String feature) {
        return new Outcome(script, variant, Verdict.NOT_APPLICABLE, line, feature, "");
    }

    public boolean passed() {
        return verdict == Verdict.PASSED;
    }

    /** Null if it passed. */
    public String failure() {
        return passed() ? null : toString();
    }

    @Override
    public String toString() {
        return switch (verdict) {
            case PASSED -> script + " (" + variant + "): passed";
            case FAILED -> report;
            case NOT_APPLICABLE -> script + ":" + line + " (" + variant + "): not applicable: " + what;
        };
    }
}
