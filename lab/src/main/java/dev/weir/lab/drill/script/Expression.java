package dev.weir.lab.drill.script;

import java.util.ArrayList;
import java.util.List;

/** A value in the notation of Python: a Long, a Double, a String, or a List of these. */
sealed interface Expression {
    /**
     * @throws IllegalArgumentException for an unknown name, or an operator between things that it does not fit
     * @throws NotApplicable for what nobody knows here
     */
    Object value(Scope scope);

    /** A number or text as written. */
    record Literal(Object value) implements Expression {
        @Override
        public Object value(Scope scope) {
            return value;
        }
    }

    record Name(String name) implements Expression {
        @Override
        public Object value(Scope scope) {
            return scope.valueOf(name);
        }
    }

    /** {@code (a, b)} and {@code [a, b]}. */
    record Sequence(List<Expression> items) implements Expression {
        @Override
        public Object value(Scope scope) {
            return values(items, scope);
        }
    }

    /** {@code not a}, {@code -a}, {@code ~a}. */
    record Unary(String operator, Expression operand) implements Expression {
        @Override
        public Object value(Scope scope) {
            Object value = operand.value(scope);
            return switch (operator) {
                case "not" -> Operators.isTrue(value) ? 0L : 1L;
                case "~" -> ~Operators.whole(value);
                default -> Operators.apply("-", 0L, value);
            };
        }
    }

    record Binary(Expression left, String operator, Expression right) implements Expression {
        @Override
        public Object value(Scope scope) {
            Object a = left.value(scope);
            if (operator.equals("and")) return Operators.isTrue(a) ? right.value(scope) : a;
            if (operator.equals("or")) return Operators.isTrue(a) ? a : right.value(scope);
            return Operators.apply(operator, a, right.value(scope));
        }
    }

    /** {@code a <= b < c}: each with the next. */
    record Comparison(List<Expression> operands, List<String> operators) implements Expression {
        @Override
        public Object value(Scope scope) {
            Object left = operands.getFirst().value(scope);
            for (int i = 0; i < operators.size(); i++) {
                Object right = operands.get(i + 1).value(scope);
                if (!Operators.compare(operators.get(i), left, right)) return 0L;
                left = right;
            }
            return 1L;
        }
    }

    /** {@code a if condition else b}. */
    record Choice(Expression condition, Expression then, Expression otherwise) implements Expression {
        @Override
        public Object value(Scope scope) {
            return (Operators.isTrue(condition.value(scope)) ? then : otherwise).value(scope);
        }
    }

    /** {@code list[index]}. */
    record Item(Expression list, Expression index) implements Expression {
        @Override
        public Object value(Scope scope) {
            if (!(list.value(scope) instanceof List<?> items)) throw new IllegalArgumentException("no list to index");
            long at = Operators.whole(index.value(scope));
            long from = at < 0 ? at + items.size() : at;
            if (from < 0 || from >= items.size()) {
                throw new IllegalArgumentException("index " + at + " is out of range");
            }
            return items.get((int) from);
        }
    }

    /** {@code abs(x)}, or a function that code has defined. */
    record Invocation(String function, List<Expression> arguments) implements Expression {
        @Override
        public Object value(Scope scope) {
            List<Object> values = values(arguments, scope);
            Object builtIn = Operators.invoke(function, values);
            if (builtIn != null) return builtIn;
            Object defined;
            try {
                defined = scope.valueOf(function);
            } catch (IllegalArgumentException e) {
                throw new NotApplicable("code: function " + function);
            }
            if (defined instanceof Statement.Define define) return define.call(values, scope);
            throw new IllegalArgumentException(function + " is no function");
        }
    }

    /** {@code text.format(...)}: text, whatever it is made from. */
    record Text(Expression receiver, List<Expression> arguments) implements Expression {
        @Override
        public Object value(Scope scope) {
            return receiver.value(scope) + " " + values(arguments, scope);
        }
    }

    private static List<Object> values(List<Expression> expressions, Scope scope) {
        var values = new ArrayList<>(expressions.size());
        for (Expression each : expressions) values.add(each.value(scope));
        return values;
    }
}
