package dev.weir.cli.network;

import dev.weir.cli.console.CommandFailed;
import dev.weir.core.event.Flow;
import dev.weir.wire.IpAddress;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/** Addresses of hosts, and of this one. */
public final class Addresses {
    /** Which IP versions will do. */
    public enum Version {
        ANY("address"), IPV4("IPv4 address"), IPV6("IPv6 address");

        private final String noun;

        Version(String noun) {
            this.noun = noun;
        }

        boolean allows(InetAddress address) {
            return switch (this) {
                case ANY -> true;
                case IPV4 -> address instanceof Inet4Address;
                case IPV6 -> address instanceof Inet6Address;
            };
        }
    }

    private Addresses() {}

    /** Every address of a host, in the order of the resolver. */
    public static List<InetAddress> of(String host, Version version) {
        try {
            var found = List.of(InetAddress.getAllByName(host));
            var fitting = found.stream().filter(version::allows).toList();
            if (fitting.isEmpty()) {
                throw new CommandFailed(host + " has no " + version.noun + ", only " + list(found), null,
                        "leave out " + (version == Version.IPV4 ? "-4" : "-6"));
            }
            return fitting;
        } catch (UnknownHostException e) {
            throw new CommandFailed("there is no host called '" + host + "', or no name server that could say so", e,
                    "check the spelling: getent hosts " + host, "or give its address instead of its name");
        }
    }

    /** What this host is reached by from elsewhere. */
    public static List<InetAddress> ofThisHost() {
        try {
            return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress()).toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    /** {@code 10.0.0.1, fd00::1}. */
    public static String list(List<InetAddress> addresses) {
        return String.join(", ", addresses.stream().map(Addresses::text).toList());
    }

    /** In its shortest form, without a name. */
    public static String text(InetAddress address) {
        return IpAddress.of(address).toString();
    }

    /** {@code 10.0.0.1:80}, {@code [fd00::1]:80}. */
    public static String text(InetAddress address, int port) {
        return Flow.endpoint(IpAddress.of(address), port);
    }
}
