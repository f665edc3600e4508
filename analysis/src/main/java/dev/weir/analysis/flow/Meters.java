package dev.weir.analysis.flow;

import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Flow;
import dev.weir.core.event.Observer;
import dev.weir.core.event.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Listens to hosts, and has a meter for each end of each connection. One thread. */
public final class Meters {
    private final Map<End, EndpointMeter> current = new LinkedHashMap<>();
    private final List<EndpointMeter> all = new ArrayList<>();

    private record End(String host, Flow flow) {}

    /** What the stack of this host is to report to. */
    public Observer of(String host) {
        return new Observer() {
            @Override
            public boolean wants(EventKind kind) {
                return kind != EventKind.PACKET_IMPAIRED && kind != EventKind.FILTER_DECIDED;
            }

            @Override
            public void on(Event event) {
                if (event.flow() != null) meter(host, event).on(event);
            }
        };
    }

    private EndpointMeter meter(String host, Event event) {
        var end = new End(host, event.flow());
        var meter = current.get(end);
        if (meter == null || meter.end() != CloseReason.NONE && isOpening(event)) {
            meter = new EndpointMeter(host, event.flow());
            current.put(end, meter);
            all.add(meter);
        }
        return meter;
    }

    /** The first event of a connection: the same addresses and ports may have been used before. */
    private static boolean isOpening(Event event) {
        return event instanceof Event.StateChanged change
                && (change.to() == State.SYN_SENT || change.to() == State.SYN_RECEIVED
                && change.from() == State.LISTEN);
    }

    /** In the order in which they were first heard of. */
    public List<EndpointMeter> all() {
        return List.copyOf(all);
    }

    /** Those of one end, in the order in which they were first heard of: more than one if its ports were used again. */
    public List<EndpointMeter> of(String host, Flow flow) {
        return all.stream().filter(meter -> meter.host().equals(host) && meter.flow().equals(flow)).toList();
    }

    /** Those of a host at one of its ports, in the order in which they were first heard of. */
    public List<EndpointMeter> atPort(String host, int localPort) {
        return all.stream().filter(meter -> meter.host().equals(host) && meter.flow().localPort() == localPort)
                .toList();
    }
}
