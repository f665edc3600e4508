package dev.weir.lab.drill.script;

import java.util.ArrayList;
import java.util.List;

/** Reads an expression of Python. */
final class ExpressionParser {
    /** Binary operators by rank, those that bind least first; longer ones before their beginnings. */
    private static final List<List<String>> RANKS = List.of(
            List.of("|"), List.of("^"), List.of("&"), List.of("<<", ">>"), List.of("+", "-"),
            List.of("//", "*", "/", "%"));
    private static final List<String> COMPARISONS =
            List.of("==", "!=", "<=", ">=", "<", ">", "not in", "in", "is not", "is");
    private static final int DEEPEST = 100;

    private final Cursor cursor;
    private int depth;

    ExpressionParser(String text) {
        this.cursor = Cursor.withoutComments(text);
    }

    /** @throws ScriptError if something is left, or missing */
    Expression whole() {
        Expression expression = choice();
        if (cursor.accept(",")) {
            var items = new ArrayList<>(List.of(expression));
            while (!isAtEnd()) {
                items.add(choice());
                if (!cursor.accept(",")) break;
            }
            expression = new Expression.Sequence(items);
        }
        if (!isAtEnd()) throw cursor.error("an operator expected instead of " + cursor.here());
        return expression;
    }

    private boolean isAtEnd() {
        cursor.skipBlanks();
        return cursor.isAtEnd();
    }

    private Expression choice() {
        if (++depth > DEEPEST) throw cursor.error("more than " + DEEPEST + " levels of brackets");
        Expression then = or();
        if (cursor.acceptWord("if")) {
            Expression condition = or();
            if (!cursor.acceptWord("else")) throw cursor.error("'else' expected instead of " + cursor.here());
            then = new Expression.Choice(condition, then, choice());
        }
        depth--;
        return then;
    }

    private Expression or() {
        Expression left = and();
        while (cursor.acceptWord("or") || cursor.accept("||")) left = new Expression.Binary(left, "or", and());
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (cursor.acceptWord("and") || cursor.accept("&&")) left = new Expression.Binary(left, "and", not());
        return left;
    }

    private Expression not() {
        int nots = 0;
        while (cursor.acceptWord("not") || isBang()) nots++;
        Expression operand = comparison();
        for (int i = 0; i < nots; i++) operand = new Expression.Unary("not", operand);
        return operand;
    }

    private boolean isBang() {
        cursor.skipBlanks();
        return cursor.peek() == '!' && cursor.peek(1) != '=' && cursor.accept("!");
    }

    private Expression comparison() {
        Expression first = binary(0);
        String operator = compared();
        if (operator == null) return first;
        var operands = new ArrayList<>(List.of(first));
        var operators = new ArrayList<String>();
        for (; operator != null; operator = compared()) {
            operators.add(operator);
            operands.add(binary(0));
        }
        return new Expression.Comparison(operands, operators);
    }

    private String compared() {
        for (String operator : COMPARISONS) {
            boolean isWord = Character.isLetter(operator.charAt(0));
            if (isWord ? acceptWords(operator) : cursor.accept(operator)) return operator;
        }
        return null;
    }

    private boolean acceptWords(String words) {
        int start = cursor.position();
        for (String word : words.split(" ")) {
            if (!cursor.acceptWord(word)) {
                cursor.backTo(start);
                return false;
            }
        }
        return true;
    }

    private Expression binary(int rank) {
        if (rank == RANKS.size()) return unary();
        Expression left = binary(rank + 1);
        String operator;
        while ((operator = operator(RANKS.get(rank))) != null) {
            left = new Expression.Binary(left, operator, binary(rank + 1));
        }
        return left;
    }

    private String operator(List<String> operators) {
        for (String operator : operators) {
            boolean doubled = (operator.equals("|") || operator.equals("&")) && isDoubled(operator.charAt(0));
            if (!doubled && cursor.accept(operator)) return operator;
        }
        return null;
    }

    private boolean isDoubled(char c) {
        cursor.skipBlanks();
        return cursor.peek() == c && cursor.peek(1) == c;
    }

    private Expression unary() {
        if (++depth > DEEPEST) throw cursor.error("more than " + DEEPEST + " levels of brackets");
        Expression value;
        if (cursor.accept("-")) value = new Expression.Unary("-", unary());
        else if (cursor.accept("~")) value = new Expression.Unary("~", unary());
        else if (cursor.accept("+")) value = unary();
        else value = power();
        depth--;
        return value;
    }

    private Expression power() {
        Expression base = trailed(single());
        return cursor.accept("**") ? new Expression.Binary(base, "**", unary()) : base;
    }

    /** {@code x[0]}, {@code x.format(y)}. */
    private Expression trailed(Expression value) {
        while (true) {
            if (cursor.accept("[")) {
                value = new Expression.Item(value, choice());
                cursor.expect("]");
            } else if (cursor.peek() == '.' && value instanceof Expression.Literal) {
                cursor.expect(".");
                String method = cursor.word();
                if (!method.equals("format")) throw cursor.error("method " + method + " is not known");
                cursor.expect("(");
                value = new Expression.Text(value, list(")"));
            } else {
                return value;
            }
        }
    }

    private Expression single() {
        cursor.skipBlanks();
        char c = cursor.peek();
        if (Character.isDigit(c) || c == '.' && Character.isDigit(cursor.peek(1))) return number();
        if (c == '"' || c == '\'') return text(c);
        boolean marked = "fru".indexOf(c) >= 0 && (cursor.peek(1) == '"' || cursor.peek(1) == '\'');
        if (marked) { // only told, never compared
            cursor.next();
            return text(cursor.peek());
        }
        if (cursor.accept("(")) return bracketed();
        if (cursor.accept("[")) return new Expression.Sequence(list("]"));
        var name = new StringBuilder(cursor.word());
        while (!name.isEmpty() && cursor.peek() == '.') {
            cursor.expect(".");
            name.append('.').append(cursor.word());
        }
        if (name.isEmpty()) throw cursor.error("a value expected instead of " + cursor.here());
        if (cursor.accept("(")) return new Expression.Invocation(name.toString(), list(")"));
        return switch (name.toString()) {
            case "True", "true" -> new Expression.Literal(1L);
            case "False", "false", "None" -> new Expression.Literal(0L);
            default -> new Expression.Name(name.toString());
        };
    }

    private Expression bracketed() {
        if (cursor.accept(")")) return new Expression.Sequence(List.of());
        Expression first = choice();
        if (cursor.accept(")")) return first;
        cursor.expect(",");
        var items = new ArrayList<>(List.of(first));
        items.addAll(list(")"));
        return new Expression.Sequence(items);
    }

    private List<Expression> list(String end) {
        var items = new ArrayList<Expression>();
        while (!cursor.accept(end)) {
            items.add(choice());
            if (cursor.accept(end)) break;
            cursor.expect(",");
        }
        return items;
    }

    private Expression number() {
        int start = cursor.position();
        if (cursor.startsWith("0x") || cursor.startsWith("0X")) return new Expression.Literal(cursor.integer());
        while (Character.isDigit(cursor.peek()) || cursor.peek() == '.') cursor.next();
        if (cursor.peek() == 'e' || cursor.peek() == 'E') {
            cursor.next();
            if (cursor.peek() == '-' || cursor.peek() == '+') cursor.next();
            while (Character.isDigit(cursor.peek())) cursor.next();
        }
        String digits = cursor.since(start);
        try {
            boolean whole = digits.chars().allMatch(Character::isDigit);
            return new Expression.Literal(whole ? (Object) Long.parseLong(digits) : Double.parseDouble(digits));
        } catch (NumberFormatException e) {
            throw cursor.error("not a number: " + digits);
        }
    }

    private Expression text(char quote) {
        var text = new StringBuilder();
        cursor.next();
        while (cursor.peek() != quote) {
            if (cursor.isAtEnd()) throw cursor.error("a string that does not end");
            if (cursor.peek() == '\\') text.append(cursor.next());
            text.append(cursor.next());
        }
        cursor.next();
        return new Expression.Literal(text.toString());
    }
}
