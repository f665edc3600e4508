package dev.weir.cli.doctor;

import dev.weir.cli.console.Color;
import dev.weir.cli.console.Interrupt;
import dev.weir.cli.console.Log;
import dev.weir.cli.console.Ports;
import dev.weir.cli.console.Seconds;
import dev.weir.cli.console.Terminal;
import dev.weir.doctor.Doctor;
import dev.weir.doctor.visit.Options;
import dev.weir.doctor.visit.Options.Family;
import dev.weir.doctor.visit.Protocol;
import dev.weir.doctor.visit.Target;
import dev.weir.wire.IpAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code weir doctor}: why a connection fails or is slow. */
@Command(
        name = "doctor",
        header = "Says why a connection fails or is slow, with the proof.",
        sortOptions = false,
        customSynopsis = {"weir doctor HOST PORT [OPTIONS]"},
        description = {
            "",
            "Resolves the name, connects to each address and looks at what comes back. The verdict, its evidence and what "
                    + "to do go to standard output, the steps to standard error. HOST:PORT, [::1]:80 and URLs (https://, "
                    + "ssh://, postgres://, redis://, mysql://, smtp:// and more) work as well; a URL also says what is to be "
                    + "spoken there.",
            "",
            "  weir doctor example.com 443                 is it well? exit 0 and one line",
            "  weir doctor https://example.com/ --why      the verdict, and how it was found",
            "  weir doctor db.internal:5432 -q             the verdict only",
            "  weir doctor api.internal 443 --resolver 10.0.0.53",
            "  weir doctor --local 8080                    why can I not listen there?",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 healthy; 1 the doctor itself failed; 2 usage; 130 Ctrl-C; by the class of the first finding: 10 name, 11 route, "
                    + "12 refused, 13 silent, 14 cut, 15 path, 16 slow, 17 TLS, 18 protocol, 19 service, 20 this machine. "
                    + "docs/doctor.md says what each finding means and how it is proven."
        })
public final class DoctorCommand implements Callable<Integer> {
    private static final int DNS_PORT = 53;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "HOST PORT", arity = "0..*",
            description = "Whom to examine; the port may be the name of a service.")
    private List<String> words = List.of();

    @Option(names = "--local", paramLabel = "PORT", arity = "0..1", fallbackValue = "",
            description = "Examine this machine instead: queues, ports, tables, connections that nobody closes; of one "
                    + "port also who holds it.")
    private String local;

    @Option(names = "-4", description = "IPv4 only.")
    private boolean ipv4;

    @Option(names = "-6", description = "IPv6 only.")
    private boolean ipv6;

    @Option(names = "--max-time", paramLabel = "TIME", converter = Seconds.class, defaultValue = "20",
            description = "Stop after this long, with what is known by then (default: ${DEFAULT-VALUE} seconds).")
    private Duration maxTime;

    @Option(names = "--connect-timeout", paramLabel = "TIME", converter = Seconds.class, defaultValue = "3.5",
            description = "Call an address silent after this long (default: ${DEFAULT-VALUE} seconds).")
    private Duration connectTimeout;

    @Option(names = "--resolver", paramLabel = "ADDRESS[:PORT]",
            description = "Ask this name server instead of those in resolv.conf; repeatable.")
    private List<String> resolvers = List.of();

    @Option(names = "--resolv-conf", paramLabel = "FILE", defaultValue = "/etc/resolv.conf",
            description = "Read name servers and search suffixes there (default: ${DEFAULT-VALUE}).")
    private Path resolvConf;

    @Option(names = "--hosts-file", paramLabel = "FILE", defaultValue = "/etc/hosts",
            description = "Look up names there first (default: ${DEFAULT-VALUE}).")
    private Path hostsFile;

    @Option(names = "--tls", description = "Expect TLS, whatever the port.")
    private boolean tls;

    @Option(names = "--cafile", paramLabel = "FILE", description = "Believe the certificates in this PEM file, no others.")
    private Path authorities;

    @Option(names = "--servername", paramLabel = "NAME",
            description = "The name to ask for in TLS and to check, instead of HOST.")
    private String serverName;

    @Option(names = "--idle", paramLabel = "TIME", converter = Seconds.class, defaultValue = "0",
            description = "Also leave a connection alone for so long, and see whether it still answers: 400s.")
    private Duration idle;

    @Option(names = "--experiments",
            description = "Also try SYNs with ECN, with Fast Open and without options where nothing failed (CAP_NET_RAW).")
    private boolean experiments;

    @Option(names = "--json", description = "One JSON object: docs/json/doctor.schema.json.")
    private boolean json;

    @Option(names = "--why", description = "Also what was ruled out and by what, how sure it is, and the standard.")
    private boolean why;

    @Option(names = {"-q", "--quiet"}, description = "Only the verdict and what belongs to it, not the steps.")
    private boolean quiet;

    @Option(names = "--color", paramLabel = "WHEN", defaultValue = "auto",
            description = "auto, always or never (default: ${DEFAULT-VALUE}: on a terminal, unless NO_COLOR is set).")
    private Color color;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "This help.")
    private boolean help;

    @Override
    public Integer call() throws InterruptedException {
        if (local != null) return examineThisMachine();
        var target = target();
        var options = options();
        var log = new Log(spec.commandLine().getErr(), quiet || json ? Log.Level.QUIET : Log.Level.NORMAL);
        var interrupt = new AtomicReference<Interrupt>();
        interrupt.set(Interrupt.runs(() -> stop(log, interrupt.get())));
        var diagnosis = Doctor.examine(target, options, result -> log.say(DoctorText.step(result)));
        diagnosis.visit().notes().forEach(note -> log.say("  note                " + note));
        var out = spec.commandLine().getOut();
        if (json) DoctorJson.write(diagnosis, out);
        else new DoctorText(Terminal.detect(color), out, why).print(diagnosis);
        out.flush();
        return diagnosis.exitCode();
    }

    private int examineThisMachine() {
        if (!words.isEmpty()) throw refused("--local examines this machine: leave '" + words.getFirst() + "' away");
        var log = new Log(spec.commandLine().getErr(), quiet ? Log.Level.QUIET : Log.Level.NORMAL);
        var out = spec.commandLine().getOut();
        try {
            var port = local.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Ports.parse(local));
            return LocalReport.print(port, log, new DoctorText(Terminal.detect(color), out, why), out);
        } catch (TypeConversionException e) {
            throw refused("--local " + local + ": " + e.getMessage());
        } finally {
            out.flush();
        }
    }

    /** Half of the evidence is none: what the steps have shown stands, and no verdict is given. */
    private static void stop(Log log, Interrupt interrupt) {
        log.always("stopped before there was a verdict");
        Runtime.getRuntime().halt(interrupt.exitCode());
    }

    private Target target() {
        try {
            var target = Target.parse(words, Ports::parse);
            return tls && !target.protocol().isTls() ? target.speaking(Protocol.HTTPS) : target;
        } catch (IllegalArgumentException | TypeConversionException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Options options() {
        if (ipv4 && ipv6) throw refused("-4 and -6 contradict each other");
        if (maxTime.isZero()) throw refused("--max-time must leave some time");
        if (!resolvConf.equals(Options.usual().resolvConf()) && !Files.isReadable(resolvConf)) {
            throw refused("cannot read " + resolvConf);
        }
        if (authorities != null && !Files.isReadable(authorities)) throw refused("cannot read " + authorities);
        return new Options(ipv4 ? Family.IPV4 : ipv6 ? Family.IPV6 : Family.ANY, maxTime, connectTimeout, servers(),
                resolvConf, hostsFile, Optional.ofNullable(authorities), Optional.ofNullable(serverName), idle,
                        experiments);
    }

    private List<InetSocketAddress> servers() {
        var servers = new ArrayList<InetSocketAddress>();
        for (String text : resolvers) {
            boolean hasPort = text.startsWith("[") ? text.contains("]:") : text.indexOf(':') == text.lastIndexOf(':')
                    && text.contains(":");
            String address = hasPort ? text.substring(0, text.lastIndexOf(':')) : text;
            try {
                int port = hasPort ? Ports.parse(text.substring(text.lastIndexOf(':') + 1)) : DNS_PORT;
                servers.add(new InetSocketAddress(IpAddress.parse(address).toInetAddress(), port));
            } catch (IllegalArgumentException | TypeConversionException e) {
                throw refused("--resolver " + text + ": " + e.getMessage());
            }
        }
        return servers;
    }

    private ParameterException refused(String why) {
        return new ParameterException(spec.commandLine(), why);
    }
}
