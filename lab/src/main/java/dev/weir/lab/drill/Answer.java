package dev.weir.lab.drill;

import dev.weir.lab.drill.script.Call;
import dev.weir.lab.drill.script.Value;
import java.util.List;

/**
 * What a system call answered.
 *
 * @param result -1 with {@code error}
 * @param error null without
 * @param surprises what else is not as the script says: output arguments, bytes that were read
 */
record Answer(long result, Errno error, List<String> surprises) {
    static final Answer ZERO = of(0);

    static Answer of(long result) {
        return new Answer(result, null, List.of());
    }

    static Answer failed(Errno error) {
        return new Answer(-1, error, List.of());
    }

    static Answer surprising(long result, String surprise) {
        return new Answer(result, null, List.of(surprise));
    }

    /** An output argument: {@code ...} takes any value, {@code [7]} only 7. */
    static Answer withOutput(String what, Value expected, long actual) {
        boolean bracketed = expected instanceof Value.Items(var items) && items.size() == 1;
        Value single = bracketed ? ((Value.Items) expected).items().getFirst() : expected;
        boolean met = switch (single) {
            case Value.Any _ -> true;
            case Value.Number number -> number.value() == actual;
            case Value.Symbol symbol -> errorNumber(symbol) == actual;
            default -> false;
        };
        return met ? ZERO : surprising(0, what + " is " + actual + " instead of " + expected);
    }

    private static long errorNumber(Value.Symbol symbol) {
        for (var errno : Errno.values()) {
            if (errno.name().equals(symbol.name())) return errno.number();
        }
        return Long.MIN_VALUE;
    }

    boolean meets(Call call) {
        boolean resultMet = switch (call.result()) {
            case Value.Any _ -> true;
            case Value.Number number -> number.value() == result;
            default -> false;
        };
        String name = error == null ? "" : error.name();
        boolean errorMet = call.error().isEmpty()
                ? result >= 0 || call.result() instanceof Value.Any
                : call.error().equals(name);
        return resultMet && errorMet && surprises.isEmpty();
    }

    @Override
    public String toString() {
        var text = new StringBuilder().append(result);
        if (error != null) text.append(' ').append(error);
        for (String surprise : surprises) text.append("; ").append(surprise);
        return text.toString();
    }
}
