package dev.weir.cli.connect;

import dev.weir.analysis.Quantity;
import dev.weir.cli.console.CommandFailed;
import dev.weir.cli.network.Addresses;
import dev.weir.cli.network.Network;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Why nobody answered, in words, and what to do next. */
final class Unreachable {
    /** What kept a connection from being established. */
    private enum Cause { REFUSED, TIMED_OUT, NO_ROUTE, HOST_UNREACHABLE, FORBIDDEN, OTHER }

    private Unreachable() {}

    /** @param failed at least one */
    static CommandFailed explain(String host, List<Dial.Attempt> failed, Network network, Duration timeout) {
        var last = failed.getLast();
        if (failed.size() == 1) return new CommandFailed(line(last, network), last.failure(), next(last, network, timeout));
        var next = new ArrayList<String>();
        for (var attempt : failed) next.add(line(attempt, network));
        next.addAll(next(last, network, timeout));
        return new CommandFailed("none of the " + failed.size() + " addresses of " + host + " answered:", last.failure(), next);
    }

    /** What happened to one address. */
    static String line(Dial.Attempt attempt, Network network) {
        String place = Addresses.text(attempt.address(), attempt.port());
        String after = Quantity.time(attempt.nanos());
        return switch (cause(attempt.failure())) {
            case REFUSED -> place + " refused the connection";
            case TIMED_OUT -> place + " did not answer: " + (attempt.syns() == 0 ? "gave up after " + after
                    : Quantity.count(attempt.syns(), "SYN") + " in " + after);
            case NO_ROUTE -> "no route to " + place + ": " + (network.tcp().equals("os") ? "this host knows no way there"
                    : hasVersion(network, attempt.address()) ? "an ICMP error came back, after " + after
                    : "Weir has no address of that IP version");
            case HOST_UNREACHABLE -> place + " is unreachable: "
                    + (network.tcp().equals("os") ? "no route, no such neighbour, or a filter on the way"
                    : "an ICMP error came back") + ", after " + after;
            case FORBIDDEN -> "connecting to " + place + " is forbidden by this host's own filter";
            case OTHER -> "cannot connect to " + place + ": " + attempt.failure().getMessage();
        };
    }

    private static List<String> next(Dial.Attempt attempt, Network network, Duration timeout) {
        String address = Addresses.text(attempt.address());
        int port = attempt.port();
        return switch (cause(attempt.failure())) {
            case REFUSED -> List.of("a reset came back: nothing listens on port " + port + " there, or a filter rejects it",
                    !isThisHost(attempt.address()) ? "on that host, see: ss -ltn"
                    : "start something: weir serve " + port + (attempt.address().isLoopbackAddress() ? "" : " --public"));
            case TIMED_OUT -> List.of("the host is off, the address is wrong, or a firewall drops what is sent there",
                    timeout.isZero() ? "see how far it gets: traceroute " + address
                            : "wait longer: --connect-timeout " + timeout.toSeconds() * 3);
            case NO_ROUTE -> List.of(network.tcp().equals("os") || hasVersion(network, attempt.address())
                    ? "see: ip route get " + address : "give Weir one: --address");
            case HOST_UNREACHABLE -> List.of("see: ip route get " + address + "; ping " + address);
            case FORBIDDEN -> List.of("see: sudo nft list ruleset");
            case OTHER -> List.of();
        };
    }

    private static boolean isThisHost(InetAddress address) {
        return address.isLoopbackAddress() || Addresses.ofThisHost().contains(address);
    }

    private static boolean hasVersion(Network network, InetAddress remote) {
        return network.addresses().stream().anyMatch(own -> own.getClass() == remote.getClass());
    }

    /** By the wording of the JDK, which both TCPs have. */
    private static Cause cause(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof SocketTimeoutException || message.contains("timed out")) return Cause.TIMED_OUT;
        if (message.contains("refused")) return Cause.REFUSED;
        if (message.contains("Network is unreachable")) return Cause.NO_ROUTE;
        if (message.contains("No route to host")) return Cause.HOST_UNREACHABLE;
        if (message.contains("Operation not permitted") || message.contains("Permission denied")) return Cause.FORBIDDEN;
        return Cause.OTHER;
    }
}
