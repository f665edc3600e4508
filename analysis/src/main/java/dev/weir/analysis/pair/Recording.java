package dev.weir.analysis.pair;

import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.analysis.capture.Connections;
import java.util.ArrayList;
import java.util.List;

/**
 * What one of two captures saw of connections that begin in both. Keeps every segment of them, up to a limit; where
 * several interfaces saw one, each is kept. Not thread-safe.
 */
public final class Recording {
    /** Segments kept; about a gigabyte. What follows is counted and left out. */
    public static final int MAXIMUM_SEGMENTS = 5_000_000;

    private final Connections<Recorded> open = new Connections<>();
    private final List<Recorded> connections = new ArrayList<>();
    private final Openings elsewhere;
    private int others;
    private long segments;
    private long leftOut;

    /** @param elsewhere the SYNs of the other capture: connections without one there are counted only */
    public Recording(Openings elsewhere) {
        this.elsewhere = elsewhere;
    }

    /** The next segment of the file. */
    public void accept(CapturedSegment s) {
        var known = open.find(s);
        if (Opening.is(s) && (known == null || known.isReusedBy(s))) {
            var opening = Opening.of(s);
            known = new Recorded(opening, elsewhere.has(opening));
            open.put(s, known);
            if (known.shared) connections.add(known);
            else others++;
        }
        if (known == null || !known.shared) return;
        if (segments == MAXIMUM_SEGMENTS) {
            leftOut++;
            return;
        }
        segments++;
        known.add(s);
    }

    /** Segments beyond the limit. */
    public long leftOut() {
        return leftOut;
    }

    /** Connections that the other capture did not see. */
    int others() {
        return others;
    }

    List<Recorded> connections() {
        return connections;
    }
}
