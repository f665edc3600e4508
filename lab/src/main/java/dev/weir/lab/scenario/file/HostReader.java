package dev.weir.lab.scenario.file;

import dev.weir.core.config.EcnConfig;
import dev.weir.core.config.EcnConfig.Feedback;
import dev.weir.core.config.StackConfig;
import dev.weir.lab.net.HostSpec;
import dev.weir.lab.scenario.toml.Section;
import dev.weir.wire.Cidr;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** {@code [[host]]}: a machine, its addresses, and how its TCP is set up. */
final class HostReader {
    private static final int LARGEST_BUFFER = 1 << 30;
    private static final int SMALLEST_BUFFER = 2048;
    private static final Map<String, StackConfig> PROFILES =
            Map.of("linux", StackConfig.linux(), "freebsd", StackConfig.freebsd(), "rfc", StackConfig.rfc());

    private static final Map<String, EcnConfig> ECN = Map.of(
            "off", EcnConfig.OFF, "passive", EcnConfig.PASSIVE, "active", EcnConfig.ACTIVE,
            "accurate", EcnConfig.ACTIVE.withAsk(Feedback.ACCURATE).withAccept(Feedback.ACCURATE));

    private HostReader() {}

    static Consumer<HostSpec> read(Section host) {
        var addresses = addresses(host);
        var config = config(host);
        return spec -> spec.address(addresses).config(config);
    }

    /** {@code address = "10.0.0.1/24"}, or several. */
    static String[] addresses(Section node) {
        List<String> texts = node.isText("address") ? List.of(node.text("address")) : node.texts("address");
        for (String text : texts) {
            try {
                Cidr.parse(text);
            } catch (IllegalArgumentException e) {
                node.problem("address", "address: " + e.getMessage());
            }
        }
        return texts.toArray(String[]::new);
    }

    private static StackConfig config(Section host) {
        try {
            return setUp(host);
        } catch (IllegalArgumentException e) {
            host.problem(e.getMessage());
            return StackConfig.linux();
        }
    }

    private static StackConfig setUp(Section host) {
        var preset = host.choice("profile", StackConfig.linux(), PROFILES);
        var tcp = preset.tcp();
        var buffers = tcp.buffers()
                .withSendBytes(bytes(host, "send_buffer", tcp.buffers().sendBytes()))
                .withReceiveBytes(bytes(host, "receive_buffer", tcp.buffers().receiveBytes()));
        var options = tcp.options()
                .withTimestamps(host.flag("timestamps", tcp.options().timestamps()))
                .withWindowScaling(host.flag("window_scaling", tcp.options().windowScaling()))
                .withSack(host.flag("sack", tcp.options().sack()))
                .withMaximumMss((int) host.integer("maximum_mss", tcp.options().maximumMss(), 1, 65495));
        var congestion = tcp.congestion()
                .withInitialWindowSegments((int) host.integer("initial_window",
                tcp.congestion().initialWindowSegments(),
                        1, 1000))
                .withRestartAfterIdle(host.flag("restart_after_idle", tcp.congestion().restartAfterIdle()))
                .withNagle(host.flag("nagle", tcp.congestion().nagle()));
        var keepAlive = tcp.keepAlive();
        if (host.has("keep_alive")) {
            keepAlive = keepAlive.withEnabled(true).withIdle(host.time("keep_alive", keepAlive.idle()));
        }
        var rto = tcp.rto().withR2(host.time("gives_up_after", tcp.rto().r2()));
        var changed = tcp.withBuffers(buffers).withOptions(options).withCongestion(congestion).withKeepAlive(keepAlive)
                .withRto(rto).withEcn(host.choice("ecn", tcp.ecn(), ECN));
        int timeToLive = (int) host.integer("ttl", preset.ip().timeToLive(), 1, 255);
        return preset.withTcp(_ -> changed).withIp(ip -> ip.withTimeToLive(timeToLive));
    }

    private static int bytes(Section host, String key, int fallback) {
        return (int) host.bytes(key, fallback, SMALLEST_BUFFER, LARGEST_BUFFER);
    }
}
