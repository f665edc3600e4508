package dev.weir.core.icmp;

import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Counters;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Observer;
import dev.weir.core.ip.Addresses;
import dev.weir.core.ip.IpInput;
import dev.weir.core.ip.IpOutput;
import dev.weir.core.ip.Packet;
import dev.weir.core.ip.RecordingLayer;
import dev.weir.core.ip.RecordingLink;
import dev.weir.core.link.Frame;
import dev.weir.core.udp.Udp;
import dev.weir.wire.IpProtocol;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/** IP, ICMP and UDP of one host, 10.0.0.1 and fd00::1, wired as a stack does; TCP is a recorder. */
public final class Host {
    public final RecordingLink link = new RecordingLink(1500);
    public final Counters counters = new Counters();
    public final List<Event> events = new ArrayList<>();
    public final List<Object> woken = new ArrayList<>();
    public final RecordingLayer tcp = new RecordingLayer(IpProtocol.TCP);
    public final IpOutput output;
    public final IcmpReplies replies;
    public final IpInput input;
    public final Udp udp;
    public long now = 10_000_000_000L;

    private final Observer observer = new Observer() {
        @Override
        public boolean wants(EventKind kind) {
            return kind == EventKind.DROPPED;
        }

        @Override
        public void on(Event event) {
            events.add(event);
        }
    };

    public Host() {
        this(config());
    }

    public Host(StackConfig config) {
        var addresses = new Addresses(config.addresses());
        output = new IpOutput(link, addresses, config, counters, Arena.ofAuto(), 1);
        replies = new IcmpReplies(addresses, output, config, counters, observer);
        input = new IpInput(addresses, config, counters, observer, replies);
        Icmp.register(input, replies, addresses, config, counters, observer);
        udp = new Udp(addresses, output, replies, config, counters, observer, woken::add, 2);
        input.register(udp);
        input.register(tcp);
    }

    public static StackConfig config() {
        return StackConfig.linux().withAddresses("10.0.0.1/24", "fd00::1/64");
    }

    /** Takes one packet; answers the reason that was counted last, which must have been emitted once too. */
    public DropReason receive(Packet packet) {
        return receive(packet.bytes());
    }

    public DropReason receive(byte[] packet) {
        var before = counters.drops();
        events.clear();
        input.receive(Packet.frame(packet), false, now);
        var found = DropReason.NONE;
        int all = 0;
        for (var reason : counters.drops().keySet()) {
            long more = counters.count(reason) - before.getOrDefault(reason, 0L);
            all += (int) more;
            if (more > 0) found = reason;
        }
        if (tcp.verdict == DropReason.NONE && events.size() != all) {
            throw new AssertionError("counted " + all + " drops, emitted " + events);
        }
        return found;
    }

    /** Flushes and gives what was sent, oldest first. */
    public List<byte[]> flush() {
        link.sent.clear();
        output.flush(now);
        boolean unused = replies.flush(now) && udp.flush(now);
        return List.copyOf(link.sent);
    }

    /** Delivers what this host has sent to itself. */
    public void loop() {
        var frame = new Frame();
        while (output.receiveLooped(frame)) input.receive(frame, true, now);
    }
}
