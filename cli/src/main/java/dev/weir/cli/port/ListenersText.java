package dev.weir.cli.port;

import dev.weir.cli.console.Terminal;
import dev.weir.cli.console.Terminal.Style;
import dev.weir.core.event.Flow;
import java.io.PrintWriter;
import java.util.List;

/** The table of what listens. */
final class ListenersText {
    private static final String ROW = "%-25s %-12s %9s  %-10s %s";

    private final Terminal terminal;
    private final PrintWriter out;

    ListenersText(Terminal terminal, PrintWriter out) {
        this.terminal = terminal;
        this.out = out;
    }

    void print(List<Holder> listeners, List<String> filters) {
        if (listeners.isEmpty()) {
            out.println("Nothing listens for TCP here.");
            return;
        }
        out.println(terminal.paint(Style.BOLD, String.format(ROW, "ADDRESS", "SERVICE", "QUEUE", "FROM", "PROCESS")));
        for (var each : listeners) out.println(row(each));
        out.println();
        out.println("QUEUE: connections that wait to be accepted, of how many may. FROM: who can");
        out.println("reach the address" + (filters.isEmpty() ? "." : "; what a filter does to it is not known here:"));
        for (String filter : filters) out.println("  " + filter);
        boolean unknown = listeners.stream().anyMatch(each -> each.user().isEmpty());
        if (unknown) {
            out.println("A process without a number is another user's (root sees it: sudo weir port) or");
            out.println("runs in a container beside this one.");
        }
    }

    private String row(Holder holder) {
        var socket = holder.socket();
        String queue = socket.receiveQueue() + "/" + socket.sendQueue();
        boolean full = socket.receiveQueue() > socket.sendQueue();
        var services = Services.of(socket.localPort());
        String service = services.isEmpty() ? "-" : services.getFirst().name();
        String padded = String.format("%9s", full ? queue + "!" : queue);
        return String.format(ROW, Flow.endpoint(socket.local(), socket.localPort()), fit(service),
                full ? terminal.paint(Style.RED, padded) : padded, from(holder), who(holder)).stripTrailing();
    }

    private static String fit(String service) {
        return service.length() > 12 ? service.substring(0, 11) + "~" : service;
    }

    private static String from(Holder holder) {
        return switch (Reach.of(holder.socket().local())) {
            case THIS_HOST -> "this host";
            case LINK -> "this link";
            case ONE_ADDRESS, EVERYWHERE -> "outside";
        };
    }

    private static String who(Holder holder) {
        return holder.user().filter(user -> user.pid().isPresent())
                .map(user -> user.command() + " " + user.pid().getAsLong()).orElse(holder.owner());
    }
}
