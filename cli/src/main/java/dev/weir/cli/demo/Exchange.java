package dev.weir.cli.demo;

import dev.weir.analysis.Recording;
import dev.weir.analysis.Side;
import dev.weir.analysis.Summary;
import dev.weir.analysis.Timeline;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Observer;
import dev.weir.core.link.CapturedLink;
import dev.weir.core.link.CapturedPacketConsumer;
import dev.weir.core.link.CommentedCapture;
import dev.weir.core.link.ImpairedLink;
import dev.weir.core.link.Impairment;
import dev.weir.core.link.Link;
import dev.weir.core.link.MemoryLink;
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
    static final int PORT = 80;

    /** Who sees the packets of which host. */
    record Captures(Optional<CapturedPacketConsumer> client, Optional<CapturedPacketConsumer> server) {
        static final Captures NONE = new Captures(Optional.empty(), Optional.empty());
    }

    static Exchange run(Scenario scenario, Captures captures) {
        var time = new VirtualTime();
        var recording = new Recording();
        var link = MemoryLink.pair(scenario.mtu());
        boolean ipv6 = scenario.ipv6();
        var client = host(time, recording, CLIENT, ipv6 ? "fd00::1/64" : "10.0.0.1/24", link.a(), scenario.toServer(),
                scenario.seed(), captures.client());
        var server = host(time, recording, SERVER, ipv6 ? "fd00::2/64" : "10.0.0.2/24", link.b(), scenario.toClient(),
                ~scenario.seed(), captures.server());

        var served = new DemoServer(scenario);
        server.host.listen(PORT, ConnectionOptions.of(server.host.stack().config()).withNoDelay(true), () -> served);
        var options = ConnectionOptions.of(client.host.stack().config());
        if (scenario.readerBufferBytes() > 0) options = options.withReceiveBytes(scenario.readerBufferBytes());
        var asking = new DemoClient(scenario);
        var session = client.host.connect(IpAddress.parse(ipv6 ? "fd00::2" : "10.0.0.2"), PORT, options, asking);
        var flow = session.connection().flow();
        time.run();
        client.capture.ifPresent(CommentedCapture::flush);
        server.capture.ifPresent(CommentedCapture::flush);

        var infos = new EnumMap<Side, TcpInfo>(Side.class);
        infos.put(Side.CLIENT, client.host.submit((stack, now) -> session.connection().info(now)));
        served.connection().ifPresent(connection ->
                infos.put(Side.SERVER, server.host.submit((stack, now) -> connection.info(now))));
        var timeline = Timeline.of(recording, CLIENT, SERVER, flow);
        return new Exchange(scenario, timeline, Summary.of(timeline, infos), asking.end());
    }

    private record Node(Host host, Optional<CommentedCapture> capture) {}

    private static Node host(VirtualTime time, Recording recording, String name, String address, Link end,
            Impairment egress, long seed, Optional<CapturedPacketConsumer> consumer) {
        var capture = consumer.map(CommentedCapture::new);
        Observer observer = capture.isPresent() ? Observer.all(recording.of(name), capture.get()) : recording.of(name);
        Link link = new ImpairedLink(end, egress, Impairment.NONE, seed, observer);
        if (capture.isPresent()) link = new CapturedLink(link, capture.get());
        var config = StackConfig.linux().withAddresses(address);
        return new Node(time.host(name, config, link, seed, observer), capture);
    }
}
