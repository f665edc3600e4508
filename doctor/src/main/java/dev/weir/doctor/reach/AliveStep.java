package dev.weir.doctor.reach;

import dev.weir.doctor.visit.SignOfLife;
import dev.weir.doctor.visit.Visit;
import dev.weir.io.probe.ConnectProbe;
import dev.weir.io.probe.ConnectProbe.End;
import dev.weir.io.probe.DatagramProbe;
import dev.weir.wire.IpAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Whether a host that is silent at one port answers anywhere: a few well-known ports, and a datagram to an unused
 * one.
 */
public final class AliveStep {
    private static final List<Integer> PORTS = List.of(443, 80, 22, 7);
    /** Where traceroute sends to: nobody listens there. */
    static final int UNUSED_PORT = 33_434;
    private static final int SMALL_PACKET = 60;
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1200);

    private AliveStep() {}

    public static SignOfLife take(Visit visit, IpAddress address) throws InterruptedException {
        long began = visit.nowNanos();
        var host = address.toInetAddress();
        var signs = new ConcurrentLinkedQueue<String>();
        long patience = visit.atMost(PATIENCE_NANOS);
        var probes = new ArrayList<Parallel.Probe>();
        for (int port : PORTS) {
            if (port == visit.target().port()) continue;
            probes.add(() -> sign(port, ConnectProbe.USUAL.connect(new InetSocketAddress(host, port), patience),
                    address)
                    .ifPresent(signs::add));
        }
        probes.add(() -> {
            var answer = DatagramProbe.send(new InetSocketAddress(host, UNUSED_PORT), SMALL_PACKET, 0, patience);
            answer.icmp().filter(icmp -> icmp.from().equals(address))
                    .ifPresent(icmp -> signs.add("it answers a datagram with " + icmp));
        });
        Parallel.run(probes);
        return visit.add(new SignOfLife(address, signs.isEmpty() ? "" : signs.peek(), began, visit.nowNanos() - began));
    }

    private static Optional<String> sign(int port, ConnectProbe.Outcome outcome, IpAddress address) {
        if (outcome.end() == End.CONNECTED) return Optional.of("it accepts connections at port " + port);
        if (outcome.end() == End.REFUSED && outcome.icmp().stream().allMatch(icmp -> icmp.from().equals(address))) {
            return Optional.of("it answers at port " + port + ", with a reset");
        }
        return Optional.empty();
    }
}
