package dev.weir.lab;

import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Observer;

/** A hash of every event with all its values: two runs are the same if theirs are. */
public final class Fingerprint implements Observer {
    private static final long SEED = 0xcbf29ce484222325L;

    private long hash = SEED;
    private long events;

    @Override
    public boolean wants(EventKind kind) {
        return true;
    }

    @Override
    public void on(Event event) {
        add(event);
    }

    /** Takes in a value that is no event of a stack; its text must be that of its values alone. */
    public void add(Object value) {
        events++;
        String text = value.toString(); // by value all the way down; an enum's hashCode would differ between runs
        for (int i = 0; i < text.length(); i++) hash = mix(hash, text.charAt(i));
    }

    public long hash() {
        return hash;
    }

    /** How many were seen. */
    public long events() {
        return events;
    }

    /** One step of FNV-1a with 64 bits. */
    private static long mix(long hash, int value) {
        return (hash ^ value) * 0x100000001b3L;
    }

    @Override
    public String toString() {
        return "%016x over %d events".formatted(hash, events);
    }
}
