package dev.weir.lab.drill.script;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Where the code of one block looks for its names, and what it may cost. */
final class Scope {
    private static final int MOST_STATEMENTS = 100_000;
    private static final int DEEPEST = 50;

    private final Function<String, Object> names;
    private final Map<String, Object> globals;
    private final Map<String, Object> locals; // null outside of functions
    private final Scope caller;
    private final int depth;
    private final Map<String, Object> used = new LinkedHashMap<>();
    private int statements;

    Scope(Function<String, Object> names, Memory memory) {
        this(names, memory.variables, null, null);
    }

    private Scope(Function<String, Object> names, Map<String, Object> globals, Map<String, Object> locals,
            Scope caller) {
        this.names = names;
        this.globals = globals;
        this.locals = locals;
        this.caller = caller;
        this.depth = caller == null ? 0 : caller.depth + 1;
        if (depth > DEEPEST) throw new NotApplicable("code that calls itself more than " + DEEPEST + " times");
    }

    /** For one call of a function. */
    Scope inside() {
        return new Scope(names, globals, new HashMap<>(), this);
    }

    /**
     * A variable, what the runner knows, a constant of the systems' headers; a name in capitals that is none of these
     * stands for itself.
     *
     * @throws NotApplicable for a field of tcp_info that is not known here
     * @throws IllegalArgumentException for any other unknown name
     */
    Object valueOf(String name) {
        Object value = locals == null ? null : locals.get(name);
        if (value == null) value = globals.get(name);
        if (value == null) value = names.apply(name);
        if (value == null) value = Constants.valueOf(name);
        if (value != null) {
            if (!(value instanceof Statement.Define)) used.put(name, value);
            return value;
        }
        if (name.startsWith("tcpi_") || name.matches("TCPI?_\\w+")) {
            throw new NotApplicable("tcp_info field " + name);
        }
        if (name.matches("[A-Z][A-Z0-9_]*")) return name;
        throw new IllegalArgumentException("unknown name " + name);
    }

    void assign(String name, Object value) {
        (locals == null ? globals : locals).put(name, value);
    }

    /** Counts a statement. */
    void step() {
        if (caller != null) {
            caller.step();
        } else if (++statements > MOST_STATEMENTS) {
            throw new NotApplicable("code that takes more than " + MOST_STATEMENTS + " statements");
        }
    }

    /** The names that were read since the last call, with their values. */
    String takeUsed() {
        var text = new StringBuilder();
        used.forEach((name, value) -> text.append(text.isEmpty() ? "" : ", ").append(name).append(" = ").append(value));
        used.clear();
        return text.toString();
    }
}
