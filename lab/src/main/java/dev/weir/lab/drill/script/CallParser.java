package dev.weir.lab.drill.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code name(arguments) = result ERRNO (note)}. */
final class CallParser {
    private final Cursor cursor;

    CallParser(Cursor cursor) {
        this.cursor = cursor;
    }

    Call call() {
        String name = cursor.word();
        if (name.isEmpty()) {
            throw cursor.error("a packet, a system call or %{ code }% expected instead of " + cursor.here());
        }
        cursor.expect("(");
        List<Value> arguments = cursor.accept(")") ? List.of() : values(")");
        cursor.expect("=");
        Value result = value();
        String error = "";
        cursor.skipBlanks();
        if (cursor.peek() == 'E' && result instanceof Value.Number) error = cursor.word();
        if (cursor.accept("(")) cursor.through(")"); // what the error means, for the reader
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
        Value first = single();
        if (!cursor.accept("|")) return first;
        var parts = new ArrayList<Value>(List.of(first));
        do {
            parts.add(single());
        } while (cursor.accept("|"));
        return new Value.Either(parts);
    }

    private Value single() {
        if (cursor.accept("...")) return Value.ANY;
        if (cursor.accept("[")) return cursor.accept("]") ? new Value.Items(List.of()) : new Value.Items(values("]"));
        if (cursor.accept("{")) return fields();
        if (cursor.accept("\"")) return new Value.Text(cursor.through("\""));
        if (Character.isDigit(cursor.peek()) || cursor.peek() == '-') return new Value.Number(cursor.integer());
        String word = cursor.word();
        if (word.isEmpty()) throw cursor.error("a value expected instead of " + cursor.here());
        if (cursor.accept("(")) return new Value.Applied(word, cursor.accept(")") ? List.of() : values(")"));
        return new Value.Symbol(word);
    }

    private Value fields() {
        Map<String, Value> fields = new LinkedHashMap<>();
        do {
            String name = cursor.word();
            if (name.isEmpty()) throw cursor.error("a field's name expected instead of " + cursor.here());
            cursor.expect("=");
            fields.put(name, value());
        } while (cursor.accept(","));
        cursor.expect("}");
        return new Value.Fields(fields);
    }
}
