package dev.weir.lab.drill.script;

import java.util.List;

/**
 * A system call and what it must answer.
 *
 * @param error name of errno after {@code -1}; empty where none is given
 */
public record Call(String name, List<Value> arguments, Value result, String error) implements Step.Action {
    public Value argument(int index) {
        return index < arguments.size() ? arguments.get(index) : Value.ANY;
    }

    /** {@code -1 ECONNRESET}. */
    public String expected() {
        return error.isEmpty() ? result.toString() : result + " " + error;
    }
}
