package dev.weir.analysis;

import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Flow;
import dev.weir.core.event.Observer;
import dev.weir.core.event.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The events of one or more hosts in the order in which they happened. Hosts may be driven by different threads. */
public final class Recording {
    private final List<Entry> entries = new ArrayList<>();

    /** An event, and the name of the host that reported it. */
    public record Entry(String host, Event event) {}

    /** What the stack of this host is to report to; wants every kind of event. */
    public Observer of(String host) {
        return new Observer() {
            @Override
            public boolean wants(EventKind kind) {
                return true;
            }

            @Override
            public void on(Event event) {
                add(host, event);
            }
        };
    }

    public synchronized void add(String host, Event event) {
        entries.add(new Entry(host, event));
    }

    /** A copy of what was recorded so far. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** The first connection that this host opened, as it names it. */
    public Optional<Flow> openedBy(String host) {
        for (var entry : entries()) {
            if (entry.host().equals(host) && entry.event() instanceof Event.StateChanged change
                    && change.to() == State.SYN_SENT) {
                return Optional.of(change.flow());
            }
        }
        return Optional.empty();
    }
}
