package dev.weir.cli.network;

import dev.weir.cli.console.CommandFailed;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Observer;
import dev.weir.core.link.CapturedLink;
import dev.weir.core.link.CommentedCapture;
import dev.weir.core.link.Link;
import dev.weir.io.CaptureUnavailable;
import dev.weir.io.EventLoop;
import dev.weir.io.LiveCapture;
import dev.weir.io.OsCapture;
import dev.weir.io.TunConfig;
import dev.weir.io.TunLink;
import dev.weir.io.TunUnavailable;
import dev.weir.wire.Cidr;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Whose TCP, where it is to be found, and the capture of what it does. */
public final class ViaOptions {
    private static final int SMALLEST_MTU = 68;
    private static final int SMALLEST_MTU_IPV6 = 1280;
    private static final int LARGEST_MTU = 65535;

    @Option(names = "--via", paramLabel = "os|tun[:NAME]", defaultValue = "os", converter = Via.Converter.class,
            description = "Whose TCP: the operating system's (os, the default), or Weir's own over a TUN device.")
    private Via via;

    @Option(names = "--address", paramLabel = "CIDR", converter = CidrConverter.class,
            description = "Weir's address on the device; repeatable (default: 10.77.0.2/24).")
    private List<Cidr> own = new ArrayList<>();

    @Option(names = "--peer", paramLabel = "CIDR", converter = CidrConverter.class,
            description = "This host's address on it; repeatable (default: 10.77.0.1/24).")
    private List<Cidr> peers = new ArrayList<>();

    @Option(names = "--mtu", paramLabel = "BYTES", description = "The device's largest packet (default: 1500).")
    private Integer mtu;

    @Option(names = "--pcap", paramLabel = "FILE", description = "Write every packet to FILE, for Wireshark (pcapng); needs root over os.")
    private Path capture;

    /** Whether Weir's TCP was asked for. */
    public boolean isTun() {
        return via.kind() == Via.Kind.TUN;
    }

    /** @throws TypeConversionException if the options contradict each other */
    public void check() {
        if (!isTun() && (!own.isEmpty() || !peers.isEmpty() || mtu != null)) {
            throw new TypeConversionException("--address, --peer and --mtu belong to --via tun");
        }
        if (mtu != null && (mtu < SMALLEST_MTU || mtu > LARGEST_MTU)) {
            throw new TypeConversionException("--mtu must be " + SMALLEST_MTU + " to " + LARGEST_MTU + ", not " + mtu);
        }
    }

    /**
     * Ready to make sockets.
     *
     * @param ipv6 whether IPv6 is needed
     * @param command this command as it was typed, for advice
     * @param warn told what is not as it should be, on any thread
     */
    public Network open(boolean ipv6, String command, Consumer<String> warn) {
        if (!isTun()) return capture == null ? new OsNetwork() : captured(command, warn);
        TunAddresses addresses;
        TunConfig config;
        try {
            addresses = TunAddresses.choose(own, peers, ipv6, via.device());
            config = new TunConfig(via.device(), addresses.peers(), List.of(), mtu(addresses), true, true);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(e.getMessage(), e);
        }
        try {
            return start(addresses, TunLink.open(config), warn);
        } catch (TunUnavailable e) {
            throw Remedies.failure(e.missing(), e, e.remedies(), command);
        }
    }

    private OsNetwork captured(String command, Consumer<String> warn) {
        try {
            var file = OsCapture.start(capture, "weir", e -> warn.accept("the capture is incomplete: " + e.getMessage()));
            return new OsNetwork(file, () -> lacking(file.lost(), file.captured(), warn));
        } catch (CaptureUnavailable e) {
            throw Remedies.failure(e.missing(), e, e.remedies(), command);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private static CommandFailed unwritable(IOException e) {
        return new CommandFailed("cannot write the capture: " + e.getMessage(), e);
    }

    private static void lacking(long lost, long captured, Consumer<String> warn) {
        if (lost > 0) warn.accept("the capture lacks " + lost + " of " + captured + " packets");
    }

    private int mtu(TunAddresses addresses) {
        int chosen = mtu == null ? 1500 : mtu;
        if (chosen < SMALLEST_MTU_IPV6 && addresses.all().anyMatch(cidr -> cidr.address().isIpv6())) {
            throw new IllegalArgumentException("IPv6 needs an MTU of 1280 at least (RFC 8200 section 5), not " + chosen);
        }
        return chosen;
    }

    private WeirNetwork start(TunAddresses addresses, TunLink link, Consumer<String> warn) {
        var config = StackConfig.linux().withAddresses(addresses.own());
        if (capture == null) return new WeirNetwork(EventLoop.start(config, link), link.name(), addresses.peers(), () -> { });
        try {
            var file = LiveCapture.start(capture, link.name(), "weir", e -> warn.accept("the capture is incomplete: " + e.getMessage()));
            var commented = new CommentedCapture(file);
            Link captured = new CapturedLink(link, commented);
            Observer observer = commented;
            return new WeirNetwork(EventLoop.start(config, captured, observer), link.name(), addresses.peers(), () -> {
                commented.flush();
                file.close();
                lacking(file.lost(), file.captured(), warn);
            });
        } catch (IOException e) {
            link.close();
            throw unwritable(e);
        }
    }
}
