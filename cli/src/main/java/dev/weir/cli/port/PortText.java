package dev.weir.cli.port;

import dev.weir.cli.console.Terminal;
import dev.weir.cli.console.Terminal.Style;
import dev.weir.core.event.Flow;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;

/** Says what is known of a port, for people. */
final class PortText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final String INDENT = "  ";

    private final Terminal terminal;
    private final PrintWriter out;
    private final Instant now;

    PortText(Terminal terminal, PrintWriter out, Instant now) {
        this.terminal = terminal;
        this.out = out;
        this.now = now;
    }

    void print(PortState state) {
        int port = state.port();
        if (port == 0) {
            out.println("Port 0 stands for any: who binds to it gets a free one of " + state.policy().ephemeral());
            return;
        }
        var kind = PortClass.of(port);
        out.println(terminal.paint(Style.BOLD, "Port " + port) + " is " + verdict(state));
        line("class", kind.text() + ", one of " + kind.range());
        line("service", registered(state));
        for (var holder : state.listeners()) {
            line("held by", holder.who());
            line("", "at " + Flow.endpoint(holder.socket().local(), port) + ", reachable from "
                    + Reach.of(holder.socket().local()).text());
            holder.processStarted().ifPresent(at -> line("", "its process began " + since(at)));
            line("", "accept queue " + holder.socket().receiveQueue() + " of " + holder.socket().sendQueue());
        }
        if (state.outgoing() > 0) line("in use", count(state.outgoing(), "outgoing connection") + " from this port");
        if (state.timeWait() > 0) {
            line("time-wait", count(state.timeWait(), "connection") + ": a server without SO_REUSEADDR cannot bind yet");
        }
        line("you", may(state));
        if (state.policy().isEphemeral(port)) {
            line("beware", "the kernel gives " + state.policy().ephemeral() + " to outgoing connections:");
            line("", "one may have this port just when a server wants it");
        }
        if (!state.suggestions().isEmpty()) {
            line("free", state.suggestions().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
    }

    private String verdict(PortState state) {
        if (state.ipv4Free() && state.ipv6Free()) {
            return terminal.paint(Style.GREEN, "free") + (state.policy().mayBind(state.port())
                    ? " in IPv4 and IPv6" : ", but not for this user");
        }
        String in = state.ipv4Free() ? "in IPv6" : state.ipv6Free() ? "in IPv4" : "in IPv4 and IPv6";
        String free = state.ipv4Free() ? "; free in IPv4" : state.ipv6Free() ? "; free in IPv6" : "";
        return terminal.paint(Style.YELLOW, "in use") + " " + in + free;
    }

    private static String registered(PortState state) {
        if (state.services().isEmpty()) return "none is registered";
        var service = state.services().getFirst();
        String protocols = String.join(" and ", service.protocols());
        return service.name() + " over " + protocols
                + (service.description().isEmpty() ? "" : ": " + service.description());
    }

    private static String may(PortState state) {
        int port = state.port();
        if (!state.policy().mayBind(port)) {
            return "may not bind below " + state.policy().firstUnprivileged() + " without CAP_NET_BIND_SERVICE:\n"
                    + "              sudo setcap cap_net_bind_service+ep PROGRAM, or\n"
                    + "              sudo sysctl net.ipv4.ip_unprivileged_port_start=" + port;
        }
        return state.isAvailable() ? "may bind it" : "may bind it once it is free";
    }

    private String since(Instant at) {
        return TIME.withZone(ZoneId.systemDefault()).format(at) + " (" + ago(Duration.between(at, now)) + " ago)";
    }

    static String ago(Duration age) {
        if (age.toDays() > 0) return count(age.toDays(), "day");
        if (age.toHours() > 0) return count(age.toHours(), "hour");
        if (age.toMinutes() > 0) return count(age.toMinutes(), "minute");
        return count(Math.max(0, age.toSeconds()), "second");
    }

    private static String count(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private void line(String name, String text) {
        out.println(INDENT + String.format("%-12s", name) + text);
    }
}
