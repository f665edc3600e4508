package dev.weir.lab.drill;

import java.util.List;

/**
 * A system call and what it must answer.
 *
 * @param error name of errno after {@code -1}; empty where none is given
 */
record Call(String name, List<Value> arguments, Value result, String error) implements Step.Action {
    Value argument(int index) {
        return index < arguments.size() ? arguments.get(index) : Value.ANY;
    }

    /** {@code -1 ECONNRESET}. */
    String expected() {
        return error.isEmpty() ? result.toString() : result + " " + error;
    }
}
