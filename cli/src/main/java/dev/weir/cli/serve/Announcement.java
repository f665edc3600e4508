package dev.weir.cli.serve;

import dev.weir.cli.network.Addresses;
import dev.weir.cli.network.Network;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** What is said before the first client: whose TCP, who can reach it, what a filter can do there, what to try. */
final class Announcement {
    private final Network network;
    private final InetAddress address;
    private final int port;

    /** @param address where it listens; may stand for all */
    Announcement(Network network, InetAddress address, int port) {
        this.network = network;
        this.address = address;
        this.port = port;
    }

    int port() {
        return port;
    }

    /** The first line. */
    String line(boolean rejects) {
        return network.tcp() + " TCP on " + (address.isAnyLocalAddress() ? "port " + port : Addresses.text(address, port))
                + "; " + reach() + "; a filter " + (network.filtersEarly()
                ? rejects ? "resets SYNs" : "drops SYNs" : rejects ? "resets after accept" : "closes after accept");
    }

    private String reach() {
        if (address.isLoopbackAddress()) return "from this host only";
        if (!address.isAnyLocalAddress()) return "from wherever " + Addresses.text(address) + " is reached";
        return "from anywhere";
    }

    /** One command for the other side. */
    String trial(Mode mode, boolean tls) {
        String host = Addresses.text(host());
        if (mode.directory != null) return "curl " + (tls ? "-k https" : "http") + "://" + Addresses.text(host(), port) + "/";
        if (tls) return "openssl s_client -quiet -connect " + Addresses.text(host(), port);
        return "nc " + host + " " + port + (mode.sourceBytes == null ? "" : " | wc -c");
    }

    /** An address to put into a command. */
    private InetAddress host() {
        if (!address.isAnyLocalAddress()) return address;
        return reachable().getFirst();
    }

    /** Addresses that clients can use. */
    List<InetAddress> reachable() {
        if (!address.isAnyLocalAddress()) return List.of(address);
        var all = new ArrayList<InetAddress>();
        Addresses.ofThisHost().stream().filter(Inet4Address.class::isInstance).forEach(all::add);
        Addresses.ofThisHost().stream().filter(own -> !(own instanceof Inet4Address)).forEach(all::add);
        all.add(InetAddress.getLoopbackAddress());
        return all;
    }
}
