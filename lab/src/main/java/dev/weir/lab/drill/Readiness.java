package dev.weir.lab.drill;

import dev.weir.core.event.CloseReason;
import dev.weir.core.event.State;
import dev.weir.lab.drill.script.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One entry of a poll: <code>{fd=4, events=POLLIN, revents=POLLIN}</code>.
 *
 * @param events that are ready, of those asked for and those that are always told
 * @param surprise where {@code revents} says otherwise
 */
record Readiness(List<String> events, Optional<String> surprise) {
    static Readiness of(Value item, Map<Integer, Descriptor> descriptors) {
        if (!(item instanceof Value.Fields(Map<String, Value> fields))) {
            throw new IllegalArgumentException("{fd=...} expected");
        }
        int fd = (int) SystemCalls.number(fields.getOrDefault("fd", Value.ANY));
        Descriptor d = descriptors.get(fd);
        List<String> asked = fields.getOrDefault("events", Value.ANY).symbols();
        List<String> ready = d == null ? List.of("POLLNVAL") : ready(d, asked);
        Value revents = fields.getOrDefault("revents", Value.ANY);
        boolean met = revents instanceof Value.Any || Set.copyOf(revents.symbols()).equals(Set.copyOf(ready));
        return new Readiness(ready,
                met ? Optional.empty() : Optional.of("fd " + fd + " has revents " + ready + " instead of " + revents));
    }

    private static List<String> ready(Descriptor d, List<String> asked) {
        var ready = new ArrayList<String>();
        if (d.listener != null) {
            if (asked.contains("POLLIN") && d.listener.hasPending()) ready.add("POLLIN");
            return ready;
        }
        if (d.connection == null) return List.of("POLLOUT", "POLLHUP");
        boolean ended = d.connection.closeReason() != CloseReason.NONE;
        boolean open = d.connection.isOpened();
        if (asked.contains("POLLIN") && (open || ended) && d.connection.isReadable()) ready.add("POLLIN");
        if (asked.contains("POLLOUT") && (open || ended) && d.connection.isWritable()) ready.add("POLLOUT");
        if (ended && Errno.of(d.connection.closeReason()) != null) ready.add("POLLERR");
        if (ended || d.connection.state() == State.CLOSED) ready.add("POLLHUP");
        return ready;
    }
}
