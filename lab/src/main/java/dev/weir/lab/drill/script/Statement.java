package dev.weir.lab.drill.script;

import java.util.List;

/** One statement of the code in a script. */
sealed interface Statement {
    /** A demand that does not hold. */
    final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Failed(String message) {
            super(message, null, false, false);
        }
    }

    /** What {@code return} hands back; nothing else ends a block early. */
    record Returned(Object value) {}

    int line();

    /** Null to go on. */
    Returned run(Scope scope);

    static Returned run(List<Statement> statements, Scope scope) {
        for (Statement each : statements) {
            scope.step();
            Returned returned = each.run(scope);
            if (returned != null) return returned;
        }
        return null;
    }

    /** @param message what to tell with it, null for nothing */
    record Assert(int line, String text, Expression condition, Expression message) implements Statement {
        @Override
        public Returned run(Scope scope) {
            scope.takeUsed();
            if (Operators.isTrue(condition.value(scope))) return null;
            String where = scope.takeUsed();
            String told = message == null ? "" : "\n  " + message.value(scope);
            throw new Failed(text + (where.isEmpty() ? "" : "\n  where " + where) + told);
        }
    }

    record Assign(int line, String name, Expression value) implements Statement {
        @Override
        public Returned run(Scope scope) {
            scope.assign(name, value.value(scope));
            return null;
        }
    }

    /** @param otherwise empty without one */
    record If(int line, Expression condition, List<Statement> then, List<Statement> otherwise) implements Statement {
        @Override
        public Returned run(Scope scope) {
            return Statement.run(Operators.isTrue(condition.value(scope)) ? then : otherwise, scope);
        }
    }

    record For(int line, String name, Expression items, List<Statement> body) implements Statement {
        @Override
        public Returned run(Scope scope) {
            if (!(items.value(scope) instanceof List<?> list)) throw new IllegalArgumentException("no list to go over");
            for (Object item : list) {
                scope.assign(name, item);
                scope.step();
                Returned returned = Statement.run(body, scope);
                if (returned != null) return returned;
            }
            return null;
        }
    }

    record Define(int line, String name, List<String> parameters, List<Statement> body) implements Statement {
        @Override
        public Returned run(Scope scope) {
            scope.assign(name, this);
            return null;
        }

        Object call(List<Object> arguments, Scope scope) {
            if (arguments.size() != parameters.size()) {
                throw new IllegalArgumentException(name + " takes " + parameters.size() + " arguments");
            }
            Scope inside = scope.inside();
            for (int i = 0; i < arguments.size(); i++) inside.assign(parameters.get(i), arguments.get(i));
            Returned returned = Statement.run(body, inside);
            return returned == null ? 0L : returned.value();
        }
    }

    record Return(int line, Expression value) implements Statement {
        @Override
        public Returned run(Scope scope) {
            return new Returned(value.value(scope));
        }
    }

    record Evaluate(int line, Expression expression) implements Statement {
        @Override
        public Returned run(Scope scope) {
            expression.value(scope);
            return null;
        }
    }
}
