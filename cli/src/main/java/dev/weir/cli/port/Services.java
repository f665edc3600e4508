package dev.weir.cli.port;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * IANA's registry of service names and ports (RFC 6335), shipped as data: one line for each registration, in order of
 * ports, {@code first[-last] TAB protocols TAB name TAB description}.
 */
final class Services {
    private static final String FILE = "services.tsv";

    private Services() {}

    /**
     * A registration.
     *
     * @param protocols {@code tcp}, {@code udp}
     * @param description may be empty
     */
    record Service(int first, int last, List<String> protocols, String name, String description) {}

    /** What is registered for a port; those for TCP first. */
    static List<Service> of(int port) {
        var found = new ArrayList<Service>();
        each(service -> {
            if (service.first <= port && port <= service.last) found.add(service);
        });
        found.sort(Comparator.comparing(service -> !service.protocols.contains("tcp"))); // stable
        return found;
    }

    /** The lowest TCP port of a service. */
    static OptionalInt port(String name) {
        var found = new ArrayList<Integer>();
        String wanted = name.toLowerCase(Locale.ROOT);
        each(service -> {
            boolean isIt = service.name.toLowerCase(Locale.ROOT).equals(wanted);
            if (isIt && service.protocols.contains("tcp")) found.add(service.first);
        });
        return found.stream().mapToInt(Integer::intValue).min();
    }

    private static void each(Consumer<Service> reader) {
        try (var input = Services.class.getResourceAsStream(FILE);
                var lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) reader.accept(parse(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Service parse(String line) {
        String[] parts = line.split("\t", -1);
        int dash = parts[0].indexOf('-');
        int first = Integer.parseInt(dash < 0 ? parts[0] : parts[0].substring(0, dash));
        int last = dash < 0 ? first : Integer.parseInt(parts[0].substring(dash + 1));
        return new Service(first, last, List.of(parts[1].split(",")), parts[2], parts[3]);
    }
}
