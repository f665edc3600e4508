package dev.weir.cli.swarm;

import dev.weir.analysis.Quantity;
import dev.weir.cli.console.Color;
import dev.weir.cli.console.CommandFailed;
import dev.weir.cli.console.Interrupt;
import dev.weir.cli.console.Terminal;
import dev.weir.core.event.Observer;
import dev.weir.io.PcapngFile;
import dev.weir.lab.swarm.Configuration;
import dev.weir.lab.swarm.Drawing;
import dev.weir.lab.swarm.Minimiser;
import dev.weir.lab.swarm.Outcome;
import dev.weir.lab.swarm.Reductions;
import dev.weir.lab.swarm.Simulation;
import dev.weir.lab.swarm.Swarm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir swarm}: looks for configurations in which this TCP does something wrong. */
@Command(
        name = "swarm",
        header = "Runs random configurations and looks for what must never happen.",
        sortOptions = false,
        customSynopsis = {"weir swarm [--seeds A..B | --seed N [--reduce STEPS]] [OPTIONS]"},
        description = {
            "",
            "Draws from each seed a network, its faults, two differently configured stacks and what applications do with "
                    + "them, runs it in simulated time and looks whether every byte arrives, every window is kept, every "
                    + "timer fires, every connection ends and nothing is left. A failure is reduced to what it needs, with "
                    + "the one command that runs it again. Needs no network and no rights.",
            "",
            "  weir swarm                            a thousand seeds on all cores",
            "  weir swarm --seeds 1..100000 -j 1     many, on one core",
            "  weir swarm --seed 17                  one, and what it is like",
            "  weir swarm --seed 17 --pcap 17.pcapng its packets for Wireshark, with comments",
            "  sudo weir swarm --against kernel      the same with the operating system's TCP",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 every invariant held, 1 one did not, 2 usage. Ctrl-C ends early, with the result so far."
        })
public final class SwarmCommand implements Callable<Integer> {
    private static final long PROGRESS_MILLIS = 500;
    private static final int MOST_THREADS = 1024;
    private static final int SEEDS = 1000;
    private static final int KERNEL_SEEDS = 50; // in real time

    @Spec
    private CommandSpec spec;

    @Option(names = "--seeds", paramLabel = "A..B", converter = SeedRange.Converter.class,
            description = "The seeds to run (default: 1..1000; 1..50 against the kernel).")
    private SeedRange seeds;

    @Option(names = "--seed", paramLabel = "N", description = "Run this one, and show what it is like.")
    private Long seed;

    @Option(names = "--reduce", paramLabel = "STEPS", split = ",",
            description = "With --seed: leave these out, as a reported failure says.")
    private List<String> steps = List.of();

    /** What a run is held against. */
    enum Against { INVARIANTS, KERNEL }

    @Option(names = "--against", paramLabel = "invariants|kernel", defaultValue = "invariants",
            description = "Hold runs against the invariants (the default), or conversations over TUN against the operating "
                    + "system's TCP: same bytes, same end. Takes root or: unshare -Urn --keep-caps ./weir swarm ...")
    private Against against;

    @Option(names = "-j", paramLabel = "N", description = "Run so many at a time (default: one per core).")
    private Integer threads;

    @Option(names = "--json", description = "One JSON object instead of text: docs/json/swarm.schema.json.")
    private boolean json;

    @Option(names = "--pcap", paramLabel = "FILE",
            description = "Write packets for Wireshark, with comments: of the seed, or of the first failure.")
    private Path pcap;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "This help.")
    private boolean help;

    @Override
    public Integer call() throws InterruptedException {
        int cores = against == Against.KERNEL ? 1 : threads();
        if (seed != null && seeds != null) throw refused("--seed or --seeds, not both");
        if (!steps.isEmpty() && seed == null) throw refused("--reduce is for one seed: --seed N");
        if (against == Against.KERNEL) checkKernel();
        var usual = new SeedRange(1, against == Against.KERNEL ? KERNEL_SEEDS : SEEDS);
        var range = seed != null ? SeedRange.of(seed) : seeds != null ? seeds : usual;
        var reduced = seed == null || against == Against.KERNEL ? null : configuration();
        var campaign = new Campaign(range, number -> reduced != null ? Swarm.run(reduced)
                : against == Against.KERNEL ? KernelComparison.run(number) : Swarm.run(number));
        var interrupt = Interrupt.runs(campaign::stop);
        var progress = progress(campaign);
        campaign.run(seed == null ? cores : 1);
        progress.interrupt();
        progress.join();
        var minimised = minimised(campaign);
        report(campaign, cores, minimised, reduced);
        capture(reduced, minimised);
        if (interrupt.happened()) return interrupt.exitCode();
        return campaign.failures() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void checkKernel() {
        if (!steps.isEmpty() || pcap != null || threads != null) {
            throw refused("--reduce, --pcap and -j have no meaning for --against kernel");
        }
    }

    private int threads() {
        if (threads == null) return Runtime.getRuntime().availableProcessors();
        if (threads < 1 || threads > MOST_THREADS) throw refused("-j must be 1.." + MOST_THREADS + ", not " + threads);
        return threads;
    }

    private Configuration configuration() {
        try {
            return Reductions.apply(Drawing.of(seed), steps);
        } catch (IllegalArgumentException e) {
            throw refused("--reduce: " + e.getMessage());
        }
    }

    /** Whoever reduces by hand wants that, and not less. */
    private List<Minimiser.Minimum> minimised(Campaign campaign) {
        if (against == Against.KERNEL) return List.of(); // in real time it takes too long
        if (steps.isEmpty()) return campaign.minimised();
        return campaign.failed().stream().map(outcome -> new Minimiser.Minimum(steps, outcome)).toList();
    }

    private void report(Campaign campaign, int cores, List<Minimiser.Minimum> minimised, Configuration single) {
        var out = spec.commandLine().getOut();
        if (json) {
            SwarmJson.write(campaign, against.name().toLowerCase(Locale.ROOT), cores, minimised, out);
        } else {
            var text = new SwarmText(line -> out.print(line + "\n"));
            if (single != null && minimised.isEmpty()) text.describe(single);
            text.print(campaign, single == null ? cores : 1, minimised, against == Against.KERNEL
                    ? "the operating system's TCP gives the same" : "every invariant held");
        }
        out.flush();
    }

    // ---- packets

    private void capture(Configuration single, List<Minimiser.Minimum> minimised) {
        if (pcap == null) return;
        if (single == null && minimised.isEmpty()) {
            say("no packets written: nothing failed");
            return;
        }
        var what = minimised.isEmpty() ? single : minimised.getFirst().outcome().configuration();
        var failures = new ArrayList<IOException>();
        Outcome outcome;
        try (var file = PcapngFile.create(pcap, failures::add)) {
            outcome = Simulation.run(what, file::describe, Observer.NONE);
        } catch (IOException e) {
            throw new CommandFailed("cannot write the capture: " + e.getMessage(), e);
        }
        if (!failures.isEmpty()) {
            throw new CommandFailed("cannot write the capture: " + failures.getFirst().getMessage(), failures.getFirst());
        }
        say(Quantity.count(outcome.packets(), "packet") + " written: wireshark " + pcap);
    }

    // ---- while it runs

    /** On a terminal, what has been done so far; ends when it is interrupted. */
    private Thread progress(Campaign campaign) {
        boolean interactive = Terminal.detect(Color.NEVER).interactive() && !json && seed == null;
        return Thread.ofVirtual().start(() -> {
            try {
                while (interactive) {
                    Thread.sleep(PROGRESS_MILLIS);
                    tell(campaign);
                }
            } catch (InterruptedException e) {
                spec.commandLine().getErr().print("\r" + " ".repeat(Terminal.DEFAULT_COLUMNS - 1) + "\r");
                spec.commandLine().getErr().flush();
            }
        });
    }

    private void tell(Campaign campaign) {
        long done = campaign.done();
        spec.commandLine().getErr().print(String.format(Locale.ROOT, "\r%d of %d seeds, %.0f a second, %d failed ", done,
                campaign.seeds().count(), done * 1e9 / campaign.elapsedNanos(), campaign.failures()));
        spec.commandLine().getErr().flush();
    }

    private void say(String line) {
        spec.commandLine().getErr().print(line + "\n");
        spec.commandLine().getErr().flush();
    }

    private ParameterException refused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
