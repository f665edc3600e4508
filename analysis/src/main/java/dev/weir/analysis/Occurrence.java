package dev.weir.analysis;

import dev.weir.core.event.Event;

/**
 * An event of one side that is not a segment sent or received: a change of state, a timer, a loss declared; or the loss
 * of a packet of a host that reports nothing itself.
 */
public record Occurrence(Side side, Event event) implements Moment {
    @Override
    public long at() {
        return event.at();
    }
}
