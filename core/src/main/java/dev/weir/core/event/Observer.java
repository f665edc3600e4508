package dev.weir.core.event;

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

    /** Passes each event to all that want it, in the order given. */
    static Observer all(Observer... observers) {
        return new Observer() {
            @Override
            public boolean wants(EventKind kind) {
                for (var observer : observers) {
                    if (observer.wants(kind)) return true;
                }
                return false;
            }

            @Override
            public void on(Event event) {
                for (var observer : observers) {
                    if (observer.wants(event.kind())) observer.on(event);
                }
            }
        };
    }
}
