package dev.weir.cli.bench;

import dev.weir.analysis.Quantity;
import dev.weir.cli.console.CommandFailed;
import dev.weir.cli.console.CommandText;
import dev.weir.cli.console.Interrupt;
import dev.weir.cli.console.JsonOutput;
import dev.weir.cli.console.Seconds;
import dev.weir.cli.console.Units;
import dev.weir.cli.network.TunAddresses;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir bench}: how fast a TCP is, between a client and a server in this process. */
@Command(
        name = "bench",
        header = "Measures goodput, latency and connections on every path.",
        sortOptions = false,
        customSynopsis = {"weir bench [--via memory|tun|os|sim] [--latency | --connections N] [OPTIONS]"},
        description = {
            "",
            "Measures TCP between a client and a server in this process, by the same code (java.net.Socket, virtual threads) "
                    + "on every path, so that results compare: Weir and Weir (memory), Weir and the operating system (tun), "
                    + "the operating system's own loopback (os). A simulated network (sim) shows how much faster than the "
                    + "clock it is: packets per second, and memory that does not grow.",
            "",
            "  weir bench                          goodput of Weir's TCP in memory",
            "  weir bench --via os -P 4            of the operating system's, 4 connections",
            "  weir bench --via tun --latency      round trips between both (root)",
            "  weir bench --connections 10000      idle connections: how fast, how large",
            "  weir bench --via sim                packets per second of a simulation",
            ""
        },
        footer = {"", "Ctrl-C ends a measurement early; the result is what there is by then."})
public final class BenchCommand implements Callable<Integer> {
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int DEFAULT_WRITE = 128 << 10;
    private static final int LARGEST_SIZE = 64 << 20;
    private static final int MOST_PARALLEL = 10_000;
    private static final int MOST_CONNECTIONS = 1_000_000;
    private static final int SMALLEST_MTU = 68;
    private static final int LARGEST_MTU = 65535;

    /** The paths. */
    enum Via { MEMORY, TUN, OS, SIM }

    @Spec
    private CommandSpec spec;

    @Option(names = "--via", paramLabel = "PATH", defaultValue = "memory",
            description = "memory, tun, os or sim (default: ${DEFAULT-VALUE}).")
    private Via via;

    @Option(names = "-t", paramLabel = "SECONDS", defaultValue = "5", converter = Seconds.class,
            description = "How long to measure, after a second of warm-up (default: ${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(names = "-P", paramLabel = "N", defaultValue = "1", description = "Connections at a time (default: ${DEFAULT-VALUE}).")
    private int parallel;

    @Option(names = "-R", description = "The server sends (or asks, with --latency) instead of the client.")
    private boolean reverse;

    @Option(names = "--size", paramLabel = "BYTES", converter = Units.Bytes.class,
            description = "Of each write (default: 128KiB), or of request and answer with --latency (default: 1).")
    private Long size;

    @Option(names = "--mtu", paramLabel = "BYTES", description = "Largest packet (default: 1500; of os it is the loopback's).")
    private Integer mtu;

    @Option(names = "--latency", description = "Measure round trips instead of goodput.")
    private boolean latency;

    @Option(names = "--connections", paramLabel = "N", description = "Open so many idle connections instead.")
    private Integer connections;

    @Option(names = "--json", description = "One JSON object: docs/json/bench.schema.json.")
    private boolean json;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "This help.")
    private boolean help;

    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public Integer call() {
        check();
        Interrupt.runs(stopped::countDown);
        var plan = new Plan(duration, duration.compareTo(LONGEST_WARM_UP) < 0 ? duration : LONGEST_WARM_UP, parallel, reverse,
                size == null ? latency ? 1 : DEFAULT_WRITE : size.intValue());
        if (via == Via.SIM) {
            int bytes = mtu == null ? Road.DEFAULT_MTU : mtu;
            print(plan, Simulated.TCP, Simulated.TCP, bytes, Simulated.measure(plan, bytes, stopped));
            return 0;
        }
        try (var road = road(); var course = new Course(road, stopped)) {
            print(plan, road.clientTcp(), road.serverTcp(), road.mtu(), measure(course, plan));
            return 0;
        } catch (IOException e) {
            boolean descriptors = String.valueOf(e.getMessage()).contains("Too many open files");
            throw descriptors
                    ? new CommandFailed("the operating system allows no more open sockets in this process", e,
                            "raise the limit: ulimit -n 100000")
                    : new CommandFailed("the measurement failed: " + e.getMessage(), e);
        }
    }

    private Road road() {
        int bytes = mtu == null ? Road.DEFAULT_MTU : mtu;
        return switch (via) {
            case MEMORY -> Road.memory(bytes);
            case TUN -> tun(bytes);
            case OS -> Road.os();
            case SIM -> throw new AssertionError("a simulation has no sockets");
        };
    }

    private Road tun(int bytes) {
        var addresses = TunAddresses.unused(false);
        return Road.tun(TunAddresses.DEVICE, addresses.own().getFirst(), addresses.peers().getFirst(), bytes, CommandText.of(spec));
    }

    private Result measure(Course course, Plan plan) throws IOException {
        if (latency) return Latency.measure(course, plan);
        return connections == null ? Goodput.measure(course, plan) : Held.measure(course, connections);
    }

    private void check() {
        if (latency && connections != null) throw refused("--latency and --connections are two measurements: one at a time");
        if (connections != null && (reverse || size != null || parallel != 1)) {
            throw refused("-P, -R and --size have no meaning for --connections");
        }
        if (via == Via.SIM && (latency || connections != null || reverse || size != null)) {
            throw refused("--via sim measures packets per second: --latency, --connections, -R and --size have no meaning");
        }
        if (via == Via.OS && mtu != null) throw refused("--mtu has no meaning for --via os: it is the loopback device's");
        checkRange("-P", parallel, 1, MOST_PARALLEL);
        if (duration.isZero() || duration.compareTo(LONGEST) > 0) throw refused("-t must be more than 0 and at most an hour");
        if (size != null) checkRange("--size", size, 1, LARGEST_SIZE);
        if (mtu != null) checkRange("--mtu", mtu, SMALLEST_MTU, LARGEST_MTU);
        if (connections != null) checkRange("--connections", connections, 1, MOST_CONNECTIONS);
    }

    private void checkRange(String option, long value, long least, long most) {
        if (value < least || value > most) throw refused(option + " must be " + least + " to " + most + ", not " + value);
    }

    private ParameterException refused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void print(Plan plan, String clientTcp, String serverTcp, int mtu, Result result) {
        var out = spec.commandLine().getOut();
        if (json) {
            JsonOutput.object(out, members -> BenchJson.write(members, via, plan, clientTcp, serverTcp, mtu, result));
        } else {
            out.println("path          " + clientTcp + " TCP to " + serverTcp + " TCP via " + via.name().toLowerCase(Locale.ROOT)
                    + ", MTU " + mtu);
            if (result instanceof Simulated) out.println("load          " + Simulated.load(parallel));
            else if (connections == null) out.println("load          " + load(plan));
            out.println(result.text());
            out.println("congestion    " + result.congestionControl() + " (" + (reverse ? serverTcp : clientTcp) + ")");
        }
        out.flush();
    }

    private String load(Plan plan) {
        return (latency ? "requests of " : "writes of ") + Quantity.bytes(plan.sizeBytes()) + ", "
                + Quantity.count(parallel, "connection") + (reverse ? ", reversed" : "");
    }
}
