package dev.weir.lab.drill.script;

import dev.weir.core.event.State;
import java.util.List;

/**
 * A command line in back quotes. It is never run: a reviewed table says what it means here. One that means nothing
 * known is an {@link Obstacle} of the script.
 *
 * @param text as written
 * @param effects in their order; empty if it is harmless and means nothing here
 */
public record Command(String text, List<Effect> effects) implements Step.Action {
    /** What a command does to the stack, or asks about it. */
    public sealed interface Effect {}

    /** A value of {@code StackConfig}, by the names of its records: {@code tcp.rto.initial}, {@code 200ms}. */
    public record Setting(String key, String value) implements Effect {}

    /** The link's MTU in bytes, from now on. */
    public record LinkMtu(int bytes) implements Effect {}

    /**
     * So many connections must be in a state.
     *
     * @param state null: any but CLOSED
     * @param port on either side; 0: any
     * @param orMore whether more than these are as good
     */
    public record Count(State state, int port, int expected, boolean orMore) implements Effect {
        public boolean isMetBy(int seen) {
            return orMore ? seen >= expected : seen == expected;
        }
    }

    @Override
    public String toString() {
        return "`" + text + "`";
    }
}
