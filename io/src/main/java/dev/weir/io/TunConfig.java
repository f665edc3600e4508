package dev.weir.io;

import dev.weir.wire.Cidr;
import java.util.List;

/**
 * A TUN device as the operating system shall see it: the kernel's side of the link. The other side, the addresses of
 * the stack, is the stack's own configuration.
 *
 * @param name of the device, 1..15 characters; with {@code %d} the kernel fills in the first free number; a device that
 *     exists already is attached to
 * @param addresses the kernel's, each with the prefix that it reaches through the device
 * @param routes further destinations that the kernel shall send to the device
 * @param mtu largest IP packet, 68..65535 bytes (IPv6 needs 1280)
 * @param offload exchange packets of up to 64 KiB and leave checksums to whoever needs them; without it every packet
 *     is complete and at most {@code mtu} long
 * @param up bring the device up
 */
public record TunConfig(
        String name, List<Cidr> addresses, List<Cidr> routes, int mtu, boolean offload, boolean up) {
    public TunConfig {
        if (!name.matches("[\\x21-\\x7e&&[^/:]]{1,15}") || name.replace("%d", "").contains("%")
                || name.matches("\\.\\.?")) {
            throw new IllegalArgumentException(
                    "not a name for a network device (1..15 characters, no blank, / or :): " + name);
        }
        if (mtu < 68 || mtu > 65535) throw new IllegalArgumentException("mtu must be 68..65535, not " + mtu);
        addresses = List.copyOf(addresses);
        routes = List.copyOf(routes);
        if (mtu < 1280 && addresses.stream().anyMatch(cidr -> cidr.address().isIpv6())) {
            throw new IllegalArgumentException("IPv6 needs an mtu of 1280 at least, not " + mtu);
        }
    }

    /** A new device with these addresses ({@code 10.77.0.1/24}), MTU 1500, offload, up. */
    public static TunConfig of(String... addresses) {
        var parsed = List.of(addresses).stream().map(Cidr::parse).toList();
        return new TunConfig("weir%d", parsed, List.of(), 1500, true, true);
    }

    public TunConfig withName(String name) {
        return new TunConfig(name, addresses, routes, mtu, offload, up);
    }

    public TunConfig withAddresses(List<Cidr> addresses) {
        return new TunConfig(name, addresses, routes, mtu, offload, up);
    }

    public TunConfig withRoutes(List<Cidr> routes) {
        return new TunConfig(name, addresses, routes, mtu, offload, up);
    }

    public TunConfig withMtu(int mtu) {
        return new TunConfig(name, addresses, routes, mtu, offload, up);
    }

    public TunConfig withOffload(boolean offload) {
        return new TunConfig(name, addresses, routes, mtu, offload, up);
    }

    public TunConfig withUp(boolean up) {
        return new TunConfig(name, addresses, routes, mtu, offload, up);
    }
}
