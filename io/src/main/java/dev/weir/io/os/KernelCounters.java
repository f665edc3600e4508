package dev.weir.io.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What Linux counts, in the network namespace of this process.
 *
 * @param values those of {@code /proc/net/netstat}, by their names without the group, as {@code ListenOverflows}
 */
public record KernelCounters(Map<String, Long> values) {
    private static final Path NETSTAT = Path.of("/proc/net/netstat");
    private static final Path CONNTRACK = Path.of("/proc/sys/net/netfilter");
    private static final String GROUP = "TcpExt:";

    public KernelCounters {
        values = Map.copyOf(values);
    }

    /** As they are now; none where the system has no such file. */
    public static KernelCounters read() {
        try {
            return parse(Files.readAllLines(NETSTAT));
        } catch (IOException e) {
            return new KernelCounters(Map.of());
        }
    }

    /** A line of names and one of values for each group. */
    static KernelCounters parse(List<String> lines) {
        var values = new HashMap<String, Long>();
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            if (!lines.get(i).startsWith(GROUP)) continue;
            String[] names = lines.get(i).split(" ");
            String[] numbers = lines.get(i + 1).split(" ");
            for (int k = 1; k < Math.min(names.length, numbers.length); k++) {
                values.put(names[k], Long.parseLong(numbers[k]));
            }
        }
        return new KernelCounters(values);
    }

    /** 0 for one that this kernel does not have. */
    public long of(String name) {
        return values.getOrDefault(name, 0L);
    }

    /** How much one grew since. */
    public long since(KernelCounters before, String name) {
        return of(name) - before.of(name);
    }

    /** Connections that the kernel tracks for its filters; empty where it tracks none. */
    public static OptionalLong trackedConnections() {
        return number("nf_conntrack_count");
    }

    /** How many it could. */
    public static OptionalLong trackedConnectionsLimit() {
        return number("nf_conntrack_max");
    }

    private static OptionalLong number(String file) {
        try (var lines = Files.lines(CONNTRACK.resolve(file))) {
            return lines.mapToLong(Long::parseLong).findFirst();
        } catch (IOException e) {
            return OptionalLong.empty(); // not loaded
        }
    }
}
