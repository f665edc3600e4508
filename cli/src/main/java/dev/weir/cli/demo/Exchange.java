package dev.weir.cli.demo;

import dev.weir.analysis.Recording;
import dev.weir.analysis.Side;
import dev.weir.analysis.Summary;
import dev.weir.analysis.Timeline;
import dev.weir.analysis.flow.Meters;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Observer;
import dev.weir.core.link.CapturedLink;
import dev.weir.core.link.ImpairedLink;
import dev.weir.core.link.Impairment;
import dev.weir.core.link.Link;
import dev.weir.core.link.MemoryLink;
import dev.weir.core.link.PacketSink;
import dev.weir.core.tcp.ConnectionOptions;
import dev.weir.core.tcp.TcpInfo;
import dev.weir.lab.Host;
import dev.weir.lab.VirtualTime;
import dev.weir.wire.IpAddress;
import java.util.EnumMap;
import java.util.Optional;

/**
 * One run of a {@link Scenario} in virtual time: two hosts, each with its own TCP, from the first SYN to the end of
 * TIME-WAIT. The same scenario gives the same exchange, to the nanosecond.
 *
 * @param end how the client's connection ended
 */
record Exchange(Scenario scenario, Timeline timeline, Summary summary, CloseReason end) {
    static final String CLIENT = "client";
    static final String SERVER = "server";
    static final int PORT = 7777; // at a well-known one Wireshark would look for its protocol

    static Exchange run(Scenario scenario) {
        return run(scenario, Optional.empty());
    }

    /** @param capture is shown every packet */
    static Exchange run(Scenario scenario, Optional<DemoCapture> capture) {
        return run(scenario, capture, new Meters());
    }

    /** @param meters count what both hosts report */
    static Exchange run(Scenario scenario, Optional<DemoCapture> capture, Meters meters) {
        var time = new VirtualTime();
        var recording = new Recording();
        var link = MemoryLink.pair(scenario.mtu());
        boolean ipv6 = scenario.ipv6();
        var client = host(time, CLIENT, ipv6 ? "fd00::1/64" : "10.0.0.1/24", link.a(), scenario.toServer(),
                scenario.seed(), Observer.all(recording.of(CLIENT), meters.of(CLIENT)),
                capture.map(packets -> packets.of(Side.CLIENT)));
        var server = host(time, SERVER, ipv6 ? "fd00::2/64" : "10.0.0.2/24", link.b(), scenario.toClient(),
                ~scenario.seed(), Observer.all(recording.of(SERVER), meters.of(SERVER)),
                capture.map(packets -> packets.of(Side.SERVER)));

        var served = new DemoServer(scenario);
        server.listen(PORT, ConnectionOptions.of(server.stack().config()).withNoDelay(true), () -> served);
        var options = ConnectionOptions.of(client.stack().config());
        if (scenario.readerBufferBytes() > 0) options = options.withReceiveBytes(scenario.readerBufferBytes());
        var asking = new DemoClient(scenario);
        var session = client.connect(IpAddress.parse(ipv6 ? "fd00::2" : "10.0.0.2"), PORT, options, asking);
        var flow = session.connection().flow();
        time.run();

        var infos = new EnumMap<Side, TcpInfo>(Side.class);
        infos.put(Side.CLIENT, client.submit((stack, now) -> session.connection().info(now)));
        served.connection().ifPresent(connection ->
                infos.put(Side.SERVER, server.submit((stack, now) -> connection.info(now))));
        var timeline = Timeline.of(recording, CLIENT, SERVER, flow);
        return new Exchange(scenario, timeline, Summary.of(timeline, infos), asking.end());
    }

    private static Host host(VirtualTime time, String name, String address, Link end, Impairment egress, long seed,
            Observer observer, Optional<PacketSink> packets) {
        Link road = new ImpairedLink(end, egress, Impairment.NONE, seed, observer);
        Link link = packets.isPresent() ? new CapturedLink(road, packets.get()) : road;
        return time.host(name, StackConfig.linux().withAddresses(address), link, seed, observer);
    }
}
