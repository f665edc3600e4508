package dev.weir.doctor.visit;

import dev.weir.analysis.Quantity;
import dev.weir.wire.IpAddress;
import java.util.List;

/**
 * Several connections to one address, one after another.
 *
 * @param connectNanos of those that were established
 * @param syns sent in all
 * @param slowConnects of those, that needed more than one SYN
 */
public record RoundTrips(
        IpAddress address, int port, int tried, List<Long> connectNanos, long syns, int slowConnects, long beganNanos,
        long nanos) implements Result {
    public RoundTrips {
        connectNanos = connectNanos.stream().sorted().toList();
    }

    @Override
    public String step() {
        return "rtt";
    }

    public int failed() {
        return tried - connectNanos.size();
    }

    public long leastNanos() {
        return connectNanos.isEmpty() ? 0 : connectNanos.getFirst();
    }

    @Override
    public String text() {
        if (connectNanos.isEmpty()) return address + ": none of " + tried + " more connections was established";
        return address + ": " + Quantity.time(leastNanos()) + " to " + Quantity.time(connectNanos.getLast()) + " in "
                + Quantity.count(connectNanos.size(), "connection") + ", " + lost();
    }

    private String lost() {
        long lost = syns - tried + failed();
        return lost == 0 ? "no SYN lost" : Quantity.count(lost, "SYN") + " lost";
    }
}
