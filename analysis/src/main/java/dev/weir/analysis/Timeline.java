package dev.weir.analysis;

import dev.weir.core.event.Flow;
import java.util.List;

/**
 * What happened to one connection, both sides in one order of time.
 *
 * @param client name of the host that opened the connection
 * @param server name of the other host
 * @param flow as the client names it
 * @param moments in order of time; those of one instant in the order in which they were reported
 */
public record Timeline(String client, String server, Flow flow, List<Moment> moments) {
    public Timeline {
        moments = List.copyOf(moments);
    }

    /**
     * Joins what the hosts reported about one connection. Either host may be missing from the recording: what was
     * sent to it is then known, what became of it is not.
     *
     * @param client name of the host that opened the connection
     * @param flow as the client names it
     */
    public static Timeline of(Recording recording, String client, String server, Flow flow) {
        return new Timeline(client, server, flow, new Join(client, server, flow).all(recording.entries()));
    }

    public String host(Side side) {
        return side == Side.CLIENT ? client : server;
    }

    /** Nanoseconds of the stacks' clock at the first moment; 0 without any. */
    public long begin() {
        return moments.isEmpty() ? 0 : moments.getFirst().at();
    }

    /** The segments, in order of sending. */
    public List<Passage> passages() {
        return moments.stream().filter(Passage.class::isInstance).map(Passage.class::cast).toList();
    }

    /** Everything but the segments. */
    public List<Occurrence> occurrences() {
        return moments.stream().filter(Occurrence.class::isInstance).map(Occurrence.class::cast).toList();
    }
}
