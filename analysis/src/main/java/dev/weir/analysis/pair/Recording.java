package dev.weir.analysis.pair;

import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.analysis.capture.Connections;
import dev.weir.wire.TcpFlags;
import java.util.ArrayList;
import java.util.List;

/**
 * What one of two captures saw of connections that begin in it. Keeps every segment, up to a limit; where several
 * interfaces saw one, each is kept. Not thread-safe.
 */
public final class Recording {
    /** Segments kept; about a gigabyte. What follows is counted and left out. */
    public static final int MAXIMUM_SEGMENTS = 5_000_000;

    private final Connections<Recorded> open = new Connections<>();
    private final List<Recorded> connections = new ArrayList<>();
    private long segments;
    private long leftOut;

    /** The next segment of the file. */
    public void accept(CapturedSegment s) {
        var known = open.find(s);
        boolean opens = s.has(TcpFlags.SYN) && !s.has(TcpFlags.ACK);
        if (known == null ? opens : known.begins(s)) {
            known = new Recorded(s);
            connections.add(known);
            open.put(s, known);
        }
        if (known == null) return;
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

    List<Recorded> connections() {
        return connections;
    }
}
