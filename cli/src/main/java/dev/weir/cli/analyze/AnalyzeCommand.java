package dev.weir.cli.analyze;

import dev.weir.analysis.capture.CaptureFile;
import dev.weir.analysis.capture.CaptureFiles;
import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.analysis.capture.Notice;
import dev.weir.analysis.capture.UnreadableCapture;
import dev.weir.analysis.conversation.ConversationTable;
import dev.weir.analysis.conversation.Limits;
import dev.weir.analysis.diagnosis.Examination;
import dev.weir.analysis.filter.FilterError;
import dev.weir.analysis.filter.Names;
import dev.weir.analysis.filter.PacketFilter;
import dev.weir.cli.console.Color;
import dev.weir.cli.console.CommandFailed;
import dev.weir.cli.console.Interrupt;
import dev.weir.cli.console.Stop;
import dev.weir.cli.console.Terminal;
import dev.weir.wire.pcap.CaptureRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
            "  tcpdump -i eth0 -w - tcp | weir analyze -  until Ctrl-C",
            ""
        },
        footer = {
            "",
            "Exit: 0; 1 where a file is broken, and what could be read is told; 2 for a usage error. What the columns "
                    + "mean: docs/analyze.md."
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

    @Option(names = "--why", description = "With each finding, the packets that prove it and what was ruled out.")
    private boolean why;

    @Option(names = "--json", description = "One JSON object: docs/json/analyze.schema.json.")
    private boolean json;

    @Option(names = "--jsonl", description = "A JSON object on each line: each connection as it ends, and its findings.")
    private boolean jsonLines;

    @Option(names = "--csv", description = "A line for each connection, and a heading.")
    private boolean csv;

    @Option(names = "--fail-on", paramLabel = "WHAT",
            description = "Exit 1 on a finding (its id, or any), or where a measure is beyond a limit: retrans>1%%, "
                    + "rtt>200ms, resets>0 (docs/analyze.md lists them). Several with commas, or repeated.")
    private List<String> failOn = List.of();

    @Option(names = "--append",
            description = "Several files one behind the other, instead of by the time of their packets.")
    private boolean append;

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
        var filter = filter(given);
        if (top < 0) throw refused("Invalid value for option '--top': " + top + " is below 0");
        if ((json ? 1 : 0) + (jsonLines ? 1 : 0) + (csv ? 1 : 0) > 1) {
            throw refused("--json, --jsonl and --csv exclude each other");
        }
        var limits = limits();
        var stop = new Stop();
        var interrupt = Interrupt.runs(stop::request);
        try (var files = open(given.files())) {
            var pass = new Pass(filter, Progress.on(err(), quiet), stop);
            var result = analyze(given, files, pass, limits);
            nothing(result);
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

    private Result analyze(Words given, CaptureFiles files, Pass pass, FailOn limits) throws IOException {
        var ranking = new Ranking();
        var output = output();
        var examination = new Examination((conversation, findings) -> {
            findings.forEach(finding -> ranking.add(new Claim(finding, conversation.number())));
            limits.add(conversation);
            output.connection(conversation, findings);
        });
        var table = new ConversationTable(Limits.DEFAULT, examination::accept);
        pass.run(files, new Pass.Sink() {
            @Override
            public void record(CaptureRecord record, long frame) {
                if (record instanceof CaptureRecord.Packet packet) examination.passed(packet.timestampNanos());
            }

            @Override
            public void segment(CapturedSegment segment) {
                table.accept(segment);
            }

            @Override
            public void notice(Notice notice) {
                if (notice instanceof Notice.IcmpError error) table.accept(error);
                examination.accept(notice);
            }
        });
        table.end();
        examination.end(table.artefacts()).forEach(finding -> ranking.add(new Claim(finding, Claim.OF_THE_FILE)));
        var names = files.files().stream().map(CaptureFile::name).toList();
        var result = new Result(names, expression == null ? given.expression() : expression, pass.tally(),
                table.artefacts(), ranking, files.damages());
        output.end(result);
        out().flush();
        return result;
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

    private CaptureFiles open(List<String> names) throws IOException {
        var files = new ArrayList<CaptureFile>();
        try {
            for (String name : names) files.add(open(name));
        } catch (IOException | RuntimeException e) {
            for (var file : files) file.close();
            throw e;
        }
        return new CaptureFiles(files, append ? CaptureFiles.Order.SEQUENCE : CaptureFiles.Order.TIME);
    }

    private CaptureFile open(String name) throws IOException {
        if (name.equals(Words.STDIN)) return CaptureFile.reading("standard input", System.in);
        var path = Path.of(name);
        if (!Files.exists(path)) {
            throw refused(name + ": there is no such file"
                    + (name.equals(words.getFirst()) ? "" : ", and no filter begins with it"));
        }
        if (Files.isDirectory(path)) throw refused(name + " is a folder: give the captures in it");
        if (!Files.isReadable(path)) throw refused(name + ": permission denied");
        return CaptureFile.open(path);
    }

    private PacketFilter filter(Words given) {
        if (expression != null && !given.expression().isEmpty()) {
            throw refused("a filter by -f and another behind the files: '" + given.expression() + "'");
        }
        try {
            return PacketFilter.parse(expression == null ? given.expression() : expression, Names.SYSTEM);
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
