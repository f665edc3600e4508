package dev.weir.cli.network;

import dev.weir.wire.Cidr;
import dev.weir.wire.IpAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The two sides of a TUN device: the addresses of Weir's stack, and those of this host, one subnet for both.
 *
 * @param own Weir's
 * @param peers the operating system's
 */
public record TunAddresses(List<Cidr> own, List<Cidr> peers) {
    /** A new device with the first free number. */
    public static final String DEVICE = "weir%d";

    private static final int SUBNETS = 256;

    /**
     * What was asked for, completed: the peer of an address is its first neighbour in the subnet; the address of a device
     * that is set up already is a neighbour of what it has; and where nothing is known, a subnet that this host does not use.
     *
     * @param device may exist already
     * @throws IllegalArgumentException if a subnet has no room for two
     */
    static TunAddresses choose(List<Cidr> own, List<Cidr> peers, boolean ipv6, String device) {
        if (own.isEmpty() && peers.isEmpty()) peers = ofDevice(device);
        if (own.isEmpty() && peers.isEmpty()) return unused(ipv6);
        return new TunAddresses(own.isEmpty() ? neighbours(peers) : own, peers.isEmpty() ? neighbours(own) : peers);
    }

    /** A subnet of our own that this host does not use, IPv4 and perhaps IPv6 as well. */
    public static TunAddresses unused(boolean ipv6) {
        return unused(ipv6, inUse());
    }

    /** @param used addresses of this host */
    static TunAddresses unused(boolean ipv6, List<IpAddress> used) {
        for (int i = 0; i < SUBNETS; i++) {
            var ipv4 = Cidr.parse("10.77." + i + ".2/24");
            if (used.stream().anyMatch(ipv4::contains)) continue;
            var own = new ArrayList<>(List.of(ipv4));
            if (ipv6) own.add(Cidr.parse("fd77:" + Integer.toHexString(i) + "::2/64"));
            return new TunAddresses(own, neighbours(own));
        }
        throw new IllegalArgumentException("every subnet of 10.77.0.0/16 is in use: choose one with --address");
    }

    static List<Cidr> neighbours(List<Cidr> cidrs) {
        return cidrs.stream().map(TunAddresses::neighbour).toList();
    }

    /** The first other host of the subnet. */
    private static Cidr neighbour(Cidr cidr) {
        var network = cidr.network();
        for (int host = 0; host <= 2; host++) {
            var other = new IpAddress(network.high(), network.low() + host);
            boolean isNetwork = host == 0 && cidr.prefixLength() < (cidr.address().isIpv4() ? 31 : 127);
            if (!isNetwork && cidr.contains(other) && !other.equals(cidr.address())
                    && !cidr.broadcast().equals(Optional.of(other))) {
                return new Cidr(other, cidr.prefixLength());
            }
        }
        throw new IllegalArgumentException(cidr + " has no room for a second host: write a shorter prefix, such as "
                + cidr.address() + (cidr.address().isIpv4() ? "/24" : "/64"));
    }

    private static List<Cidr> ofDevice(String name) {
        try {
            var device = NetworkInterface.getByName(name);
            return device == null ? List.of() : device.getInterfaceAddresses().stream()
                    .filter(address -> !address.getAddress().isLinkLocalAddress()).map(TunAddresses::cidr).toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    private static Cidr cidr(InterfaceAddress address) {
        return new Cidr(IpAddress.of(address.getAddress()), address.getNetworkPrefixLength());
    }

    private static List<IpAddress> inUse() {
        try {
            return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).map(IpAddress::of).toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    /** Both sides, for a look at all of them. */
    Stream<Cidr> all() {
        return Stream.concat(own.stream(), peers.stream());
    }
}
