package dev.weir.analysis.tcptrace;

import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.analysis.capture.Connections;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Sorts segments into connections and counts, by the rules of tcptrace 6.6.7. Keeps every connection of the capture and
 * every piece that is not acknowledged, as it does. Not thread-safe.
 *
 * <p>Left as they are there: numbers of SACK edges are compared without regard to their wrap, a duration of 0 is no
 * minimum, and whoever sent the first packet is "a".
 */
public final class Tcptrace {
    private final Connections<TracedConnection> current = new Connections<>();
    private final List<TracedConnection> all = new ArrayList<>();
    private long lastMicros;

    /** The next segment of the file. */
    public void accept(CapturedSegment s) {
        lastMicros = TracedConnection.micros(s);
        var known = current.find(s);
        if (known == null || known.isOver(s)) {
            known = new TracedConnection(all.size() + 1, s);
            all.add(known);
            current.put(s, known);
        }
        known.accept(s);
    }

    /** After the last segment: the connections, in order of their first packets. */
    public List<TracedConnection> end() {
        for (var connection : all) connection.end(lastMicros);
        return Collections.unmodifiableList(all);
    }
}
