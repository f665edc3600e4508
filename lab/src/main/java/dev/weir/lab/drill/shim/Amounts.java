package dev.weir.lab.drill.shim;

import dev.weir.lab.drill.script.NotApplicable;
import dev.weir.lab.drill.script.Call;
import dev.weir.lab.drill.script.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How much a call of the read or write family moves, and how: one buffer, several, or a message. */
final class Amounts {
    private final Constants constants;

    Amounts(Constants constants) {
        this.constants = constants;
    }

    /** Bytes that the buffers of {@code call} hold. */
    int length(Call call) {
        return switch (call.name()) {
            case "readv", "writev" -> sum(call.argument(1));
            case "recvmsg", "sendmsg" -> sum(field(call, "msg_iov"));
            default -> (int) constants.number(call.argument(2));
        };
    }

    /** The buffer of {@code call} is no address, but shall hold something. */
    boolean isWithoutBuffer(Call call) {
        boolean takesAddress = switch (call.name()) {
            case "read", "recv", "recvfrom", "write", "send", "sendto" -> true;
            default -> false;
        };
        return takesAddress && call.argument(1).symbols().equals(List.of("NULL")) && length(call) > 0;
    }

    /** Names of the MSG_ flags. */
    Set<String> flags(Call call, Set<String> known) {
        Value flags = switch (call.name()) {
            case "recv", "send", "recvfrom", "sendto" -> call.argument(3);
            case "recvmsg", "sendmsg" -> call.argument(2);
            default -> Value.ANY;
        };
        var names = new LinkedHashSet<>(flags.symbols());
        if (names.isEmpty() && !(flags instanceof Value.Any) && constants.number(flags) != 0) {
            throw new NotApplicable("flags " + flags);
        }
        for (String name : names) {
            if (!known.contains(name)) throw new NotApplicable(name);
        }
        return names;
    }

    /** A field of a message header; {@code ...} where it is not given. */
    Value field(Call call, String name) {
        if (!(call.argument(1) instanceof Value.Fields(Map<String, Value> fields))) {
            throw new IllegalArgumentException("{" + name + "=...} expected instead of " + call.argument(1));
        }
        return fields.getOrDefault(name, Value.ANY);
    }

    /** {@code [{..., 1000}, {..., 24}]}. */
    private int sum(Value vectors) {
        if (!(vectors instanceof Value.Items(List<Value> items))) {
            throw new IllegalArgumentException("[{..., LENGTH}] expected instead of " + vectors);
        }
        int sum = 0;
        for (Value vector : items) sum += (int) constants.number(last(vector));
        return sum;
    }

    private static Value last(Value vector) {
        return switch (vector) {
            case Value.Tuple(List<Value> parts) -> parts.getLast();
            case Value.Items(List<Value> items) -> items.getLast();
            case Value.Fields(Map<String, Value> fields) -> fields.getOrDefault("iov_len", Value.ANY);
            default -> vector;
        };
    }
}
