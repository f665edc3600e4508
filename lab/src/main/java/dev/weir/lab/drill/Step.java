package dev.weir.lab.drill;

/**
 * One event of a script.
 *
 * @param line where it begins, from 1
 * @param text as the author wrote it
 */
record Step(int line, String text, When when, Action action) {
    /** What a step does or expects. */
    sealed interface Action permits TcpLine, IcmpLine, Call, Assertion, Batch {}

    /** Packets injected between hold and release reach the stack together, in one turn. */
    enum Batch implements Action {
        HOLD,
        RELEASE
    }
}
