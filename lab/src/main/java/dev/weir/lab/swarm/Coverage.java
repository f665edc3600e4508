package dev.weir.lab.swarm;

import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Observer;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** How often each feature was exercised: causes of segments, dropped packets, timers, transitions, ends, what was drawn. */
public final class Coverage implements Observer {
    private final SortedMap<String, Long> counts = new TreeMap<>();

    @Override
    public boolean wants(EventKind kind) {
        return switch (kind) {
            case SEGMENT_SENT, DROPPED, TIMER_EXPIRED, STATE_CHANGED, CONNECTION_ENDED, SOFT_ERROR, WINDOW_CHANGED -> true;
            default -> false;
        };
    }

    @Override
    public void on(Event event) {
        switch (event) {
            case Event.SegmentSent sent -> count("sent", sent.cause().name());
            case Event.Dropped dropped -> count("dropped", dropped.reason().name());
            case Event.TimerExpired expired -> count("timer", expired.timer().name());
            case Event.StateChanged changed -> count("state", changed.from() + ">" + changed.to());
            case Event.ConnectionEnded ended -> count("end", ended.reason().name());
            case Event.SoftError error -> count("error", error.what().name());
            case Event.WindowChanged changed -> count("cwnd", changed.why());
            default -> { }
        }
    }

    /** What was drawn. */
    public void drawn(Configuration configuration) {
        count("drawn", configuration.ipv6() ? "ipv6" : "ipv4");
        count("drawn", "client " + configuration.client().profile());
        count("drawn", "server " + configuration.server().profile());
        if (configuration.hard()) count("drawn", "hard");
        count("topology", configuration.topology().name());
        if (!configuration.outages().isEmpty()) count("drawn", "outage");
        var start = configuration.start();
        if (start != Configuration.Start.ANYWHERE) count("drawn", "wrap of the " + start.whose());
        for (var conversation : configuration.conversations()) count("mix", conversation.mix().name());
    }

    private void count(String kind, String what) {
        counts.merge((kind + " " + what).toLowerCase(Locale.ROOT).replace('_', ' '), 1L, Long::sum);
    }

    /** Adds what another run exercised. */
    public void add(Coverage other) {
        other.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
    }

    /** By name: {@code sent fast retransmit}, {@code state established>fin wait 1}. */
    public SortedMap<String, Long> counts() {
        return Collections.unmodifiableSortedMap(counts);
    }
}
