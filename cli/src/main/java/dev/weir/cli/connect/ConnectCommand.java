package dev.weir.cli.connect;

import dev.weir.analysis.Quantity;
import dev.weir.cli.console.CommandFailed;
import dev.weir.cli.console.CommandText;
import dev.weir.cli.console.Interrupt;
import dev.weir.cli.console.Log;
import dev.weir.cli.console.Ports;
import dev.weir.cli.console.Seconds;
import dev.weir.cli.console.Stdio;
import dev.weir.cli.console.Stop;
import dev.weir.cli.console.Target;
import dev.weir.cli.console.Verbosity;
import dev.weir.cli.network.Addresses;
import dev.weir.cli.network.Addresses.Version;
import dev.weir.cli.network.Network;
import dev.weir.cli.network.ViaOptions;
import dev.weir.cli.session.Broken;
import dev.weir.cli.session.OutputGone;
import dev.weir.cli.session.Pipe;
import dev.weir.cli.session.Session;
import dev.weir.core.event.Flow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code weir connect}: standard input to a server, its answer to standard output. */
@Command(
        name = "connect",
        header = "Connects, pipes input and output, and says why if it fails.",
        sortOptions = false,
        customSynopsis = {"weir connect HOST PORT [OPTIONS]"},
        description = {
            "",
            "Connects, sends standard input, prints what comes. Ends when the server has no more to send and the input has "
                    + "ended too (or a person types it). HOST:PORT and [::1]:80 work as well.",
            "",
            "  weir connect example.com 80                 type, and see what comes",
            "  weir connect -N 127.0.0.1:8080 < file       send a file, then the end",
            "  weir connect --tls example.com 443          the same over TLS",
            "  weir connect --via tun 10.77.0.1 8080       by Weir's own TCP (root)",
            ""
        },
        footer = {"", "Exit codes: 0 done; 1 no connection, or a broken one; 2 usage; 130 Ctrl-C."})
public final class ConnectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "HOST PORT", arity = "1..*", description = "Whom to connect to; the port may be the name of a service.")
    private List<String> target;

    @Option(names = "-N", description = "At the end of the input, close our direction (a FIN); the server may go on.")
    private boolean halfClose;

    @Option(names = "--connect-timeout", paramLabel = "TIME", converter = Seconds.class,
            description = "Give up connecting after this long: 5, 500ms.")
    private Duration connectTimeout;

    @Option(names = "-w", paramLabel = "TIME", converter = Seconds.class,
            description = "Give up when nothing passes for this long, connecting included.")
    private Duration idle;

    @Option(names = "-s", paramLabel = "ADDRESS", description = "Connect from this address of ours.")
    private InetAddress source;

    @Option(names = "-p", paramLabel = "PORT", converter = Ports.class, description = "Connect from this port of ours.")
    private int sourcePort;

    @Option(names = "-4", description = "IPv4 only.")
    private boolean ipv4;

    @Option(names = "-6", description = "IPv6 only.")
    private boolean ipv6;

    @Mixin
    private ViaOptions via;

    @Mixin
    private ClientTlsOptions tls;

    @Mixin
    private Verbosity verbosity;

    private final Stdio stdio;
    private final Stop stop = new Stop();

    public ConnectCommand() {
        this(Stdio.system());
    }

    public ConnectCommand(Stdio stdio) {
        this.stdio = stdio;
    }

    /** As Ctrl-C does. */
    public void stop() {
        stop.request();
    }

    @Override
    public Integer call() {
        var whom = checked();
        var log = verbosity.log(stdio);
        var interrupt = Interrupt.runs(stop::request);
        boolean needsIpv6 = ipv6 || whom.host().contains(":");
        try (var network = via.open(needsIpv6, CommandText.of(spec), log::say)) {
            var version = ipv4 ? Version.IPV4 : ipv6 ? Version.IPV6 : Version.ANY;
            var addresses = Addresses.of(whom.host(), version);
            log.say(network.tcp() + " TCP to " + whom + named(whom, addresses));
            network.hintsToConnect(addresses.getFirst()).forEach(hint -> log.say("  " + hint));
            exchange(network, whom, addresses, log);
        }
        return interrupt.happened() ? interrupt.exitCode() : 0;
    }

    private Target checked() {
        try {
            tls.check();
            via.check();
            if (ipv4 && ipv6) throw new TypeConversionException("-4 and -6 contradict each other");
            var whom = Target.parse(target);
            if (whom.port() == 0) throw new TypeConversionException("nobody can be connected to on port 0");
            return whom;
        } catch (TypeConversionException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** What the name stands for. */
    private static String named(Target whom, List<InetAddress> addresses) {
        return Addresses.text(addresses.getFirst()).equals(whom.host()) ? "" : " (" + Addresses.list(addresses) + ")";
    }

    private void exchange(Network network, Target whom, List<InetAddress> addresses, Log log) {
        var patience = connectTimeout != null ? connectTimeout : idle != null ? idle : Duration.ZERO;
        var dial = new Dial(network, patience, source, sourcePort, log);
        stop.by(dial::cancel);
        Socket transport;
        try {
            transport = dial.connect(whom.host(), addresses, whom.port());
        } catch (CommandFailed e) {
            if (!stop.isRequested()) throw e;
            log.say("stopped before a connection was established");
            return;
        }
        var flow = Session.flow(transport);
        log.detail("connected to " + Flow.endpoint(flow.remote(), flow.remotePort()) + " from "
                + Flow.endpoint(flow.local(), flow.localPort()) + network.measure(transport)
                        .filter(taken -> taken.rttNanos() > 0)
                        .map(taken -> ", RTT " + Quantity.time(taken.rttNanos())).orElse(""));
        pipe(network, transport, secured(transport, whom, patience, log), log);
    }

    private Socket secured(Socket transport, Target whom, Duration patience, Log log) {
        if (!tls.isOn()) return transport;
        stop.by(() -> close(transport));
        var secured = tls.secure(transport, whom.host(), whom.port(), patience);
        log.detail(secured.getSession().getProtocol() + ", " + secured.getSession().getCipherSuite());
        return secured;
    }

    private void pipe(Network network, Socket transport, Socket stream, Log log) {
        var pipe = new Pipe(stdio, halfClose);
        var patience = idle == null ? Duration.ZERO : idle;
        try (var session = new Session(network, transport, stream, patience)) {
            stop.by(() -> {
                pipe.stop();
                session.close();
            });
            try {
                pipe.serve(session);
            } catch (OutputGone e) {
                log.detail("standard output was closed");
            } catch (IOException e) {
                if (!stop.isRequested()) throw Broken.explain(session, e, patience);
            } finally {
                session.close();
                log.say(session.report().text());
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone already
        }
    }
}
