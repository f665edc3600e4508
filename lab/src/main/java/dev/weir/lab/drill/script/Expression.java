package dev.weir.lab.drill.script;

import java.util.List;
import java.util.function.Function;

/** A condition over numbers and symbols, in the notation that Python and C share. */
public sealed interface Expression {
    /**
     * A Long or a String.
     *
     * @param names answers the value of a name, null if it has none
     * @throws IllegalArgumentException for an unknown name, or an operator between things it does not fit
     */
    Object value(Function<String, Object> names);

    /** A number or symbol as written. */
    record Literal(Object value) implements Expression {
        @Override
        public Object value(Function<String, Object> names) {
            return value;
        }
    }

    /** {@code tcpi_snd_cwnd}; an unknown name in capitals stands for itself. */
    record Name(String name) implements Expression {
        @Override
        public Object value(Function<String, Object> names) {
            Object value = names.apply(name);
            if (value != null) return value;
            if (name.matches("[A-Z][A-Z0-9_]*")) return name;
            throw new IllegalArgumentException("unknown name " + name);
        }
    }

    record Not(Expression operand) implements Expression {
        @Override
        public Object value(Function<String, Object> names) {
            return isTrue(operand.value(names)) ? 0L : 1L;
        }
    }

    record Binary(Expression left, String operator, Expression right) implements Expression {
        @Override
        public Object value(Function<String, Object> names) {
            Object a = left.value(names);
            if (operator.equals("and") && !isTrue(a)) return 0L;
            if (operator.equals("or") && isTrue(a)) return 1L;
            Object b = right.value(names);
            return switch (operator) {
                case "and", "or" -> truth(isTrue(b));
                case "==" -> truth(a.equals(b));
                case "!=" -> truth(!a.equals(b));
                default -> arithmetic(number(a), number(b));
            };
        }

        private Object arithmetic(long a, long b) {
            return switch (operator) {
                case "<=" -> truth(a <= b);
                case ">=" -> truth(a >= b);
                case "<" -> truth(a < b);
                case ">" -> truth(a > b);
                case "+" -> a + b;
                case "-" -> a - b;
                case "*" -> a * b;
                case "&" -> a & b;
                case "|" -> a | b;
                default -> throw new IllegalArgumentException("unknown operator " + operator);
            };
        }

        private long number(Object value) {
            if (value instanceof Long number) return number;
            throw new IllegalArgumentException(value + " is not a number: " + operator + " does not apply");
        }
    }

    static boolean isTrue(Object value) {
        return !value.equals(0L);
    }

    private static Object truth(boolean holds) {
        return holds ? 1L : 0L;
    }

    /** Operators by rank, those that bind least first; longer ones before their beginnings. */
    List<List<String>> RANKS = List.of(
            List.of("or"), List.of("and"), List.of("==", "!=", "<=", ">=", "<", ">"),
            List.of("|"), List.of("&"), List.of("+", "-"), List.of("*"));

    static Expression parse(Cursor cursor) {
        return parse(cursor, 0);
    }

    private static Expression parse(Cursor cursor, int rank) {
        if (rank == RANKS.size()) return single(cursor);
        Expression left = parse(cursor, rank + 1);
        String operator;
        while ((operator = operator(cursor, RANKS.get(rank))) != null) {
            left = new Binary(left, operator, parse(cursor, rank + 1));
        }
        return left;
    }

    private static String operator(Cursor cursor, List<String> operators) {
        for (String operator : operators) {
            boolean isWord = Character.isLetter(operator.charAt(0));
            boolean found = isWord ? cursor.acceptWord(operator) : cursor.accept(operator);
            if (found) return operator;
        }
        return null;
    }

    private static Expression single(Cursor cursor) {
        if (cursor.acceptWord("not")) return new Not(parse(cursor, 2));
        if (cursor.accept("(")) {
            Expression inner = parse(cursor, 0);
            cursor.expect(")");
            return inner;
        }
        cursor.skipBlanks();
        if (Character.isDigit(cursor.peek()) || cursor.peek() == '-') return new Literal(cursor.integer());
        var name = new StringBuilder(cursor.word());
        while (!name.isEmpty() && cursor.peek() == '.') {
            cursor.expect(".");
            name.append('.').append(cursor.word());
        }
        return switch (name.toString()) {
            case "" -> throw cursor.error("a value expected instead of " + cursor.here());
            case "True", "true" -> new Literal(1L);
            case "False", "false" -> new Literal(0L);
            default -> new Name(name.toString());
        };
    }
}
