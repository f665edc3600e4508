package dev.weir.doctor.visit;

import dev.weir.analysis.Quantity;
import dev.weir.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * SYNs to the target with small hop limits: how far they get.
 *
 * @param hops those that answered, by distance
 */
public record HopSweep(IpAddress address, int port, List<Hop> hops, int farthestTried, long beganNanos, long nanos)
        implements Result {
    /**
     * A router that said that the hop limit was used up, or whatever else answered.
     *
     * @param distance 1 for the first router
     * @param isFinal the answer was to the connection, not about the hop limit
     */
    public record Hop(int distance, IpAddress from, long nanos, boolean isFinal) {
        @Override
        public String toString() {
            return "hop " + distance + " (" + from + ", " + Quantity.time(nanos) + ")";
        }
    }

    public HopSweep {
        hops = List.copyOf(hops);
    }

    @Override
    public String step() {
        return "hops";
    }

    /** The farthest router that a SYN reached. */
    public Optional<Hop> last() {
        return hops.isEmpty() ? Optional.empty() : Optional.of(hops.getLast());
    }

    @Override
    public String text() {
        if (hops.isEmpty()) return address + ": no router answers to a SYN that runs out of hops";
        var text = new ArrayList<String>();
        hops.forEach(hop -> text.add(hop.distance() + " " + hop.from()));
        return address + ": " + String.join(", ", text) + ", then silence";
    }
}
