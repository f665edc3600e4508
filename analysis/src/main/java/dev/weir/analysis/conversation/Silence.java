package dev.weir.analysis.conversation;

import java.util.function.Consumer;

/** Connections in the order of their last packets, as a doubly linked list through themselves. */
final class Silence {
    private Tracker oldest;
    private Tracker newest;

    boolean isEmpty() {
        return oldest == null;
    }

    Tracker oldest() {
        return oldest;
    }

    void append(Tracker tracker) {
        tracker.older = newest;
        tracker.newer = null;
        if (newest == null) oldest = tracker;
        else newest.newer = tracker;
        newest = tracker;
    }

    void remove(Tracker tracker) {
        if (tracker.older == null) oldest = tracker.newer;
        else tracker.older.newer = tracker.newer;
        if (tracker.newer == null) newest = tracker.older;
        else tracker.newer.older = tracker.older;
        tracker.older = null;
        tracker.newer = null;
    }

    void forEach(Consumer<Tracker> action) {
        for (Tracker tracker = oldest; tracker != null; tracker = tracker.newer) action.accept(tracker);
    }
}
