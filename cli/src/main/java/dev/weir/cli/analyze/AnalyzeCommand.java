package dev.weir.cli.analyze;

import dev.weir.analysis.capture.CaptureFile;
import dev.weir.analysis.capture.CaptureFiles;
import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.analysis.capture.Notice;
import dev.weir.analysis.capture.UnreadableCapture;
import dev.weir.analysis.conversation.ConversationTable;
import dev.weir.analysis.conversation.Limits;
import dev.weir.analysis.filter.FilterError;
import dev.weir.analysis.filter.Names;
import dev.weir.analysis.filter.PacketFilter;
import dev.weir.cli.console.Color;
import dev.weir.cli.console.CommandFailed;
import dev.weir.cli.console.Interrupt;
import dev.weir.cli.console.Stop;
import dev.weir.cli.console.Terminal;
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
        var stop = new Stop();
        var interrupt = Interrupt.runs(stop::request);
        try (var files = open(given.files())) {
            var pass = new Pass(filter, Progress.on(err(), quiet), stop);
            analyze(given, files, pass);
            for (var damage : files.damages()) say("weir: " + damage.text());
            if (interrupt.happened()) return interrupt.exitCode();
            return files.damages().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (UnreadableCapture e) {
            throw e.advice().isEmpty() ? new CommandFailed(e.getMessage(), e) : new CommandFailed(e.getMessage(), e, e.advice());
        } catch (IOException e) {
            throw new CommandFailed("cannot read: " + e.getMessage(), e);
        }
    }

    private void analyze(Words given, CaptureFiles files, Pass pass) throws IOException {
        var selection = new Selection(sort, top);
        var table = new ConversationTable(Limits.DEFAULT, selection::add);
        pass.run(files, new Pass.Sink() {
            @Override
            public void segment(CapturedSegment segment) {
                table.accept(segment);
            }

            @Override
            public void notice(Notice notice) {
                if (notice instanceof Notice.IcmpError error) table.accept(error);
            }
        });
        table.end();
        var text = new AnalyzeText(Terminal.detect(color), wide, this::print);
        text.summary(files.files().stream().map(CaptureFile::name).toList(), pass.tally(), selection.seen());
        if (!quiet) text.artefacts(table.artefacts());
        nothing(pass.tally(), given);
        text.table(selection, pass.tally());
        out().flush();
    }

    /** Why there is no connection, where that can be said. */
    private void nothing(Tally tally, Words given) {
        if (tally.segments() > 0) return;
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
