package dev.weir.doctor.reach;

import dev.weir.doctor.visit.HopSweep;
import dev.weir.doctor.visit.HopSweep.Hop;
import dev.weir.doctor.visit.Visit;
import dev.weir.io.probe.ConnectProbe;
import dev.weir.io.probe.ConnectProbe.End;
import dev.weir.io.probe.IcmpError;
import dev.weir.wire.IpAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * How far SYNs to the target get: each with a hop limit of its own, so that the router where it runs out says so. The
 * kernel tells an unprivileged socket about that since Linux 5.9.
 */
public final class HopStep {
    private static final int FARTHEST = 16;
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

    private HopStep() {}

    public static HopSweep take(Visit visit, IpAddress address) throws InterruptedException {
        long began = visit.nowNanos();
        int port = visit.target().port();
        var to = new InetSocketAddress(address.toInetAddress(), port);
        long patience = visit.atMost(PATIENCE_NANOS);
        var hops = new ConcurrentLinkedQueue<Hop>();
        var probes = new ArrayList<Parallel.Probe>();
        for (int distance = 1; distance <= FARTHEST; distance++) {
            int limit = distance;
            probes.add(() -> hop(limit, address, ConnectProbe.USUAL.withHopLimit(limit).connect(to, patience))
                    .ifPresent(hops::add));
        }
        Parallel.run(probes);
        var ordered = new ArrayList<>(hops);
        ordered.sort(Comparator.comparingInt(Hop::distance));
        return visit.add(new HopSweep(address, port, untilFinal(ordered), FARTHEST, began, visit.nowNanos() - began));
    }

    private static Optional<Hop> hop(int distance, IpAddress address, ConnectProbe.Outcome outcome) {
        var exceeded = outcome.icmp().stream().filter(icmp -> icmp.meaning() == IcmpError.Meaning.HOPS_EXCEEDED)
                .findFirst();
        if (exceeded.isPresent()) return Optional.of(new Hop(distance, exceeded.get().from(), outcome.nanos(), false));
        boolean isFinal = outcome.end() == End.CONNECTED || outcome.end() == End.REFUSED;
        return isFinal ? Optional.of(new Hop(distance, address, outcome.nanos(), true)) : Optional.empty();
    }

    /** The destination answers at every distance from its own on: once is enough. */
    private static List<Hop> untilFinal(List<Hop> hops) {
        var kept = new ArrayList<Hop>();
        for (var hop : hops) {
            kept.add(hop);
            if (hop.isFinal()) break;
        }
        return kept;
    }
}
