package dev.weir.cli.demo;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.chart.HtmlReport;
import dev.weir.analysis.flow.Meters;
import dev.weir.cli.console.Color;
import dev.weir.cli.console.CommandFailed;
import dev.weir.cli.console.CommandText;
import dev.weir.cli.console.Terminal;
import dev.weir.cli.console.Units;
import dev.weir.core.event.CloseReason;
import dev.weir.core.link.Impairment;
import dev.weir.io.TunConfig;
import dev.weir.io.TunUnavailable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code weir demo}: shows a TCP connection, from the first SYN to the end of TIME-WAIT. */
@Command(
        name = "demo",
        header = "Shows a TCP connection happen, segment by segment, and why.",
        sortOptions = false,
        customSynopsis = {"weir demo [--steps | --full] [--json] [OPTIONS]"},
        description = {
            "",
            "Shows a TCP connection happen: two hosts in this program, a bad road between them, every segment and "
                    + "every "
                    + "change of state, and why. Needs no network and no rights. Time is simulated: the same options "
                    + "print the same, byte by byte.",
            "",
            "  weir demo                           a client gets 1 MB, some packets are lost",
            "  weir demo --steps                   a guided tour, with the RFC sections",
            "  weir demo --loss 3%% --delay 80ms    a worse road",
            "  weir demo --pcap demo.pcapng        the packets for Wireshark, with comments",
            "  sudo weir demo --via tun            with the operating system's own TCP",
            ""
        })
public final class DemoCommand implements Callable<Integer> {
    private static final double DEFAULT_LOSS = 0.005;
    private static final long LARGEST_ANSWER = 100_000_000;
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);
    private static final long SLOWEST_RATE = 1_000;
    private static final long FASTEST_RATE = 100_000_000_000L;
    private static final int SMALLEST_MTU = 68;
    private static final int SMALLEST_MTU_IPV6 = 1280;
    private static final int LARGEST_MTU = 65535;
    private static final int IPV4_HEADERS = 52; // of IP and TCP with timestamps
    private static final int IPV6_HEADERS = 72;
    private static final long MOST_SEGMENTS = 100_000; // all are kept

    @Spec
    private CommandSpec spec;

    @Option(names = "--bytes", paramLabel = "SIZE", defaultValue = "1MB", converter = Units.Bytes.class,
            description = "Size of the answer, 0..100MB (default: ${DEFAULT-VALUE}).")
    private long bytes;

    @Option(names = "--loss", paramLabel = "PERCENT", converter = Units.Share.class,
            description = "Packets lost, each way (default: 0.5%%; with --steps one packet).")
    private Double loss;

    @Option(names = "--delay", paramLabel = "TIME", defaultValue = "20ms", converter = Units.Time.class,
            description = "Delay, each way, 0..10s; the round trip is twice that (default: ${DEFAULT-VALUE}).")
    private Duration delay;

    @Option(names = "--rate", paramLabel = "RATE", defaultValue = "20mbit", converter = Units.Rate.class,
            description = "Rate, each way, 1kbit..100gbit, or 0 for no limit (default: ${DEFAULT-VALUE}).")
    private long rate;

    @Option(names = "--mtu", paramLabel = "BYTES", defaultValue = "1500",
            description = "Largest IP packet, 68..65535; 1280 at least for IPv6 (default: ${DEFAULT-VALUE}).")
    private int mtu;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "6",
            description = "Decides every random choice: which packets are lost, ports, sequence numbers (default: "
                    + "${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--ipv6", description = "Over IPv6.")
    private boolean ipv6;

    @Option(names = "--via", paramLabel = "memory|tun[:NAME]", defaultValue = "memory", converter = ViaConverter.class,
            description = "Both hosts in this program (the default), or Weir and the operating system's own TCP over "
                    + "a TUN "
                    + "device, which takes root or: unshare -Urn --keep-caps ./weir demo --via tun")
    private String device;

    @Option(names = "--steps", description = "A guided tour: thirteen steps, each with what shows it and its RFC.")
    private boolean steps;

    @Option(names = "--full", description = "Every segment, instead of one line for many ordinary ones.")
    private boolean full;

    @Option(names = "--json", description = "One JSON object instead of text: docs/json/demo.schema.json.")
    private boolean json;

    @Option(names = "--pcap", paramLabel = "FILE",
            description = "Write the packets too, for Wireshark: each once, as it is sent, with what happened as "
                    + "comments.")
    private Path pcap;

    @Option(names = "--report", paramLabel = "FILE",
            description = "Write a page with charts, which needs nothing else.")
    private Path report;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "This help.")
    private boolean help;

    @Option(names = "--color", paramLabel = "WHEN", defaultValue = "auto",
            description = "auto, always or never (default: ${DEFAULT-VALUE}: on a terminal, unless NO_COLOR is set).")
    private Color color;

    @Override
    public Integer call() throws IOException {
        check();
        return device.isEmpty() ? inMemory() : withKernel();
    }

    private int inMemory() throws IOException {
        var capture = Optional.ofNullable(pcap).map(file -> new DemoCapture());
        var meters = new Meters();
        var exchange = Exchange.run(scenario(), capture, meters);
        if (capture.isPresent()) write(capture.get(), exchange);
        if (report != null) report(exchange, meters);
        if (json) {
            DemoJson.write(exchange.scenario(), "memory", List.of(exchange), steps, spec.commandLine().getOut());
        } else if (steps) {
            text().teach(exchange);
        } else {
            text().print(exchange);
        }
        spec.commandLine().getOut().flush();
        return exitCode(exchange);
    }

    private int withKernel() throws IOException {
        var scenario = scenario();
        try (var kernel = KernelExchange.open(scenario, device, Optional.ofNullable(pcap), this::sayCaptureFailed)) {
            if (!json) text().introduceKernel(scenario);
            var first = kernel.weirServes();
            if (!json) text().print("1. The operating system's TCP asks, Weir's serves", first);
            spec.commandLine().getOut().flush();
            var second = kernel.weirAsks();
            if (json) DemoJson.write(scenario, "tun", List.of(first, second), false, spec.commandLine().getOut());
            else text().print("2. Weir's TCP asks, the operating system's serves", second);
            spec.commandLine().getOut().flush();
            kernel.close();
            if (pcap != null) sayCaptured(kernel.captured());
            return Math.max(exitCode(first), exitCode(second));
        } catch (TunUnavailable e) {
            throw KernelExchange.unavailable(e);
        } catch (FileNotFoundException e) {
            throw new CommandFailed("cannot write the capture: " + e.getMessage(), e);
        }
    }

    private DemoText text() {
        var out = spec.commandLine().getOut();
        return new DemoText(Terminal.detect(color), full, line -> out.print(line + "\n"));
    }

    private static int exitCode(Exchange exchange) {
        return exchange.end() == CloseReason.CLOSED ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void write(DemoCapture capture, Exchange exchange) {
        try {
            sayCaptured(Quantity.count(capture.write(exchange, pcap), "packet"));
        } catch (IOException e) {
            throw new CommandFailed("cannot write the capture: " + e.getMessage(), e);
        }
    }

    private void report(Exchange exchange, Meters meters) {
        try (var writer = Files.newBufferedWriter(report)) {
            HtmlReport.write(DemoPage.of(exchange, meters), CommandText.of(spec), writer);
        } catch (IOException e) {
            throw new CommandFailed("cannot write the report: " + e.getMessage(), e);
        }
        say("written: " + report + ", open it in a browser");
    }

    private void sayCaptured(String packets) {
        say(packets + " written: wireshark " + pcap);
    }

    private void sayCaptureFailed(IOException e) {
        say("weir: the capture ends here: " + e.getMessage());
    }

    private void say(String line) {
        spec.commandLine().getErr().print(line + "\n");
        spec.commandLine().getErr().flush();
    }

    private Scenario scenario() {
        var road = Impairment.NONE.withDelay(delay).withRate(rate);
        if (loss != null) road = road.withLoss(loss);
        var scenario = Scenario.of(bytes, seed, mtu, ipv6, loss == null && !steps ? road.withLoss(DEFAULT_LOSS) : road);
        return steps ? scenario.forLesson(loss == null) : scenario;
    }

    private void check() {
        if (steps && !device.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--steps needs a time that can be stopped: --via memory");
        }
        if (report != null && !device.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--report draws simulated time: --via memory");
        }
        checkRange("--bytes", bytes, 0, LARGEST_ANSWER, "0..100MB");
        if (delay.compareTo(LONGEST_DELAY) > 0) throw refused("--delay", delay.toMillis() + "ms", "0..10s");
        if (rate != Impairment.UNLIMITED) checkRange("--rate", rate, SLOWEST_RATE, FASTEST_RATE, "1kbit..100gbit, or "
                + "0");
        int least = ipv6 ? SMALLEST_MTU_IPV6 : SMALLEST_MTU;
        checkRange("--mtu", mtu, least, LARGEST_MTU, least + ".." + LARGEST_MTU
                + (ipv6 ? " with IPv6 (RFC 8200 section 5)" : ""));
        int segment = mtu - (ipv6 ? IPV6_HEADERS : IPV4_HEADERS);
        if (bytes / segment > MOST_SEGMENTS) {
            throw refused("--bytes", Quantity.bytes(bytes) + " at MTU " + mtu,
                    "what can be shown: at most " + Quantity.bytes(MOST_SEGMENTS * segment));
        }
    }

    private void checkRange(String option, long value, long least, long most, String range) {
        if (value < least || value > most) throw refused(option, Long.toString(value), range);
    }

    /** The name of the device; empty for memory. */
    static final class ViaConverter implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (text.equals("memory")) return "";
            if (text.equals("tun")) return "weir%d";
            if (!text.startsWith("tun:")) throw new TypeConversionException("'" + text + "' is none: memory, tun or "
                    + "tun:NAME");
            try {
                return TunConfig.of().withName(text.substring("tun:".length())).name();
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    private ParameterException refused(String option, String value, String range) {
        return new ParameterException(spec.commandLine(),
                "Invalid value for option '" + option + "': " + value + " is outside " + range);
    }
}
