package dev.weir.cli.sim;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.chart.HtmlReport;
import dev.weir.cli.console.Color;
import dev.weir.cli.console.CommandFailed;
import dev.weir.cli.console.Terminal;
import dev.weir.core.link.CapturedPacketConsumer;
import dev.weir.io.PcapngFile;
import dev.weir.lab.scenario.Scenario;
import dev.weir.lab.scenario.file.Catalogue;
import dev.weir.lab.scenario.file.ScenarioFile;
import dev.weir.lab.scenario.toml.Nearest;
import dev.weir.lab.scenario.toml.UnreadableFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code weir sim}: runs a network and its applications in simulated time. */
@Command(
        name = "sim",
        header = "Runs a network from a file, or one of the catalogue, in simulated time.",
        sortOptions = false,
        customSynopsis = {"weir sim [FILE|NAME] [--seed N | --seeds A..B] [OPTIONS]"},
        description = {
            "",
            "Runs hosts, links, queues and boxes that a file describes, in simulated time, and says what each "
                    + "connection got, what it waited for, and what the network did to it. The same seed gives the "
                    + "same bytes. Needs no network and no rights. The format of the files: docs/scenarios.md.",
            "",
            "  weir sim                             what there is in the catalogue",
            "  weir sim bufferbloat                 one of them",
            "  weir sim bufferbloat --report b.html the same with charts, as one page",
            "  weir sim --show bufferbloat > my.toml && weir sim my.toml",
            "  weir sim my.toml --seeds 1..50       how much depends on chance",
            ""
        },
        footer = {"", "Exit code 1: something that the scenario says must be seen was not."})
public final class SimCommand implements Callable<Integer> {
    private static final Pattern RANGE = Pattern.compile("(-?[0-9]{1,18})\\.\\.(-?[0-9]{1,18})");
    private static final long MOST_SEEDS = 100_000;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "FILE|NAME",
            description = "A TOML file, or a name of the catalogue; without it, the catalogue is listed.")
    private String what;

    @Option(names = "--list", description = "List the catalogue.")
    private boolean list;

    @Option(names = "--show",
            description = "Print the file of the scenario instead of running it: a beginning for your own.")
    private boolean show;

    @Option(names = "--seed", paramLabel = "N",
            description = "Decides every random choice (default: what the file says).")
    private Long seed;

    @Option(names = "--seeds", paramLabel = "A..B", converter = RangeConverter.class,
            description = "Run once with each seed, and print least, median and greatest.")
    private Seeds seeds;

    @Option(names = "--json", description = "One JSON object instead of text: docs/json/sim.schema.json.")
    private boolean json;

    @Option(names = "--pcap", paramLabel = "FILE",
            description = "Write what each host sends and receives, for Wireshark, with why as comments.")
    private Path pcap;

    @Option(names = "--report", paramLabel = "FILE",
            description = "Write a page with charts, which needs nothing else.")
    private Path report;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "This help.")
    private boolean help;

    @Option(names = "--color", paramLabel = "WHEN", defaultValue = "auto",
            description = "auto, always or never (default: ${DEFAULT-VALUE}: on a terminal, unless NO_COLOR is set).")
    private Color color;

    /** First and last, both included. */
    record Seeds(long first, long last) {}

    /** {@code 1..20}. */
    static final class RangeConverter implements ITypeConverter<Seeds> {
        @Override
        public Seeds convert(String text) {
            var range = RANGE.matcher(text);
            if (!range.matches()) throw new TypeConversionException("'" + text + "' is no range of seeds: write 1..20");
            var seeds = new Seeds(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)));
            if (seeds.last() < seeds.first() || seeds.last() - seeds.first() >= MOST_SEEDS) {
                throw new TypeConversionException("'" + text + "' must go upwards, over at most " + MOST_SEEDS
                        + " seeds");
            }
            return seeds;
        }
    }

    @Override
    public Integer call() throws IOException {
        if (what == null || list) return list();
        if (show) return show();
        if (seeds != null && (seed != null || pcap != null || report != null)) {
            throw new ParameterException(spec.commandLine(),
                    "--seeds runs many times: --seed, --pcap and --report are for one");
        }
        var scenario = scenario();
        return seeds == null ? once(scenario) : often(scenario);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void print(String line) {
        out().print(line + "\n");
    }

    // ---- the catalogue

    private int list() {
        var names = Catalogue.names();
        int width = names.stream().mapToInt(String::length).max().orElse(0) + 2;
        for (String name : names) {
            var scenario = Catalogue.find(name).orElseThrow();
            print(name + " ".repeat(width - name.length()) + scenario.title());
        }
        out().flush();
        return ExitCode.OK;
    }

    private int show() throws IOException {
        out().print(isFile() ? Files.readString(Path.of(what)) : Catalogue.text(scenario().name()));
        out().flush();
        return ExitCode.OK;
    }

    private boolean isFile() {
        return what.endsWith(".toml") || what.contains("/") || Files.isRegularFile(Path.of(what));
    }

    private Scenario scenario() throws IOException {
        try {
            if (isFile()) return ScenarioFile.read(Path.of(what));
        } catch (UnreadableFile e) {
            throw new CommandFailed(e.getMessage(), e, "the format is described in docs/scenarios.md");
        } catch (NoSuchFileException e) {
            String name = what.replaceFirst(".*/", "").replaceFirst("\\.toml$", "");
            throw new CommandFailed("no file " + what + nearest(name), e, "weir sim lists the catalogue");
        }
        return Catalogue.find(what).orElseThrow(() -> new ParameterException(spec.commandLine(),
                "no scenario is named '" + what + "'" + nearest(what) + " ('weir sim' lists them)"));
    }

    private static String nearest(String name) {
        return Nearest.hint(name, Catalogue.names());
    }

    // ---- runs

    private int once(Scenario scenario) throws IOException {
        var simulation = simulate(scenario);
        var evidence = evidence(simulation);
        if (json) {
            SimJson.write(scenario, Stream.of(new SimJson.Judged(simulation, evidence)), out());
        } else {
            var terminal = Terminal.detect(color);
            new SimText(terminal, terminal.interactive() && Terminal.isUnicode(), this::print).print(simulation,
                    evidence);
        }
        out().flush();
        if (report != null) report(simulation, evidence);
        return evidence.stream().allMatch(Evidence::seen) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private int often(Scenario scenario) {
        var table = new SeedTable();
        Stream<SimJson.Judged> runs = LongStream.rangeClosed(seeds.first(), seeds.last()).mapToObj(each -> {
            var simulation = Simulation.of(scenario, each);
            var evidence = evidence(simulation);
            table.add(simulation, evidence);
            return new SimJson.Judged(simulation, evidence);
        });
        if (json) {
            SimJson.write(scenario, runs, out());
        } else {
            runs.forEachOrdered(_ -> { });
            table.lines("scenario " + scenario.name() + ": " + scenario.title() + ", seeds " + seeds.first() + ".."
                    + seeds.last()).forEach(this::print);
        }
        out().flush();
        return table.allSeen() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private List<Evidence> evidence(Simulation simulation) {
        try {
            return Evidence.of(simulation);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(simulation.scenario().name() + ": " + e.getMessage(), e,
                    "the names are described in docs/scenarios.md");
        }
    }

    private Simulation simulate(Scenario scenario) {
        long chosen = seed == null ? scenario.seed() : seed;
        if (pcap == null) return Simulation.of(scenario, chosen);
        var failures = new ArrayList<IOException>();
        Simulation simulation;
        try (var file = PcapngFile.create(pcap, failures::add)) {
            Function<String, Optional<CapturedPacketConsumer>> capture = host -> Optional.of(file.describe(host));
            simulation = Simulation.of(scenario, chosen, capture);
        } catch (IOException e) {
            failures.add(e);
            simulation = Simulation.of(scenario, chosen);
        }
        if (!failures.isEmpty()) {
            throw new CommandFailed("cannot write the capture: " + failures.getFirst().getMessage(),
                    failures.getFirst());
        }
        say("written: wireshark " + pcap);
        return simulation;
    }

    private void report(Simulation simulation, List<Evidence> evidence) {
        try (var writer = Files.newBufferedWriter(report)) {
            HtmlReport.write(SimPage.of(simulation, evidence), "weir sim " + simulation.scenario().name() + " --seed "
                    + simulation.run().seed(), writer);
        } catch (IOException e) {
            throw new CommandFailed("cannot write the report: " + e.getMessage(), e);
        }
        say("written: " + report + " (" + Quantity.count(simulation.flows().size(), "flow")
                + "), open it in a browser");
    }

    private void say(String line) {
        spec.commandLine().getErr().print(line + "\n");
        spec.commandLine().getErr().flush();
    }
}
