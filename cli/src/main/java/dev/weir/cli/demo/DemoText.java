package dev.weir.cli.demo;

import dev.weir.analysis.Ladder;
import dev.weir.analysis.Paragraph;
import dev.weir.analysis.Quantity;
import dev.weir.cli.console.Terminal;
import dev.weir.core.event.CloseReason;
import dev.weir.core.link.Impairment;
import dev.weir.core.link.PacketNumbers;
import java.math.BigDecimal;
import java.util.function.Consumer;

/** An exchange for a person: what this is, the ladder, the summary. */
final class DemoText {
    private final Terminal terminal;
    private final boolean full;
    private final Consumer<String> out;

    /** @param out takes lines without their end */
    DemoText(Terminal terminal, boolean full, Consumer<String> out) {
        this.terminal = terminal;
        this.full = full;
        this.out = out;
    }

    void print(Exchange exchange) {
        introduce(exchange.scenario());
        out.accept("");
        body(exchange);
    }

    /** What comes before the exchanges with the operating system. */
    void introduceKernel(Scenario scenario) {
        paragraph("Weir's TCP and the operating system's, over a network device, with a bad road between. Two "
                + "exchanges: the "
                + "kernel asks for " + Quantity.bytes(scenario.bytes()) + " and Weir sends it, then the other way "
                + "round. Real time: "
                + "two runs differ. The kernel's segments are shown when they arrive.");
        out.accept("");
        legend(scenario);
    }

    /** One of the exchanges with the operating system. */
    void print(String title, Exchange exchange) {
        out.accept("");
        out.accept(terminal.paint(Terminal.Style.BOLD, title));
        out.accept("");
        body(exchange);
    }

    private void body(Exchange exchange) {
        for (var line : Ladder.of(exchange.timeline(), terminal.columns(), full)) out.accept(paint(line));
        out.accept("");
        conclude(exchange);
    }

    /** The same as a lesson. */
    void teach(Exchange exchange) {
        var lesson = Lesson.of(exchange);
        paragraph("A TCP connection in " + lesson.size() + " steps, between two hosts inside this program. The "
                + "client gets "
                + Quantity.bytes(exchange.scenario().bytes()) + " from the server; once a packet is lost, and once "
                + "the client "
                + "stops reading. What is shown happened in this run. Network and time are simulated.");
        out.accept("");
        legend(exchange.scenario());
        int number = 0;
        for (var step : lesson) {
            out.accept("");
            String title = ++number + ". " + step.title();
            out.accept(terminal.paint(Terminal.Style.BOLD, title)
                    + " ".repeat(Math.max(1, Ladder.NARROWEST - title.length() - step.rfc().length())) + step.rfc());
            paragraph(step.text());
            var lines = Ladder.excerpt(exchange.timeline(), terminal.columns(), step.shown());
            out.accept("");
            if (lines.isEmpty() && step.example().isEmpty()) out.accept("  (this run shows none)");
            for (var line : step.example()) out.accept("  " + terminal.paint(Terminal.Style.GREEN, line));
            for (var line : lines) out.accept(paint(line));
        }
        out.accept("");
        conclude(exchange);
    }

    private void introduce(Scenario scenario) {
        paragraph("Two hosts inside this program, each with a TCP of its own, and a link between them that loses "
                + "packets. The "
                + "client asks for " + Quantity.bytes(scenario.bytes()) + ", the server sends it, the client closes, "
                + "then the "
                + "server. Network and time are simulated.");
        out.accept("");
        legend(scenario);
    }

    private void legend(Scenario scenario) {
        heading("link    ", road(scenario));
        heading("arrows  ", "--> client to server, <-- back, --x lost, .... many in one line");
        heading("flags   ", "S SYN, F FIN, R RST, P PSH, . ACK");
        heading("numbers ", "1:1449(1448) is bytes 1 to 1448 of the stream, 1448 of them; ack N: all before N is "
                + "there; "
                + "win W: room for W bytes");
    }

    /** What the options come to. */
    static String road(Scenario scenario) {
        Impairment road = scenario.toClient();
        var delay = road.delay();
        return "delay " + Quantity.time(delay.toNanos()) + " (RTT " + Quantity.time(2 * delay.toNanos()) + "), "
                + (road.rateBitsPerSecond() == Impairment.UNLIMITED ? "any rate"
                        : Quantity.rate(road.rateBitsPerSecond()))
                + ", " + loss(road) + ", MTU " + scenario.mtu() + ", seed " + scenario.seed();
    }

    private static String loss(Impairment road) {
        boolean scripted = road.loss() == 0 && !road.lost().equals(PacketNumbers.NONE);
        return scripted ? "loses packet " + road.lost() : "loss " + percent(road.loss());
    }

    private static String percent(double share) {
        return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + "%";
    }

    private void heading(String name, String text) {
        String label = terminal.paint(Terminal.Style.BOLD, name);
        for (String piece : Paragraph.wrap(text, Ladder.NARROWEST - name.length())) {
            out.accept(label + piece);
            label = " ".repeat(name.length());
        }
    }

    private void paragraph(String text) {
        Paragraph.wrap(text, Ladder.NARROWEST).forEach(out);
    }

    private void conclude(Exchange exchange) {
        out.accept(terminal.paint(Terminal.Style.BOLD, "Summary"));
        exchange.summary().lines().forEach(out);
        if (exchange.end() != CloseReason.CLOSED) {
            out.accept("");
            out.accept(terminal.paint(Terminal.Style.RED, "The connection failed: " + exchange.end().text() + "."));
        }
    }

    private String paint(Ladder.Line line) {
        return switch (line.tone()) {
            case PLAIN -> line.text();
            case HEADING -> terminal.paint(Terminal.Style.BOLD, line.text());
            case CONTROL -> terminal.paint(Terminal.Style.CYAN, line.text());
            case STATE -> terminal.paint(Terminal.Style.GREEN, line.text());
            case LOST -> terminal.paint(Terminal.Style.RED, line.text());
            case REPEATED -> terminal.paint(Terminal.Style.YELLOW, line.text());
            case FOLDED -> terminal.paint(Terminal.Style.DIM, line.text());
        };
    }
}
