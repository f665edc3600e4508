package dev.weir.cli.network;

import dev.weir.cli.console.CommandFailed;
import dev.weir.io.os.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/** A local address or port cannot be had: why, and which one can. */
public final class Unusable {
    private static final Path FIRST_UNPRIVILEGED = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");

    /** 8080 for 80, 8443 for 443. */
    private static final int USUAL_DISTANCE = 8000;

    private Unusable() {}

    /**
     * A server could not be bound.
     *
     * @param address null for all
     */
    public static CommandFailed server(IOException e, InetAddress address, int port, Network network) {
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("Address already in use")) return inUse(e, address, port, network, "weir serve ");
        if (message.startsWith("Permission denied")) return privileged(e, address, port, "weir serve ");
        if (message.startsWith("Cannot assign requested address")) return notOurs(e, address);
        return new CommandFailed("cannot listen on " + place(address, port) + ": " + message, e);
    }

    /**
     * A client could not be bound to where it shall come from.
     *
     * @param address null for any
     * @param port 0 for any
     */
    public static CommandFailed source(IOException e, InetAddress address, int port, Network network) {
        String message = String.valueOf(e.getMessage());
        if (message.startsWith("Address already in use")) return inUse(e, address, port, network, "-p ");
        if (message.startsWith("Permission denied")) return privileged(e, address, port, "-p ");
        if (message.startsWith("Cannot assign requested address")) return notOurs(e, address);
        return new CommandFailed("cannot connect from " + place(address, port) + ": " + message, e);
    }

    private static CommandFailed inUse(IOException e, InetAddress address, int port, Network network, String command) {
        var user = network.userOf(port);
        var next = new ArrayList<String>();
        var free = FreePort.near(orAny(address), port);
        if (free.isPresent()) next.add("the nearest free port: " + command + free.getAsInt());
        next.add(user.isPresent() ? "or end that process, or its use of the port"
                : "who uses it: sudo ss -ltnp 'sport = :" + port + "'");
        return new CommandFailed("port " + port + " is in use" + user.map(name -> " by " + name).orElse(""), e, next);
    }

    private static CommandFailed privileged(IOException e, InetAddress address, int port, String command) {
        int first = firstUnprivileged();
        var next = new ArrayList<String>();
        var free = FreePort.near(orAny(address), Math.max(first, port + USUAL_DISTANCE) - 1);
        if (free.isPresent()) next.add("a port that needs none: " + command + free.getAsInt());
        next.add("or allow it for all: sudo sysctl net.ipv4.ip_unprivileged_port_start=" + port);
        next.add("or use Weir's own TCP, which has no such ports: --via tun");
        return new CommandFailed("port " + port + " is privileged (ports below " + first
                + "), and this process may not use it (CAP_NET_BIND_SERVICE)", e, next);
    }

    private static CommandFailed notOurs(IOException e, InetAddress address) {
        return new CommandFailed(Addresses.text(address) + " is not an address of this host", e,
                "addresses that are: " + Addresses.list(new OsNetwork().addresses()));
    }

    private static InetAddress orAny(InetAddress address) {
        return address == null ? InetAddress.ofLiteral("::") : address;
    }

    private static String place(InetAddress address, int port) {
        return address == null ? "port " + port : Addresses.text(address, port);
    }

    private static int firstUnprivileged() {
        try (var reader = Files.newBufferedReader(FIRST_UNPRIVILEGED)) { // which asks for all at once, as /proc needs it
            return Integer.parseInt(reader.readLine());
        } catch (IOException | NumberFormatException e) {
            return 1024; // what every Unix has
        }
    }
}
