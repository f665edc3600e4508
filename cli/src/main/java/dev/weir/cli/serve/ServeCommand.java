package dev.weir.cli.serve;

import dev.weir.cli.console.CommandFailed;
import dev.weir.cli.console.CommandText;
import dev.weir.cli.console.Interrupt;
import dev.weir.cli.console.Log;
import dev.weir.cli.console.Ports;
import dev.weir.cli.console.Seconds;
import dev.weir.cli.console.Stdio;
import dev.weir.cli.console.Stop;
import dev.weir.cli.console.Verbosity;
import dev.weir.cli.http.StaticFiles;
import dev.weir.cli.network.Firewall;
import dev.weir.cli.network.Network;
import dev.weir.cli.network.Unusable;
import dev.weir.cli.network.ViaOptions;
import dev.weir.cli.session.Broadcast;
import dev.weir.cli.session.Pipe;
import dev.weir.cli.session.Service;
import dev.weir.cli.tls.ServerTls;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code weir serve}: a server for one client or for many. */
@Command(
        name = "serve",
        header = "Serves: a pipe, an echo, files over HTTP; with a filter, and TLS.",
        sortOptions = false,
        customSynopsis = {"weir serve PORT [--echo|--discard|--source BYTES|--http DIR] [OPTIONS]"},
        description = {
            "",
            "Serves one client, or with -k many at a time, until Ctrl-C. Without a mode, what clients send goes to standard "
                    + "output, and standard input to them. Reachable from this host only, unless -s or --public opens it.",
            "",
            "  weir serve 8080                         a pipe for the first client",
            "  weir serve 8080 --http .                the files here, for curl and browsers",
            "  weir serve 7777 --echo -k --public      for anybody, many at a time",
            "  weir serve 8443 --http . --tls          over TLS, by a certificate of its own",
            "  weir serve 80 --http . --via tun        by Weir's own TCP (root)",
            ""
        },
        footer = {"", "Exit codes: 0 done, or Ctrl-C; 1 failure; 2 usage."})
public final class ServeCommand implements Callable<Integer> {
    private static final int BACKLOG = 1024;
    private static final Duration HTTP_IDLE = Duration.ofSeconds(60);

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PORT", converter = Ports.class, description = "0 to 65535 (0: a free one), or the name of a service.")
    private int port;

    @ArgGroup(exclusive = true)
    private Mode mode = new Mode();

    @Option(names = "-k", description = "Many clients at a time; in a pipe, input goes to all of them.")
    private boolean many;

    @Option(names = "-N", description = "In a pipe, close our direction at the end of the input (a FIN).")
    private boolean halfClose;

    @Option(names = "-s", paramLabel = "ADDRESS", description = "Listen on this address of ours.")
    private InetAddress source;

    @Option(names = "--public", description = "Listen on all addresses, for everybody.")
    private boolean open;

    @Option(names = "-4", description = "IPv4 only.")
    private boolean ipv4;

    @Option(names = "-6", description = "IPv6: ::1 instead of 127.0.0.1.")
    private boolean ipv6;

    @Option(names = "-w", paramLabel = "TIME", converter = Seconds.class,
            description = "End a session in which nothing passes for this long: 30, 500ms.")
    private Duration idle;

    @Mixin
    private ViaOptions via;

    @Mixin
    private FirewallOptions filter;

    @Mixin
    private ServerTlsOptions tls;

    @Mixin
    private Verbosity verbosity;

    private final Stdio stdio;
    private final Stop stop = new Stop();

    public ServeCommand() {
        this(Stdio.system());
    }

    public ServeCommand(Stdio stdio) {
        this.stdio = stdio;
    }

    /** As Ctrl-C does. */
    public void stop() {
        stop.request();
    }

    @Override
    public Integer call() {
        var log = verbosity.log(stdio);
        var firewall = new Firewall(checked(), log::detailLater);
        Interrupt.runs(stop::request);
        try (var network = via.open(ipv6 || source instanceof Inet6Address, CommandText.of(spec), log::say);
                var listening = bind(network, firewall)) {
            var announcement = new Announcement(network, listening.getInetAddress(), listening.getLocalPort());
            var security = tls.open(announcement.reachable());
            announce(announcement, security, log);
            serve(new Server(network, listening, firewall, security, service(log), patience(), log), firewall, log);
        } catch (IOException e) {
            throw new CommandFailed("cannot close the listening socket: " + e.getMessage(), e);
        }
        return 0;
    }

    private Firewall.Rules checked() {
        try {
            tls.check();
            via.check();
            if (open && via.isTun()) {
                throw new TypeConversionException("--public is for --via os: over tun, it is routes that let others in");
            }
            if (ipv4 && ipv6) throw new TypeConversionException("-4 and -6 contradict each other");
            if (open && source != null) throw new TypeConversionException("--public and -s contradict each other");
            if (mode.directory != null && !Files.isDirectory(mode.directory)) {
                throw new TypeConversionException("--http takes a folder, and " + mode.directory + " is none");
            }
            return filter.rules();
        } catch (TypeConversionException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private ServerSocket bind(Network network, Firewall firewall) {
        var address = address();
        try {
            var server = network.serverSocket(firewall);
            server.bind(new InetSocketAddress(address, port), BACKLOG);
            return server;
        } catch (IOException e) {
            throw Unusable.server(e, address, port, network);
        }
    }

    /** Null for all. */
    private InetAddress address() {
        if (source != null) return source;
        if (open || via.isTun()) return ipv4 ? wildcard() : null;
        return loopback();
    }

    private InetAddress loopback() {
        return InetAddress.ofLiteral(ipv6 ? "::1" : "127.0.0.1");
    }

    private static InetAddress wildcard() {
        return InetAddress.ofLiteral("0.0.0.0");
    }

    private void announce(Announcement announcement, Optional<ServerTls> security, Log log) {
        if (port == 0 && log.isQuiet()) log.always("port " + announcement.port()); // it cannot be found without
        log.say(announcement.line(filter.rules().reject()));
        log.say("  try: " + announcement.trial(mode, tls.isOn()));
        announcement.hints().forEach(hint -> log.say("  " + hint));
        security.map(ServerTls::identity).filter(identity -> identity.selfSigned())
                .ifPresent(identity -> log.say("  its certificate: SHA-256 " + identity.fingerprint()));
    }

    private Service service(Log log) throws IOException {
        if (mode.echo) return new Echo();
        if (mode.discard) return new Discard();
        if (mode.sourceBytes != null) return new Source(mode.sourceBytes);
        if (mode.directory != null) return new StaticFiles(mode.directory, log);
        return many ? new Broadcast(stdio, halfClose) : new Pipe(stdio, halfClose);
    }

    private Duration patience() {
        if (idle != null) return idle;
        return mode.directory == null ? Duration.ZERO : HTTP_IDLE;
    }

    private void serve(Server server, Firewall firewall, Log log) {
        stop.by(server::stop);
        try {
            if (many || mode.directory != null) {
                server.serveMany();
            } else {
                server.serveOne();
            }
        } catch (Server.Failed e) {
            if (!e.isOutputGone()) throw e.explained();
        } finally {
            log.flush();
            server.totals().lines(firewall).forEach(log::say);
        }
    }
}
