package dev.weir.lab.drill;

import dev.weir.core.config.StackConfig;
import dev.weir.lab.drill.packet.AddressPlan;
import dev.weir.lab.drill.script.Command;
import dev.weir.lab.drill.script.NotApplicable;
import dev.weir.lab.drill.script.Script;
import dev.weir.lab.drill.script.Step;
import dev.weir.wire.IpAddress;
import java.time.Duration;
import java.util.Map;

/**
 * What a script's options and first commands make of the stack and of its surroundings.
 *
 * @param notSentLowWater how much may wait to be sent until a socket is not writable any more, unless it says otherwise itself
 * @param begin index of the first step that is not part of this
 */
record Scene(StackConfig config, AddressPlan plan, String profile, int mtu, long notSentLowWater, int begin) {
    private static final int DEFAULT_MTU = 1500;
    /** tcp_rmem's maximum where packetdrill's tests for Linux were written: a window scale of 8. */
    private static final int LINUX_SCALED_BYTES = 15 << 20;
    /** keepinit. */
    private static final Duration FREEBSD_OPENING = Duration.ofSeconds(75);
    /** Not the stack's: how its sockets behave. */
    private static final String LOW_WATER = "sockets.notSentLowWater";
    private static final long NO_LOW_WATER = 0xffff_ffffL;
    private static final int IPV6_EXTRA = 20; // its header is longer: so the MSS is the same in both versions

    /** @throws NotApplicable for a setting that this stack does not have */
    static Scene of(Script script, Variant variant, Setup setup, boolean exact) {
        Map<String, String> options = script.options();
        String profile = options.getOrDefault("profile", setup.profile());
        boolean ipv4 = variant.ipVersion() == 4;
        AddressPlan plan = plan(options, exact ? AddressPlan.documentation(ipv4) : AddressPlan.packetdrill(ipv4), ipv4);
        StackConfig config = Settings.profile(profile).withAddresses(plan.stack() + "/" + plan.prefix());
        if (!exact && !profile.equals("rfc")) config = asMachine(config, profile);
        for (Map.Entry<String, String> setting : script.settings().entrySet()) {
            config = Settings.with(config, setting.getKey(), setting.getValue());
        }
        int mtu = Integer.parseInt(options.getOrDefault("mtu", "" + DEFAULT_MTU)) + (exact && !ipv4 ? IPV6_EXTRA : 0);
        long lowWater = NO_LOW_WATER;
        int begin = 0;
        for (; begin < script.steps().size(); begin++) {
            Step step = script.steps().get(begin);
            if (!(step.action() instanceof Command command)) break;
            boolean asks = command.effects().stream().anyMatch(Command.Count.class::isInstance);
            if (asks) break;
            for (Command.Effect effect : command.effects()) {
                switch (effect) {
                    case Command.Setting setting when setting.key().equals(LOW_WATER) ->
                        lowWater = Long.parseLong(setting.value()) & NO_LOW_WATER;
                    case Command.Setting setting -> config = with(config, setting);
                    case Command.LinkMtu link -> mtu = link.bytes();
                    case Command.Count _ -> { }
                }
            }
        }
        return new Scene(config, plan, profile, mtu, lowWater, begin);
    }

    /** What only scripts of others need, who wrote them on machines: the presets keep to the RFC here. */
    private static StackConfig asMachine(StackConfig config, String profile) {
        if (profile.equals("freebsd")) {
            return config.withTcp(tcp -> tcp.withHandshake(tcp.handshake().withOpenTimeout(FREEBSD_OPENING))
                    .withCongestion(tcp.congestion().withNagleByCall(true)));
        }
        return config.withTcp(tcp -> tcp.withCongestion(tcp.congestion().withMinshall(true))
                .withBuffers(tcp.buffers().withScaledBytes(LINUX_SCALED_BYTES))
                .withAcks(tcp.acks().withFinAtOnce(false))
                .withRto(tcp.rto().withEmptyProbes(true))
                .withSecurity(tcp.security().withUnsentAckAnswered(false)));
    }

    private static AddressPlan plan(Map<String, String> options, AddressPlan usual, boolean ipv4) {
        IpAddress stack = address(options.get("local_ip"), usual.stack());
        IpAddress peer = address(options.get("remote_ip"), usual.peer());
        return usual.withAddresses(stack.isIpv4() == ipv4 ? stack : usual.stack(),
                        peer.isIpv4() == ipv4 ? peer : usual.peer())
                .withPorts(port(options.get("bind_port"), usual.bindPort()),
                        port(options.get("connect_port"), usual.connectPort()));
    }

    private static IpAddress address(String text, IpAddress otherwise) {
        return text == null ? otherwise : IpAddress.parse(text.replaceFirst("/\\d+$", ""));
    }

    private static int port(String text, int otherwise) {
        return text == null ? otherwise : Integer.parseInt(text);
    }

    /** @throws NotApplicable for a setting that this stack does not have */
    static StackConfig with(StackConfig config, Command.Setting setting) {
        try {
            return Settings.with(config, setting.key(), setting.value());
        } catch (IllegalArgumentException e) {
            throw new NotApplicable(setting.key() + "=" + setting.value());
        }
    }
}
