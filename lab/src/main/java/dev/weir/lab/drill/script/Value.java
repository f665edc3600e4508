package dev.weir.lab.drill.script;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An argument or result of a system call. */
public sealed interface Value {
    /** {@code ...}: anything. */
    Value ANY = new Any();

    record Any() implements Value {
        @Override
        public String toString() {
            return "...";
        }
    }

    record Number(long value) implements Value {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** A symbol, such as SHUT_WR. */
    record Symbol(String name) implements Value {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * A string, its escapes resolved.
     *
     * @param isBeginning whether more may follow: {@code "abc"...}
     */
    record Text(String value, boolean isBeginning) implements Value {
        public Text(String value) {
            this(value, false);
        }

        @Override
        public String toString() {
            return '"' + value + '"' + (isBeginning ? "..." : "");
        }
    }

    /** <code>{..., 1000}</code>: a structure whose fields have no names, such as an iovec. */
    record Tuple(List<Value> parts) implements Value {
        @Override
        public String toString() {
            return parts.stream().map(Value::toString).collect(Collectors.joining(", ", "{", "}"));
        }
    }

    /** {@code O_RDWR|O_NONBLOCK}. */
    record Either(List<Value> parts) implements Value {
        @Override
        public String toString() {
            return parts.stream().map(Value::toString).collect(Collectors.joining("|"));
        }
    }

    /** {@code [1, 2]}. */
    record Items(List<Value> items) implements Value {
        @Override
        public String toString() {
            return items.toString();
        }
    }

    /**
     * <code>{onoff=1, linger=0}</code>. A field with a size, <code>msg_iov(1)=[...]</code>, stands under its name, and
     * its size under the name with {@code len} behind it.
     */
    record Fields(Map<String, Value> fields) implements Value {
        @Override
        public String toString() {
            return fields.entrySet().stream().map(field -> field.getKey() + "=" + field.getValue())
                    .collect(Collectors.joining(", ", "{", "}"));
        }
    }

    /** {@code htons(8080)}. */
    record Applied(String function, List<Value> arguments) implements Value {
        @Override
        public String toString() {
            return function + arguments.stream().map(Value::toString).collect(Collectors.joining(", ", "(", ")"));
        }
    }

    /** The symbols that are ORed in this value. */
    default List<String> symbols() {
        return switch (this) {
            case Symbol symbol -> List.of(symbol.name());
            case Either either -> either.parts().stream().flatMap(part -> part.symbols().stream()).toList();
            default -> List.of();
        };
    }

    /** Every symbol in this value, however deep. */
    default Stream<String> allSymbols() {
        return switch (this) {
            case Symbol symbol -> Stream.of(symbol.name());
            case Either either -> either.parts().stream().flatMap(Value::allSymbols);
            case Items items -> items.items().stream().flatMap(Value::allSymbols);
            case Tuple tuple -> tuple.parts().stream().flatMap(Value::allSymbols);
            case Fields fields -> fields.fields().values().stream().flatMap(Value::allSymbols);
            case Applied applied -> applied.arguments().stream().flatMap(Value::allSymbols);
            case Any _, Number _, Text _ -> Stream.empty();
        };
    }
}
