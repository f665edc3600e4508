package dev.weir.doctor.reach;

import dev.weir.doctor.visit.RoundTrips;
import dev.weir.doctor.visit.Visit;
import dev.weir.io.probe.ConnectProbe;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/** Round-trip time and loss, by a few more connections one after another: few, so that no server minds. */
public final class RoundTripStep {
    private static final int CONNECTIONS = 4;
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

    private RoundTripStep() {}

    /** On a platform thread: it waits inside the kernel. */
    public static RoundTrips take(Visit visit, IpAddress address) throws IOException {
        long began = visit.nowNanos();
        int port = visit.target().port();
        var to = new InetSocketAddress(address.toInetAddress(), port);
        var times = new ArrayList<Long>();
        long syns = 0;
        int slow = 0;
        int tried = 0;
        while (tried < CONNECTIONS && visit.leftNanos() > 0) {
            var outcome = ConnectProbe.USUAL.connect(to, visit.atMost(PATIENCE_NANOS));
            tried++;
            syns += outcome.syns();
            if (outcome.end() != ConnectProbe.End.CONNECTED) continue;
            times.add(outcome.nanos());
            if (outcome.syns() > 1) slow++;
        }
        return visit.add(new RoundTrips(address, port, tried, times, syns, slow, began, visit.nowNanos() - began));
    }
}
