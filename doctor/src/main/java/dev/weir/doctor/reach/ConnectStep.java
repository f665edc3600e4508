package dev.weir.doctor.reach;

import dev.weir.doctor.visit.Adjacency;
import dev.weir.doctor.visit.Attempt;
import dev.weir.doctor.visit.Visit;
import dev.weir.io.probe.ConnectProbe;
import dev.weir.io.probe.ConnectProbe.End;
import dev.weir.io.os.Neighbour;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Connects to every address at once, each with its own end; then looks who was asked on the link for those that
 * failed.
 */
public final class ConnectStep {
    /** More addresses than that are not tried: a name may have hundreds. */
    public static final int MOST_ADDRESSES = 8;

    private ConnectStep() {}

    public static List<Attempt> take(Visit visit, List<IpAddress> addresses) throws InterruptedException {
        var probes = new ArrayList<Parallel.Probe>();
        int port = visit.target().port();
        for (var address : addresses.subList(0, Math.min(MOST_ADDRESSES, addresses.size()))) {
            long began = visit.nowNanos();
            probes.add(() -> {
                var to = new InetSocketAddress(address.toInetAddress(), port);
                var outcome = ConnectProbe.USUAL.connect(to, visit.atMost(visit.options().connectTimeout().toNanos()));
                visit.add(new Attempt(address, port, outcome, began));
            });
        }
        Parallel.run(probes);
        var attempts = visit.all(Attempt.class);
        for (var attempt : attempts) {
            boolean unanswered = attempt.end() == End.SILENT || attempt.end() == End.UNREACHABLE;
            if (unanswered) lookAtNeighbour(visit, attempt.address());
        }
        return attempts;
    }

    private static void lookAtNeighbour(Visit visit, IpAddress address) {
        var way = visit.way(address);
        if (way.isEmpty() || way.get().route().isEmpty() || way.get().isLocal()) return;
        long began = visit.nowNanos();
        try {
            Neighbour.of(way.get().nextHop()).ifPresent(
                    neighbour -> visit.add(new Adjacency(address, neighbour, began, visit.nowNanos() - began)));
        } catch (IOException e) {
            // the kernel does not tell; the rules do without
        }
    }
}
