package dev.weir.lab.net;

import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Observer;
import dev.weir.core.link.CapturedPacketConsumer;
import dev.weir.core.link.PacketSink;
import dev.weir.wire.Cidr;
import java.util.ArrayList;
import java.util.List;

/** What a host is like. Without an address it gets 10.0.0.n and fd00::n, n its number among the nodes. */
public final class HostSpec {
    final List<Cidr> addresses = new ArrayList<>();
    StackConfig config;
    Observer observer = Observer.NONE;
    CapturedPacketConsumer capture;
    PacketSink tap;

    HostSpec(StackConfig config) {
        this.config = config;
    }

    /** @param addresses each with its prefix length: {@code 192.0.2.1/24} */
    public HostSpec address(String... addresses) {
        for (String address : addresses) this.addresses.add(Cidr.parse(address));
        return this;
    }

    /** Addresses are added. */
    public HostSpec config(StackConfig config) {
        this.config = config;
        return this;
    }

    /** Hears the stack's events, beside the network's observer. */
    public HostSpec observer(Observer observer) {
        this.observer = Observer.all(this.observer, observer);
        return this;
    }

    /** Gets every packet that the stack sends or receives, with what the stack did as comments. */
    public HostSpec capture(CapturedPacketConsumer target) {
        this.capture = target;
        return this;
    }

    /** Shows {@code sink} every packet that the stack sends or receives, at once and without comments. */
    public HostSpec tap(PacketSink sink) {
        this.tap = sink;
        return this;
    }
}
