package dev.weir.doctor.packets;

import dev.weir.doctor.visit.Packets;
import dev.weir.doctor.visit.SynTrial;
import dev.weir.doctor.visit.Visit;
import dev.weir.doctor.visit.Way;
import dev.weir.io.os.Route;
import dev.weir.io.probe.PacketTap;
import dev.weir.io.probe.SynProbe;
import dev.weir.io.probe.SynProbe.Form;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Sees the packets of a visit, where this user may; otherwise it sees nothing, and says what it takes. */
public final class Watch implements AutoCloseable {
    private static final long ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(900);
    /** So that a single loss decides nothing. */
    private static final int TRIES = 2;

    private final Visit visit;
    private final Map<IpAddress, PacketTap> taps = new LinkedHashMap<>();
    private final long began;

    private Watch(Visit visit) {
        this.visit = visit;
        this.began = visit.nowNanos();
    }

    /** For each of these that is not this host's own: on the loopback device nobody else can answer. */
    public static Watch open(Visit visit, List<IpAddress> addresses) {
        var watch = new Watch(visit);
        for (var address : addresses) {
            if (watch.isLocal(address)) continue;
            try {
                watch.taps.put(address, PacketTap.open(address));
            } catch (IOException e) {
                break; // not allowed: then for none of them
            }
        }
        return watch;
    }

    private boolean isLocal(IpAddress address) {
        return visit.way(address).filter(way -> way.route().isPresent() && !way.isLocal()).isEmpty();
    }

    /** Packets of this address can be seen; if not, but could be with more rights, a note says how. */
    public boolean sees(IpAddress address, String whatFor) {
        if (taps.containsKey(address)) return true;
        if (!isLocal(address)) {
            visit.note("with CAP_NET_RAW the doctor could also tell " + whatFor + ": sudo weir doctor "
                    + visit.target());
        }
        return false;
    }

    /** SYNs of each form, side by side. */
    public void trySyns(IpAddress address) throws InterruptedException {
        var source = visit.way(address).flatMap(Way::route).flatMap(Route::source);
        if (source.isEmpty()) return;
        var threads = new ArrayList<Thread>();
        for (var form : Form.values()) {
            threads.add(Thread.ofPlatform().daemon().name("weir-syn").start(() -> trySyn(address, source.get(), form)));
        }
        for (var thread : threads) thread.join();
    }

    private void trySyn(IpAddress address, IpAddress source, Form form) {
        try {
            for (int i = 0; i < TRIES && visit.leftNanos() > 0; i++) {
                long sentAt = visit.nowNanos();
                var answer = SynProbe.send(taps.get(address), source, address, visit.target().port(), form,
                        visit.atMost(ANSWER_NANOS));
                visit.add(new SynTrial(address, visit.target().port(), form, answer, sentAt,
                        visit.nowNanos() - sentAt));
                if (answer.isPresent()) return;
            }
        } catch (IOException e) {
            visit.note("no SYN could be made by hand: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Leaves what was seen in the visit. */
    @Override
    public void close() {
        taps.forEach((address, tap) -> {
            tap.close();
            visit.add(new Packets(address, tap.packets(), began, visit.nowNanos() - began));
        });
    }
}
