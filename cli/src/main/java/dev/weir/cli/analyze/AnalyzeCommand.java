package dev.weir.cli.analyze;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.capture.CaptureFiles;
import dev.weir.analysis.capture.UnreadableCapture;
import dev.weir.analysis.chart.HtmlReport;
import dev.weir.analysis.filter.FilterError;
import dev.weir.analysis.filter.Names;
import dev.weir.analysis.filter.PacketFilter;
import dev.weir.cli.console.Color;
import dev.weir.cli.console.CommandFailed;
import dev.weir.cli.console.CommandText;
import dev.weir.cli.console.Interrupt;
import dev.weir.cli.console.Stop;
import dev.weir.cli.console.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir analyze}: what captures show of connections. */
@Command(
        name = "analyze",
        header = "Says what a capture shows of each TCP connection.",
        sortOptions = false,
        customSynopsis = {"weir analyze FILE... [OPTIONS] [FILTER]"},
        description = {
            "",
            "Reads captures - pcap or pcapng, as they are or compressed with gzip; several as one; '-' is standard "
                    + "input - and says of each TCP connection what it got, what it waited for and how it ended. "
                    + "Words behind the files are a filter, as tcpdump takes it. Needs no network and no rights.",
            "",
            "  weir analyze trace.pcapng                  all connections",
            "  weir analyze trace.pcapng port 443         some of them",
            "  weir analyze trace.pcapng --flow 3         one of them, packet by packet",
            "  weir analyze trace.pcapng --report t.html  the same as a page with graphs",
            "  weir analyze trace.pcapng -w told.pcapng   for Wireshark, with what was found",
            "  weir analyze client.pcap server.pcap       one conversation seen at two places",
            "  tcpdump -i eth0 -w - tcp | weir analyze -  until Ctrl-C",
            ""
        },
        footer = {
            "",
            "Exit: 0; 1 where a file is broken, and what could be read is told, or where --fail-on says so; 2 for a "
                    + "usage error. What the columns mean: docs/analyze.md."
        })
public final class AnalyzeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", hidden = true)
    private List<String> words;

    @Option(names = "-f", paramLabel = "FILTER", description = "The filter, as one word.")
    private String expression;

    @Option(names = "--sort", paramLabel = "KEY", defaultValue = "start",
            description = "List by start, time, bytes, packets, resent, rtt or stalls (default: ${DEFAULT-VALUE}).")
    private Sort sort;

    @Option(names = "--top", paramLabel = "N", defaultValue = "100",
            description = "List so many connections, 0 for all (default: ${DEFAULT-VALUE}).")
    private long top;

    @Option(names = "--wide", description = "All columns, however wide the terminal is.")
    private boolean wide;

    @Option(names = "--flow", paramLabel = "N",
            description = "One connection, by its number: all metrics, its packets as a ladder, a graph of its stream.")
    private Long flow;

    @Option(names = "--all", description = "With --flow, each packet, instead of one line for many ordinary ones.")
    private boolean all;

    @Option(names = "--why", description = "With each finding, the packets that prove it and what was ruled out.")
    private boolean why;

    @Option(names = "--json", description = "One JSON object: docs/json/analyze.schema.json.")
    private boolean json;

    @Option(names = "--jsonl",
            description = "A JSON object on each line: each connection as it ends, and its findings.")
    private boolean jsonLines;

    @Option(names = "--csv", description = "A line for each connection, and a heading.")
    private boolean csv;

    @Option(names = "--fail-on", paramLabel = "WHAT",
            description = "Exit 1 on a finding (its id, or any), or where a measure is beyond a limit: retrans>1%%, "
                    + "rtt>200ms, resets>0 (docs/analyze.md lists them). Several with commas, or repeated.")
    private List<String> failOn = List.of();

    @Option(names = "--report", paramLabel = "FILE",
            description = "Write a page that needs nothing else: findings that lead to their packets, graphs of the "
                    + "streams, round trips, rates, ladders; of --flow, or of the connections that tell the most.")
    private Path report;

    @Option(names = "-w", paramLabel = "FILE",
            description = "Write the packets as pcapng, for Wireshark, with the findings as comments on them.")
    private Path copy;

    @Option(names = "--append",
            description = "Several files one behind the other, instead of by the time of their packets.")
    private boolean append;

    @Option(names = "--merge",
            description = "Two captures of one conversation as one, by time, instead of comparing the two places.")
    private boolean merge;

    @Option(names = "--as", paramLabel = "TOOL", converter = OtherTool.Reader.class,
            description = "What another tool says, by its rules: tshark-4.0 and tshark-4.4 label packets, tcptrace "
                    + "counts connections (as -l -r; --csv for its table).")
    private OtherTool tool;

    @Option(names = "--diff",
            description = "With --as tshark-..., only the packets that are judged otherwise here, and why.")
    private boolean difference;

    @Option(names = "-q", description = "Neither progress nor remarks on the way of capturing.")
    private boolean quiet;

    @Option(names = "--color", paramLabel = "WHEN", defaultValue = "auto",
            description = "auto, always or never (default: ${DEFAULT-VALUE}: on a terminal, unless NO_COLOR is set).")
    private Color color;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "This help.")
    private boolean help;

    @Override
    public Integer call() {
        var given = Words.of(words);
        check(given);
        var filter = filter(given);
        var limits = limits();
        var stop = new Stop();
        var interrupt = Interrupt.runs(stop::request);
        var order = append ? CaptureFiles.Order.SEQUENCE : CaptureFiles.Order.TIME;
        try (var sources = new Sources(given.files(), order, flow != null || copy != null || report != null)) {
            if (tool != null) return otherTool(sources, new Pass(filter, Progress.on(err(), quiet), stop));
            var places = twoPlaces(given, filter, stop);
            if (places.isPresent()) return report(places.get());
            var progress = Progress.on(err(), quiet);
            var drawn = new Drawn(report == null ? 0 : top == 0 ? Long.MAX_VALUE : top);
            var result = flow == null ? list(given, sources, new Pass(filter, progress, stop), limits, drawn)
                    : one(given, sources, filter, progress, stop, limits, drawn);
            nothing(result);
            if (report != null) report(sources, new Pass(filter, progress, stop), result, drawn);
            if (copy != null) copy(sources, new Pass(filter, progress, stop), result);
            for (var damage : result.damages()) say("weir: " + damage.text());
            var reasons = limits.reasons(result.findings());
            for (String reason : reasons) say("weir: fails on " + reason);
            if (interrupt.happened()) return interrupt.exitCode();
            return result.damages().isEmpty() && reasons.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (UnreadableCapture e) {
            throw new CommandFailed(e.getMessage(), e, e.advice().isEmpty() ? List.of() : List.of(e.advice()));
        } catch (IOException e) {
            throw new CommandFailed("cannot read: " + e.getMessage(), e);
        }
    }

    private Result list(Words given, Sources sources, Pass pass, FailOn limits, Drawn drawn) throws IOException {
        try (var files = sources.open()) {
            var output = output();
            var result = new Reading(files, pass).run(filterText(given), (conversation, findings) -> {
                limits.add(conversation);
                drawn.add(conversation, findings);
                output.connection(conversation, findings);
            });
            output.end(result);
            out().flush();
            return result;
        }
    }

    /** Reads twice: to find the connection and what is wrong with it, then each of its packets. */
    private Result one(Words given, Sources sources, PacketFilter filter, Progress progress, Stop stop, FailOn limits,
            Drawn drawn) throws IOException {
        var wanted = new AtomicReference<Detail.Wanted>();
        Result result;
        try (var files = sources.open()) {
            var pass = new Pass(filter, progress, stop);
            result = new Reading(files, pass).run(filterText(given), (conversation, findings) -> {
                limits.add(conversation);
                if (conversation.number() != flow) return;
                wanted.set(new Detail.Wanted(conversation, findings));
                drawn.add(conversation, findings);
            });
        }
        if (wanted.get() == null) throw refused("there is no connection " + flow + ": 'weir analyze' lists them");
        try (var files = sources.open()) {
            var detail = Detail.read(files, new Pass(filter, progress, stop), List.of(wanted.get())).getFirst();
            if (json) {
                var output = new JsonObjectOutput(out());
                output.connection(detail.conversation(), detail.findings());
                output.end(result);
            } else {
                var terminal = Terminal.detect(color);
                int columns = Math.max(Terminal.DEFAULT_COLUMNS, terminal.columns());
                new FlowText(terminal, columns, this::print).print(detail,
                        new FindingText(terminal, columns, why, this::print), all);
            }
        }
        out().flush();
        return result;
    }

    private void copy(Sources sources, Pass pass, Result result) throws IOException {
        var commented = new CommentedCopy(result.findings());
        try (var files = sources.open()) {
            commented.write(files, pass, copy);
        } catch (FileSystemException e) {
            throw new CommandFailed("cannot write " + copy + ": " + reason(e), e);
        }
        if (!quiet) {
            say("written: wireshark " + copy + " (" + Quantity.count(commented.written(), "packet")
                    + " with comments)");
        }
    }

    private void report(Sources sources, Pass pass, Result result, Drawn drawn) throws IOException {
        List<Detail> details;
        try (var files = sources.open()) {
            details = Detail.read(files, pass, drawn.wanted());
        }
        try (var writer = Files.newBufferedWriter(report)) {
            HtmlReport.write(ReportPage.of(result, drawn.listed(), details), CommandText.of(spec), writer);
        } catch (FileSystemException e) {
            throw new CommandFailed("cannot write " + report + ": " + reason(e), e);
        }
        if (!quiet) {
            say("written: " + report + " (" + Quantity.count(details.size(), "connection")
                    + " drawn), open it in a browser");
        }
    }

    private static String reason(FileSystemException e) {
        if (e instanceof NoSuchFileException) return "there is no such folder";
        if (e instanceof AccessDeniedException) return "permission denied";
        return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    }

    /** Two files that saw the same connections are compared, unless what is asked for is a list or one connection. */
    private Optional<TwoPlaces> twoPlaces(Words given, PacketFilter filter, Stop stop) throws IOException {
        boolean candidates = given.files().size() == 2 && !given.files().contains(Words.STDIN);
        boolean listed = jsonLines || csv || flow != null || copy != null || report != null || !failOn.isEmpty();
        if (!candidates || merge || append || listed) return Optional.empty();
        return TwoPlaces.of(place(given, 0, filter, stop), place(given, 1, filter, stop));
    }

    private TwoPlaces.Place place(Words given, int file, PacketFilter filter, Stop stop) {
        var source = new Sources(given.files().subList(file, file + 1), CaptureFiles.Order.SEQUENCE, false);
        return new TwoPlaces.Place() {
            @Override
            public CaptureFiles open() throws IOException {
                return source.open();
            }

            @Override
            public Pass pass() {
                return new Pass(filter, Progress.on(err(), quiet), stop);
            }
        };
    }

    private int report(TwoPlaces places) {
        if (json) TwoPlacesJson.write(places, out());
        else new TwoPlacesText(Terminal.detect(color), this::print).print(places, top);
        out().flush();
        for (var damage : places.damages()) say("weir: " + damage.text());
        return places.damages().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Output output() {
        if (json) return new JsonObjectOutput(out());
        if (jsonLines) return new JsonLinesOutput(out());
        if (csv) return new CsvOutput(out());
        var terminal = Terminal.detect(color);
        int columns = Math.max(Terminal.DEFAULT_COLUMNS, terminal.columns());
        return new TextOutput(new AnalyzeText(terminal, wide, this::print),
                new FindingText(terminal, columns, why, this::print), new Selection(sort, top), quiet);
    }

    private int otherTool(Sources sources, Pass pass) throws IOException {
        try (var files = sources.open()) {
            if (tool.labels().isEmpty()) TraceOutput.print(files, pass, csv, out());
            else new LabelText(tool.labels().get(), difference, this::print).print(files, pass);
            out().flush();
            for (var damage : files.damages()) say("weir: " + damage.text());
            return files.damages().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private void check(Words given) {
        if (difference && (tool == null || tool.labels().isEmpty())) {
            throw refused("--diff compares labels of packets: --as tshark-4.0 or tshark-4.4");
        }
        if (top < 0) throw refused("Invalid value for option '--top': " + top + " is below 0");
        if ((json ? 1 : 0) + (jsonLines ? 1 : 0) + (csv ? 1 : 0) > 1) {
            throw refused("--json, --jsonl and --csv exclude each other");
        }
        if (flow != null && (jsonLines || csv)) throw refused("--flow is for people, or with --json");
        if (given.files().stream().filter(Words.STDIN::equals).count() > 1) {
            throw refused("standard input can be read once only");
        }
        for (String name : given.files()) mustBeReadable(name);
        if (copy != null && given.files().stream().anyMatch(name -> isSame(name, copy))) {
            throw refused("-w " + copy + " would write over what is read");
        }
    }

    private static boolean isSame(String name, Path other) {
        try {
            return !name.equals(Words.STDIN) && Files.exists(other) && Files.isSameFile(Path.of(name), other);
        } catch (IOException e) {
            return false;
        }
    }

    private void mustBeReadable(String name) {
        if (name.equals(Words.STDIN)) return;
        var path = Path.of(name);
        if (!Files.exists(path)) {
            throw refused(name + ": there is no such file"
                    + (name.equals(words.getFirst()) ? "" : ", and no filter begins with it"));
        }
        if (Files.isDirectory(path)) throw refused(name + " is a folder: give the captures in it");
        if (!Files.isReadable(path)) throw refused(name + ": permission denied");
    }

    /** Why there is no connection, where that can be said. */
    private void nothing(Result result) {
        var tally = result.tally();
        if (tally.segments() > 0 || quiet) return;
        if (tally.packets() == 0) {
            say("weir: the capture holds no packets");
        } else if (tally.chosenPackets() == 0) {
            say("weir: no packet passes the filter" + (tally.taggedRefused() == 0 ? "" : "; "
                    + tally.taggedRefused() + " have VLAN tags, behind which 'vlan and ...' looks"));
        } else {
            say("weir: no TCP in it");
        }
    }

    private String filterText(Words given) {
        return expression == null ? given.expression() : expression;
    }

    private PacketFilter filter(Words given) {
        if (expression != null && !given.expression().isEmpty()) {
            throw refused("a filter by -f and another behind the files: '" + given.expression() + "'");
        }
        try {
            return PacketFilter.parse(filterText(given), Names.SYSTEM);
        } catch (FilterError e) {
            throw refused("the filter is wrong: " + e.getMessage() + "\n  " + e.marked().replace("\n", "\n  "));
        }
    }

    private FailOn limits() {
        try {
            return FailOn.parse(failOn);
        } catch (IllegalArgumentException e) {
            throw refused("Invalid value for option '--fail-on': " + e.getMessage());
        }
    }

    private ParameterException refused(String why) {
        return new ParameterException(spec.commandLine(), why);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    private void print(String line) {
        out().print(line + "\n");
    }

    private void say(String line) {
        out().flush();
        err().print(line + "\n");
        err().flush();
    }
}
