package dev.weir.lab.drill.script;

/**
 * One event of a script.
 *
 * @param line where it begins, from 1
 * @param text as the author wrote it
 */
public record Step(int line, String text, When when, Action action) {
    /** The same step with another action. */
    public Step with(Action other) {
        return new Step(line, text, when, other);
    }

    /** What a step does or expects. */
    public sealed interface Action permits TcpLine, UdpLine, IcmpLine, Call, Code, Command, Batch, Outside {}

    /** Packets injected between hold and release reach the stack together, in one turn. */
    public enum Batch implements Action {
        HOLD,
        RELEASE
    }
}
