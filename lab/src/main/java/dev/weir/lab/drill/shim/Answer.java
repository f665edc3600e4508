package dev.weir.lab.drill.shim;

import dev.weir.lab.drill.script.Call;
import dev.weir.lab.drill.script.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * What a system call answered.
 *
 * @param result -1 with {@code error}
 * @param error null without
 * @param surprises what else is not as the script says: output arguments, bytes that were read
 */
public record Answer(long result, Errno error, List<String> surprises) {
    static final Answer ZERO = of(0);

    static Answer of(long result) {
        return new Answer(result, null, List.of());
    }

    static Answer failed(Errno error) {
        return new Answer(-1, error, List.of());
    }

    static Answer surprising(long result, String surprise) {
        return new Answer(result, null, List.of(surprise));
    }

    Answer and(List<String> more) {
        if (more.isEmpty()) return this;
        var all = new ArrayList<>(surprises);
        all.addAll(more);
        return new Answer(result, error, all);
    }

    /** Whether it is what the script says; {@code constants} reads a result that is written as names. */
    public boolean meets(Call call, Constants constants) {
        boolean resultMet = call.result() instanceof Value.Any || constants.number(call.result()) == result;
        String name = error == null ? "" : error.name();
        boolean errorMet = call.error().isEmpty()
                ? result >= 0 || resultMet // an error that is not named may be any
                : call.error().equals(name) || call.error().equals("EWOULDBLOCK") && error == Errno.EAGAIN;
        return resultMet && errorMet && surprises.isEmpty();
    }

    @Override
    public String toString() {
        var text = new StringBuilder().append(result);
        if (error != null) text.append(' ').append(error);
        for (String surprise : surprises) text.append("; ").append(surprise);
        return text.toString();
    }
}
