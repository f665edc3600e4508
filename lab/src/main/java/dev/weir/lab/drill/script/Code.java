package dev.weir.lab.drill.script;

import java.util.List;
import java.util.function.Function;

/** What stands in <code>%{ }%</code>: statements in a part of Python, run where they stand. */
public final class Code implements Step.Action {
    private final int line;
    private final String text;
    private final List<Statement> statements;

    Code(int line, String text, List<Statement> statements) {
        this.line = line;
        this.text = text;
        this.statements = List.copyOf(statements);
    }

    /**
     * The first demand that does not hold, with the values of its names; null if all do.
     *
     * @param names answers the value that a name has now, null if it has none
     * @param memory what earlier blocks of the same run have assigned
     * @throws NotApplicable for a name or function that means nothing here
     * @throws ScriptError where the code is wrong in itself
     */
    public String firstFailure(Function<String, Object> names, Memory memory) {
        try {
            Statement.run(statements, new Scope(names, memory));
            return null;
        } catch (Statement.Failed e) {
            return e.getMessage();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ScriptError(line, text.strip() + ": " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return "%{" + text + "}%";
    }
}
