package dev.weir.core.event;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * Receives the events of one stack, on whatever thread drives it, inside the turn.
 *
 * <p>An observer may not call the stack, block or throw; it should copy what it wants and return.
 */
public interface Observer {
    /** Asked before an event is built, so that unwanted ones cost a branch. Must answer the same while the stack lives. */
    boolean wants(EventKind kind);

    void on(Event event);

    /** Wants nothing. */
    Observer NONE = new Observer() {
        @Override
        public boolean wants(EventKind kind) {
            return false;
        }

        @Override
        public void on(Event event) {}
    };

    /** Passes each event to all that want it, in the order given; they are asked once what they want. */
    static Observer all(Observer... observers) {
        var wanting = Arrays.stream(observers).filter(Observer::wantsAnything).toArray(Observer[]::new);
        if (wanting.length == 0) return NONE;
        if (wanting.length == 1) return wanting[0];
        return new Observer() {
            private final Set<EventKind> wanted = EnumSet.copyOf(Arrays.stream(EventKind.values())
                    .filter(kind -> Arrays.stream(wanting).anyMatch(observer -> observer.wants(kind))).toList());

            @Override
            public boolean wants(EventKind kind) {
                return wanted.contains(kind);
            }

            @Override
            public void on(Event event) {
                for (var observer : wanting) {
                    if (observer.wants(event.kind())) observer.on(event);
                }
            }
        };
    }

    private static boolean wantsAnything(Observer observer) {
        return Arrays.stream(EventKind.values()).anyMatch(observer::wants);
    }
}
