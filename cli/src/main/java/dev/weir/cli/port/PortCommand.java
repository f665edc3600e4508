package dev.weir.cli.port;

import dev.weir.cli.console.Color;
import dev.weir.cli.console.CommandFailed;
import dev.weir.cli.console.Ports;
import dev.weir.cli.console.Terminal;
import dev.weir.core.event.State;
import dev.weir.io.os.SocketDiag;
import dev.weir.io.os.SocketUser;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code weir port}: says of a port what it is and who holds it; without one, what listens here. */
@Command(
        name = "port",
        header = "Says of a TCP port what it is, who holds it, and whether you may.",
        sortOptions = false,
        customSynopsis = {"weir port [OPTIONS] [PORT|SERVICE]"},
        description = {
            "",
            "Says of a TCP port which class it is of, for whom it is registered (IANA), whether it is free on this "
                    + "machine in IPv4 and IPv6, who holds it, since when, and whether you may. Without a port: "
                    + "everything that listens here, with its process and its accept queue.",
            "",
            "  weir port 8080                 may I have it?",
            "  weir port postgresql           the port of a service",
            "  weir port                      what listens here",
            "  sudo weir port                 with the processes of other users",
            ""
        },
        footer = {
            "",
            "Exit: 0 if you could listen there now, or nothing was asked for; 1 if not; 2 for a usage error."
        })
public final class PortCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "PORT", hidden = true)
    private String port;

    @Option(names = "--json", description = "One JSON object: docs/json/port.schema.json.")
    private boolean json;

    @Option(names = "--color", paramLabel = "WHEN", defaultValue = "auto",
            description = "auto, always or never (default: ${DEFAULT-VALUE}: on a terminal, unless NO_COLOR is set).")
    private Color color;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "This help.")
    private boolean help;

    @Override
    public Integer call() {
        try {
            return port == null ? listeners() : examine(number());
        } catch (IOException e) {
            throw new CommandFailed("cannot ask this system for its sockets: " + e.getMessage(), e,
                    "this command reads netlink's sock_diag, which Linux has");
        } finally {
            spec.commandLine().getOut().flush();
        }
    }

    private int number() {
        var registered = port.matches("[0-9]+") ? Optional.<Integer>empty()
                : Services.port(port).stream().boxed().findFirst();
        try {
            return registered.orElseGet(() -> Ports.parse(port));
        } catch (TypeConversionException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private int examine(int number) throws IOException {
        var state = PortState.examine(number);
        var out = spec.commandLine().getOut();
        if (json) PortJson.write(state, out);
        else new PortText(Terminal.detect(color), out, Instant.now()).print(state);
        return state.isAvailable() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private int listeners() throws IOException {
        var sockets = SocketDiag.all().stream().filter(socket -> socket.state() == State.LISTEN).toList();
        var users = SocketUser.of(sockets);
        List<Holder> holders = sockets.stream()
                .map(socket -> Holder.of(socket, Optional.ofNullable(users.get(socket.inode()))))
                .sorted(Comparator.comparingInt((Holder holder) -> holder.socket().localPort())
                        .thenComparing(holder -> holder.socket().local()))
                .toList();
        var out = spec.commandLine().getOut();
        if (json) PortJson.write(holders, out);
        else new ListenersText(Terminal.detect(color), out).print(holders, InputFilters.present());
        return ExitCode.OK;
    }
}
