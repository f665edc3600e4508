package dev.weir.lab.drill.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code name(arguments) = result ERRNO (note)}. */
final class CallParser {
    private static final int DEEPEST = 40; // nested structures; more is no script

    private final Cursor cursor;
    private int depth;

    CallParser(Cursor cursor) {
        this.cursor = cursor;
    }

    Call call() {
        String name = cursor.word();
        if (name.isEmpty()) {
            throw cursor.error("a packet, a system call, a command or %{ code }% expected instead of " + cursor.here());
        }
        cursor.expect("(");
        List<Value> arguments = cursor.accept(")") ? List.of() : values(")");
        cursor.expect("=");
        Value result = value();
        String error = "";
        cursor.skipBlanks();
        if (cursor.peek() == 'E' && result instanceof Value.Number) error = cursor.word();
        if (cursor.accept("(")) cursor.through(")"); // what it means, for the reader
        return new Call(name, arguments, result, error);
    }

    private List<Value> values(String end) {
        var values = new ArrayList<Value>();
        do {
            values.add(value());
        } while (cursor.accept(","));
        cursor.expect(end);
        return values;
    }

    private Value value() {
        if (++depth > DEEPEST) throw cursor.error("more than " + DEEPEST + " levels of brackets");
        Value first = single();
        if (cursor.accept("|")) {
            var parts = new ArrayList<Value>(List.of(first));
            do {
                parts.add(single());
            } while (cursor.accept("|"));
            first = new Value.Either(parts);
        }
        depth--;
        return first;
    }

    private Value single() {
        if (cursor.accept("...")) return Value.ANY;
        if (cursor.accept("[")) return cursor.accept("]") ? new Value.Items(List.of()) : new Value.Items(values("]"));
        if (cursor.accept("{")) return structure();
        if (cursor.accept("\"")) return text();
        if (Character.isDigit(cursor.peek()) || cursor.peek() == '-') return new Value.Number(cursor.integer());
        String word = cursor.word();
        if (word.isEmpty()) throw cursor.error("a value expected instead of " + cursor.here());
        if (cursor.accept("(")) return new Value.Applied(word, cursor.accept(")") ? List.of() : values(")"));
        cursor.skipBlanks();
        if (cursor.peek() == '=' && depth > 0 && cursor.peek(1) != '=') { // symbol = value
            cursor.expect("=");
            return new Value.Fields(Map.of(word, value()));
        }
        return new Value.Symbol(word);
    }

    /** Strings one behind the other are one. */
    private Value text() {
        var text = new StringBuilder(quoted());
        while (cursor.accept("\"")) text.append(quoted());
        return new Value.Text(text.toString(), cursor.accept("..."));
    }

    private String quoted() {
        var text = new StringBuilder();
        while (cursor.peek() != '"') {
            if (cursor.isAtEnd() || cursor.peek() == '\n') throw cursor.error("a string that does not end");
            if (cursor.peek() != '\\') {
                text.append(cursor.next());
                continue;
            }
            cursor.next();
            char escaped = cursor.next();
            switch (escaped) {
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'r' -> text.append('\r');
                case '0' -> text.append('\0');
                case 'x' -> text.append((char) (digit() * 16 + digit()));
                default -> text.append(escaped);
            }
        }
        cursor.next();
        return text.toString();
    }

    private int digit() {
        int digit = Character.digit(cursor.peek(), 16);
        if (digit < 0) throw cursor.error("\\x needs two hexadecimal digits");
        cursor.next();
        return digit;
    }

    /** Behind the brace: fields with names, or values without. */
    private Value structure() {
        cursor.skipBlanks();
        int start = cursor.position();
        if (cursor.peek() == '(') throw Unclaimed.MPLS.obstacle();
        String name = cursor.word();
        boolean generic = name.equals("flags") && (cursor.accept("[") || cursor.accept("0x"));
        if (generic) throw Unclaimed.GRE.obstacle();
        boolean named = !name.isEmpty() && (cursor.accept("=") || isSized());
        cursor.backTo(start);
        if (!named) return cursor.accept("}") ? new Value.Tuple(List.of()) : new Value.Tuple(values("}"));
        Map<String, Value> fields = new LinkedHashMap<>();
        do {
            field(fields);
        } while (cursor.accept(","));
        cursor.expect("}");
        return new Value.Fields(fields);
    }

    /** {@code name(size)=}. */
    private boolean isSized() {
        if (!cursor.accept("(")) return false;
        while (!cursor.isAtEnd() && "\n)(".indexOf(cursor.peek()) < 0) cursor.next();
        return cursor.accept(")") && cursor.accept("=");
    }

    private void field(Map<String, Value> fields) {
        if (cursor.accept("...")) return; // and whatever else it has
        String name = cursor.word();
        if (name.isEmpty()) throw cursor.error("a field's name expected instead of " + cursor.here());
        if (cursor.accept("(")) {
            fields.put(name + "len", value());
            cursor.expect(")");
        }
        cursor.expect("=");
        fields.put(name, value());
    }
}
