package dev.weir.cli.serve;

import dev.weir.cli.network.Addresses;
import dev.weir.cli.network.Network;
import java.net.InetAddress;
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
        boolean anywhere = address.isAnyLocalAddress() && !network.filtersEarly();
        return network.tcp() + " TCP on " + (anywhere ? "port " + port : Addresses.text(host(), port)) + "; "
                + network.reach(address) + "; a filter " + (network.filtersEarly()
                ? rejects ? "resets SYNs" : "drops SYNs" : rejects ? "resets after accept" : "closes after accept");
    }

    /** One command for the other side. */
    String trial(Mode mode, boolean tls) {
        return network.commandPrefix() + command(mode, tls);
    }

    private String command(Mode mode, boolean tls) {
        String place = Addresses.text(host(), port);
        if (mode.directory != null) return "curl " + (tls ? "-k https" : "http") + "://" + place + "/";
        if (tls) return "openssl s_client -quiet -connect " + place;
        return "nc " + Addresses.text(host()) + " " + port + (mode.sourceBytes == null ? "" : " | wc -c");
    }

    /** An address to put into a command. */
    private InetAddress host() {
        return reachable().getFirst();
    }

    /** Addresses that clients can use. */
    List<InetAddress> reachable() {
        return address.isAnyLocalAddress() ? network.addresses() : List.of(address);
    }

    /** For those who are further away. */
    List<String> hints() {
        return network.hintsToServe();
    }
}
