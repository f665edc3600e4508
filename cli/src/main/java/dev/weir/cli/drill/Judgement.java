package dev.weir.cli.drill;

/**
 * What came of one script over one version of IP.
 *
 * @param line where it failed, or what cannot be judged stands; 0 where that is not one line
 * @param what in one line; empty if it passed
 * @param report of a failure, for a person, without what had happened before; else empty
 * @param history of a failure: what had happened before
 * @param problem of the run itself, such as a capture that could not be written; else empty
 */
record Judgement(ScriptFile file, Family family, End end, int line, String what, String report, String history,
        String problem) {
    enum End {
        PASSED("pass"),
        FAILED("FAIL"),
        /** It failed, as its author says. */
        EXPECTED_FAILURE("xfail"),
        NOT_APPLICABLE("n/a");

        private final String word;

        End(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    boolean isSkipped() {
        return end == End.EXPECTED_FAILURE || end == End.NOT_APPLICABLE;
    }

    /** {@code close/reset.pkt:12}. */
    String place() {
        return file.name() + (line > 0 && end != End.PASSED ? ":" + line : "");
    }
}
