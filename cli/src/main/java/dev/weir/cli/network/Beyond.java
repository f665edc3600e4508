package dev.weir.cli.network;

import dev.weir.io.os.Route;
import dev.weir.wire.Cidr;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What it takes to get further than this host over a TUN device: the kernel must forward, and others must find back. */
final class Beyond {
    private Beyond() {}

    /** For others to reach our address. */
    static List<String> toServe(Cidr own) {
        var lines = new ArrayList<String>();
        boolean ipv4 = own.address().isIpv4();
        if (!Route.isForwarding(!ipv4)) lines.add("for others, forwarding is off here: " + forward(ipv4));
        var gateway = Addresses.ofThisHost().stream().map(IpAddress::of)
                .filter(address -> address.isIpv4() == ipv4 && !own.contains(address)).findFirst();
        lines.add("for others, on their host: sudo ip route add " + network(own) + " via "
                + gateway.map(IpAddress::toString).orElse("THIS_HOST"));
        return lines;
    }

    /** For us to reach {@code remote}; nothing if that is this host. */
    static List<String> toConnect(Cidr own, InetAddress remote, String device) {
        var address = IpAddress.of(remote);
        boolean ipv4 = own.address().isIpv4();
        if (own.contains(address) || isThisHost(address)) return List.of();
        var lines = new ArrayList<String>();
        lines.add(address + " is beyond this host:");
        if (!Route.isForwarding(!ipv4)) lines.add("  forwarding is off: " + forward(ipv4));
        lines.add("  unless masquerade is there: " + masquerade(own, device));
        return lines;
    }

    private static boolean isThisHost(IpAddress address) {
        try {
            return Route.to(address).filter(Route::isLocal).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static String forward(boolean ipv4) {
        return Place.sudo() + "sysctl -w net." + (ipv4 ? "ipv4.ip_forward" : "ipv6.conf.all.forwarding") + "=1";
    }

    private static String masquerade(Cidr own, String device) {
        boolean ipv4 = own.address().isIpv4();
        if (isInstalled("iptables") || !isInstalled("nft")) {
            return Place.sudo() + (ipv4 ? "iptables" : "ip6tables") + " -t nat -A POSTROUTING -s " + network(own) + " ! -o "
                    + device + " -j MASQUERADE";
        }
        String family = ipv4 ? "ip" : "ip6";
        return Place.sudo() + "nft 'add table " + family + " weir; add chain " + family
                + " weir out { type nat hook postrouting priority 100; }; add rule " + family + " weir out " + family
                + " saddr " + network(own) + " oifname != \"" + device + "\" masquerade'";
    }

    private static Cidr network(Cidr cidr) {
        return new Cidr(cidr.network(), cidr.prefixLength());
    }

    private static boolean isInstalled(String program) {
        return Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/bin").anyMatch(folder -> Files.exists(Path.of(folder, program)));
    }
}
