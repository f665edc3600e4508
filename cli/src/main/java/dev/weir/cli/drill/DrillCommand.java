package dev.weir.cli.drill;

import dev.weir.cli.console.Color;
import dev.weir.cli.console.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir drill}: runs scripts in the packetdrill language against Weir's TCP, in virtual time. */
@Command(
        name = "drill",
        header = "Judges Weir's TCP by scripts in the packetdrill language.",
        sortOptions = false,
        customSynopsis = {"weir drill [OPTIONS] FILE|DIR..."},
        description = {
            "",
            "Runs scripts in the packetdrill language, Google's and FreeBSD's dialect, against Weir's TCP: in this "
                    + "process, in virtual time, without a network and without rights. A folder stands for all *.pkt "
                    + "below it.",
            "",
            "  weir drill close.pkt                     one script, and why it fails",
            "  weir drill -q tests/                     a suite: failures and totals",
            "  weir drill --profile freebsd suite/      scripts written for FreeBSD",
            "  weir drill --ipv4 --ipv6 -D FAST=1 x/    over both versions of IP",
            ""
        },
        footer = {
            "",
            "A script that uses what Weir does not have is not applicable, and says what that is. One that fails "
                    + "although NAME.exfail lies beside it fails as expected. Exit: 0 if none failed and some passed, "
                    + "else 1; 2 for what cannot be read. docs/scripts.md describes the language."
        })
public final class DrillCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR", hidden = true)
    private List<Path> paths;

    @Option(names = "--profile", paramLabel = "P", defaultValue = "linux",
            description = "Behave like linux, freebsd or rfc, where a script does not say (default: ${DEFAULT-VALUE}).")
    private String profile;

    @Option(names = "-D", paramLabel = "NAME[=V]", mapFallbackValue = "1",
            description = "Define a name for #ifdef and for values in scripts.")
    private Map<String, String> definitions = new LinkedHashMap<>();

    @Option(names = {"-4", "--ipv4"}, description = "Over IPv4; so are scripts that say nothing.")
    private boolean ipv4;

    @Option(names = {"-6", "--ipv6"}, description = "Over IPv6.")
    private boolean ipv6;

    @Option(names = "--mapped", description = "With IPv6 sockets and IPv4 packets. Several of these: over each.")
    private boolean mapped;

    @Option(names = "--exact",
            description = "Judge times to the nanosecond and every packet, as Weir's own scripts are; else times may be "
                    + "off by 4 ms or 12.5%%, unless a script says otherwise.")
    private boolean exact;

    @Option(names = "-j", paramLabel = "N", defaultValue = "1",
            description = "Run so many scripts at a time (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(names = "-q", description = "Only failures, in one line each, and totals.")
    private boolean quiet;

    @Option(names = "-v", description = "With each failure, also what happened before it.")
    private boolean verbose;

    @Option(names = "--json", description = "One JSON object: docs/json/drill.schema.json.")
    private boolean json;

    @Option(names = "--pcap", paramLabel = "DIR", description = "Write each script's packets to a file there, for Wireshark.")
    private Path captures;

    @Option(names = "--color", paramLabel = "WHEN", defaultValue = "auto",
            description = "auto, always or never (default: ${DEFAULT-VALUE}: on a terminal, unless NO_COLOR is set).")
    private Color color;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "This help.")
    private boolean help;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        List<Family> wanted = wanted();
        List<ScriptFile> files = files();
        var judge = new Judge(profile, exact, wanted, Map.copyOf(definitions), captures);
        var text = new DrillText(Terminal.detect(color), spec.commandLine().getOut(), detail());
        var totals = new Totals();
        var judgements = new ArrayList<Judgement>();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var running = new ArrayList<Future<List<Judgement>>>();
            for (var file : files) running.add(pool.submit(() -> judge.judge(file)));
            for (var future : running) {
                for (var judgement : future.get()) {
                    totals.add(judgement);
                    if (json) judgements.add(judgement);
                    else text.print(judgement, wanted.size() > 1);
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        if (json) DrillJson.write(judgements, totals, spec.commandLine().getOut());
        else text.print(totals);
        spec.commandLine().getOut().flush();
        return totals.isGood() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private DrillText.Detail detail() {
        return verbose ? DrillText.Detail.FULL : quiet ? DrillText.Detail.BRIEF : DrillText.Detail.USUAL;
    }

    private List<Family> wanted() {
        var wanted = new ArrayList<Family>();
        if (ipv4) wanted.add(Family.IPV4);
        if (ipv6) wanted.add(Family.IPV6);
        if (mapped) wanted.add(Family.MAPPED);
        return wanted;
    }

    private List<ScriptFile> files() throws IOException {
        var files = new ArrayList<ScriptFile>();
        for (var path : paths) {
            if (!Files.exists(path)) throw refused(path + ": there is no such file or folder");
            if (!Files.isReadable(path)) throw refused(path + ": permission denied");
            var found = ScriptFile.at(path);
            if (found.isEmpty()) throw refused(path + ": there is no *.pkt below this folder");
            files.addAll(found);
        }
        return files;
    }

    private void check() {
        if (!List.of("linux", "freebsd", "rfc").contains(profile)) {
            throw refused("Invalid value for option '--profile': '" + profile + "' is none of linux, freebsd, rfc");
        }
        if (threads < 1 || threads > 1024) {
            throw refused("Invalid value for option '-j': " + threads + " is outside 1..1024");
        }
        if (quiet && verbose) throw refused("-q and -v exclude each other");
        if (captures != null && Files.exists(captures) && !Files.isDirectory(captures)) {
            throw refused(captures + " is not a folder: --pcap writes one file for each script");
        }
    }

    private ParameterException refused(String why) {
        return new ParameterException(spec.commandLine(), why);
    }
}
