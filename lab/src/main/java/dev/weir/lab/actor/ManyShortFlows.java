package dev.weir.lab.actor;

import dev.weir.core.event.CloseReason;
import dev.weir.core.tcp.CallRefused;
import dev.weir.lab.Actor;
import dev.weir.lab.Host;
import dev.weir.lab.Payload;
import dev.weir.lab.Session;
import dev.weir.wire.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Opens a connection at a time after time, sends a few bytes on each, and measures how long it took until the other side
 * had closed too. The server is any that reads to the end and closes, as {@link Sink} does.
 */
public final class ManyShortFlows {
    private final Host host;
    private final IpAddress server;
    private final int port;
    private final Payload payload;
    private final long bytes;
    private final List<Long> times = new ArrayList<>();
    private final Map<CloseReason, Integer> ends = new EnumMap<>(CloseReason.class);
    private int refused;

    public ManyShortFlows(Host host, IpAddress server, int port, Payload payload, long bytesEach) {
        this.host = host;
        this.server = server;
        this.port = port;
        this.payload = payload;
        this.bytes = bytesEach;
    }

    /** Opens {@code count} connections, one every {@code interval}, the first now. */
    public ManyShortFlows start(int count, Duration interval) {
        open();
        if (count > 1) host.time().at(interval, () -> start(count - 1, interval));
        return this;
    }

    private void open() {
        long begun = host.now();
        var bulk = new Bulk(payload, bytes);
        try {
            host.connect(server, port, new Actor() {
                @Override
                public void writable(Session session) {
                    bulk.writable(session);
                }

                @Override
                public void readable(Session session) {
                    bulk.readable(session);
                }

                @Override
                public void ended(Session session, CloseReason reason) {
                    ends.merge(reason, 1, Integer::sum);
                    if (reason == CloseReason.CLOSED) times.add(host.now() - begun);
                }
            });
        } catch (CallRefused e) {
            refused++; // no port is free
        }
    }

    /** Of the flows that both sides closed, nanoseconds, in the order of their ends. */
    public List<Long> times() {
        return List.copyOf(times);
    }

    /** How they ended, so far. */
    public Map<CloseReason, Integer> ends() {
        return Map.copyOf(ends);
    }

    /** Connections that could not even begin. */
    public int refused() {
        return refused;
    }
}
