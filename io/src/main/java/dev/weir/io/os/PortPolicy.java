package dev.weir.io.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What Linux says about ports as numbers, in the network namespace of this process.
 *
 * @param ephemeral those that the kernel gives to outgoing connections
 * @param firstUnprivileged ports below it need CAP_NET_BIND_SERVICE to listen
 * @param reserved those of {@code ephemeral} that it does not give out
 * @param privileged whether this process has CAP_NET_BIND_SERVICE
 */
public record PortPolicy(Range ephemeral, int firstUnprivileged, List<Range> reserved, boolean privileged) {
    private static final Path SETTINGS = Path.of("/proc/sys/net/ipv4");
    private static final int CAP_NET_BIND_SERVICE = 10;

    public PortPolicy {
        reserved = List.copyOf(reserved);
    }

    /** Ports from {@code first} to {@code last}, both included. */
    public record Range(int first, int last) {
        public boolean contains(int port) {
            return first <= port && port <= last;
        }

        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    /** Of this system; where it does not tell, what Linux comes with. */
    public static PortPolicy read() {
        return of(text("ip_local_port_range"), text("ip_unprivileged_port_start"), text("ip_local_reserved_ports"),
                capabilities());
    }

    static PortPolicy of(String ephemeral, String firstUnprivileged, String reserved, String capabilities) {
        String[] ends = ephemeral.isEmpty() ? new String[] {"32768", "60999"} : ephemeral.split("\\s+");
        var range = new Range(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]));
        var ranges = new ArrayList<Range>();
        for (String part : reserved.split(",")) {
            if (part.isBlank()) continue;
            int dash = part.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
            ranges.add(new Range(first, dash < 0 ? first : Integer.parseInt(part.substring(dash + 1))));
        }
        return new PortPolicy(range, firstUnprivileged.isEmpty() ? 1024 : Integer.parseInt(firstUnprivileged), ranges,
                !capabilities.isEmpty() && (Long.parseUnsignedLong(capabilities, 16) >>> CAP_NET_BIND_SERVICE & 1) == 1);
    }

    /** Whether this process may listen there, if nobody does. */
    public boolean mayBind(int port) {
        return privileged || port >= firstUnprivileged;
    }

    /** Whether an outgoing connection may be given this port at any time. */
    public boolean isEphemeral(int port) {
        return ephemeral.contains(port) && reserved.stream().noneMatch(range -> range.contains(port));
    }

    private static String text(String setting) {
        try (var lines = Files.lines(SETTINGS.resolve(setting))) { // in one read: a second one of such a file finds its end
            return lines.findFirst().orElse("").strip();
        } catch (IOException e) {
            return ""; // another system, or one without it
        }
    }

    private static String capabilities() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("CapEff:")).findFirst()
                    .map(line -> line.substring("CapEff:".length()).strip()).orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
