package dev.weir.core.ip;

import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Counters;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Observer;
import dev.weir.wire.IpProtocol;
import java.util.ArrayList;
import java.util.List;

/** An {@link IpInput} with layers 253 and TCP above it, that remembers what became of packets. */
final class Receiver {
    static final int EXPERIMENT = 253;

    record Report(IcmpReporter.Problem problem, int pointer, int length) {}

    final List<Report> reports = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    final Counters counters = new Counters();
    final RecordingLayer layer = new RecordingLayer(EXPERIMENT);
    final RecordingLayer tcp = new RecordingLayer(IpProtocol.TCP);
    final IpInput input;
    long now = 1_000_000;

    Receiver(StackConfig config) {
        var observer = new Observer() {
            @Override
            public boolean wants(EventKind kind) {
                return kind == EventKind.DROPPED;
            }

            @Override
            public void on(Event event) {
                events.add(event);
            }
        };
        input = new IpInput(new Addresses(config.addresses()), config, counters, observer,
                (problem, pointer, packet, offset, length, now) -> reports.add(new Report(problem, pointer, length)));
        input.register(layer);
        input.register(tcp);
    }

    Receiver() {
        this(config());
    }

    static StackConfig config() {
        return StackConfig.linux().withAddresses("10.0.0.1/24", "fd00::1/64");
    }

    /** What is wrong with the packet, as the counters and the one event say. */
    DropReason receive(byte[] packet) {
        return receive(packet, false);
    }

    DropReason receive(byte[] packet, boolean looped) {
        var before = counters.drops();
        int seen = events.size();
        input.receive(Packet.frame(packet), looped, now);
        var found = DropReason.NONE;
        for (var reason : counters.drops().keySet()) {
            if (counters.count(reason) != before.getOrDefault(reason, 0L)) found = reason;
        }
        if (found != DropReason.NONE && layer.verdict == DropReason.NONE
                && !events.get(seen).equals(new Event.Dropped(now, null, found))) {
            throw new AssertionError("counted " + found + ", emitted " + events.get(seen));
        }
        return found;
    }

    DropReason receive(Packet packet) {
        return receive(packet.bytes());
    }
}
