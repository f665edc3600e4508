package dev.weir.cli.analyze;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.pair.Clock;
import dev.weir.analysis.pair.PairedConnection;
import dev.weir.analysis.pair.Way;
import dev.weir.cli.console.Terminal;
import dev.weir.cli.console.Terminal.Style;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What happened between two places, for people. */
final class TwoPlacesText {
    private static final int SHOWN_FRAMES = 6;
    private static final double NOTABLE_DRIFT_PPM = 0.5;

    private final Terminal terminal;
    private final Consumer<String> out;

    TwoPlacesText(Terminal terminal, Consumer<String> out) {
        this.terminal = terminal;
        this.out = out;
    }

    void print(TwoPlaces places, long top) {
        int count = places.connections().size();
        out.accept(terminal.paint(Style.BOLD, count + (count == 1 ? " connection" : " connections") + " at two places")
                + ": " + places.atClient() + " is nearer to the client,");
        out.accept(places.atServer() + " to the server");
        var clock = places.connections().getFirst().clock();
        out.accept("clocks: " + clock(clock));
        if (places.onlyAtClient() > 0) only(places.onlyAtClient(), places.atClient());
        if (places.onlyAtServer() > 0) only(places.onlyAtServer(), places.atServer());
        if (places.leftOut() > 0) out.accept(places.leftOut() + " segments beyond the limit were left out");
        long shown = top == 0 ? count : Math.min(top, count);
        for (int i = 0; i < shown; i++) {
            out.accept("");
            print(places.connections().get(i), places);
        }
        if (shown < count) out.accept("\n" + (count - shown) + " more: --top 0 shows all");
    }

    private void only(int count, String where) {
        out.accept(count + (count == 1 ? " connection is" : " connections are") + " in " + where + " only");
    }

    private static String clock(Clock clock) {
        String drift = Math.abs(clock.driftPpm()) < NOTABLE_DRIFT_PPM ? ""
                : String.format(Locale.ROOT, " and gains %.1f us a second", clock.driftPpm());
        return "that at the server is " + Quantity.time(Math.abs(clock.offsetNanos()))
                + (clock.offsetNanos() < 0 ? " behind" : " ahead") + drift;
    }

    private void print(PairedConnection connection, TwoPlaces places) {
        out.accept(terminal.paint(Style.BOLD, connection.atClient()));
        if (!connection.atClient().equals(connection.atServer())) line("behind", connection.atServer());
        line("round trip", Quantity.time(connection.roundTripNanos()) + " between the two places, at least"
                + hops(connection));
        way("to server", connection.toServer(), places.atClient(), places.atServer());
        way("to client", connection.toClient(), places.atServer(), places.atClient());
        for (var change : connection.changes()) line("changed", change.text());
        if (connection.changes().isEmpty()) line("changed", "nothing: addresses, options and numbers are the same");
    }

    private static String hops(PairedConnection connection) {
        int there = connection.hopsToServer();
        int back = connection.hopsToClient();
        if (there < 0 || back < 0) return "";
        return there == back ? "; " + there + (there == 1 ? " hop" : " hops")
                : "; " + there + " hops there, " + back + " back";
    }

    private void way(String name, Way way, String sender, String receiver) {
        String lost = way.lost() == 0 ? "none lost" : terminal.paint(Style.RED, way.lost() + " lost") + String.format(
                Locale.ROOT, " (%.2g%%, %s)", 100 * way.lossShare(), Quantity.bytes(way.lostBytes()));
        line(name, way.sent() + " segments, " + lost + "; " + Quantity.time(way.delays().least()) + " to "
                + Quantity.time(way.delays().greatest()) + ", 95% " + Quantity.time(way.delays().percentile(95)));
        if (way.lost() > 0) line("", "lost: " + frames(way.lostFrames(), way.lost()) + " of " + sender);
        if (way.strangers() > 0) {
            line("", terminal.paint(Style.YELLOW, way.strangers() + " seen only at the far place")
                    + (way.strangeResets() > 0 ? ", " + way.strangeResets() + " of them resets" : "") + ": "
                    + frames(way.strangeFrames(), way.strangers()) + " of " + receiver);
        }
        if (way.duplicated() > 0) line("", way.duplicated() + " came twice");
        if (way.overtaken() > 0) line("", way.overtaken() + " arrived behind later ones");
        if (way.marked() > 0) line("", way.marked() + " got a congestion mark");
    }

    private static String frames(List<Long> frames, long count) {
        String some = frames.stream().limit(SHOWN_FRAMES).map(String::valueOf).collect(Collectors.joining(", "));
        return (count == 1 ? "frame " : "frames ") + some + (count > SHOWN_FRAMES ? ", ..." : "");
    }

    private void line(String name, String text) {
        out.accept("  " + String.format("%-11s", name) + text);
    }
}
