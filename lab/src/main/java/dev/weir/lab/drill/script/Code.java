package dev.weir.lab.drill.script;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a {@code %{ }%} block demands: one comparison per line or {@code ;}, in the notation of Python.
 *
 * @param checks each a condition with its text
 */
public record Code(List<Check> checks) implements Step.Action {
    /** @param line where it stands in the script */
    public record Check(int line, String text, Expression condition) {}

    public static Code parse(int line, String code) {
        var checks = new ArrayList<Check>();
        int at = line;
        for (String row : code.split("\n", -1)) {
            for (String statement : row.split(";")) {
                String text = statement.strip();
                if (!text.isEmpty() && !text.startsWith("#")) checks.add(check(at, text));
            }
            at++;
        }
        if (checks.isEmpty()) throw new ScriptError(line, "a %{ }% block that demands nothing");
        return new Code(List.copyOf(checks));
    }

    private static Check check(int line, String text) {
        if (!text.startsWith("assert ")) {
            throw new ScriptError(line, "only 'assert CONDITION' is understood in %{ }%, not " + text);
        }
        var cursor = new Cursor(text.substring("assert ".length()), (_, _) -> { });
        try {
            Expression condition = Expression.parse(cursor);
            cursor.skipBlanks();
            if (!cursor.isAtEnd() && cursor.peek() != ',') {
                throw cursor.error("an operator expected instead of " + cursor.here());
            }
            return new Check(line, text, condition);
        } catch (ScriptError e) {
            throw new ScriptError(line, e.getMessage());
        }
    }

    /**
     * The first check that does not hold, with the values of its names; null if all do.
     *
     * @param names answers the value that a name has now, null if it has none
     * @param memory what earlier blocks of the same run have assigned
     */
    public String firstFailure(Function<String, Object> names, Memory memory) {
        for (Check check : checks) {
            var used = new ArrayList<String>();
            Object value;
            try {
                value = check.condition().value(name -> {
                    Object found = names.apply(name);
                    if (found != null) used.add(name + " = " + found);
                    return found;
                });
            } catch (IllegalArgumentException e) {
                throw new ScriptError(check.line(), e.getMessage());
            }
            if (!Expression.isTrue(value)) return check.text() + "\n  where " + String.join(", ", used);
        }
        return null;
    }
}
