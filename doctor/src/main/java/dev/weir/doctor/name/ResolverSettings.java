package dev.weir.doctor.name;

import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code resolv.conf} says (resolv.conf(5)).
 *
 * @param search suffixes to try
 * @param ndots a name with so many dots is tried as it is first
 */
record ResolverSettings(List<InetSocketAddress> servers, List<String> search, int ndots) {
    private static final int DNS_PORT = 53;
    private static final int MOST_SERVERS = 3; // the C library reads no more

    static ResolverSettings read(Path file) throws IOException {
        return parse(Files.readAllLines(file));
    }

    static ResolverSettings parse(List<String> lines) {
        var servers = new ArrayList<InetSocketAddress>();
        List<String> search = List.of();
        int ndots = 1;
        for (String line : lines) {
            String[] words = line.strip().split("\\s+");
            switch (words[0]) {
                case "nameserver" -> {
                    if (words.length > 1 && servers.size() < MOST_SERVERS) addServer(servers, words[1]);
                }
                case "search", "domain" -> search = List.of(words).subList(1, words.length);
                case "options" -> {
                    for (String option : words) {
                        if (option.matches("ndots:[0-9]{1,2}")) ndots = Integer.parseInt(option.substring(6));
                    }
                }
                default -> { } // comments, and what does not matter to what is asked
            }
        }
        if (servers.isEmpty()) addServer(servers, "127.0.0.1"); // as the C library does
        return new ResolverSettings(List.copyOf(servers), List.copyOf(search), ndots);
    }

    private static void addServer(List<InetSocketAddress> servers, String address) {
        try {
            servers.add(new InetSocketAddress(
                    IpAddress.parse(address.replaceFirst("%.*", "")).toInetAddress(), DNS_PORT));
        } catch (IllegalArgumentException e) {
            // the C library passes over it, too
        }
    }

    ResolverSettings withServers(List<InetSocketAddress> others) {
        return new ResolverSettings(List.copyOf(others), search, ndots);
    }

    /** The names to ask for, in order. */
    List<String> candidates(String name) {
        if (name.endsWith(".")) return List.of(name.substring(0, name.length() - 1));
        var candidates = new ArrayList<String>();
        for (String suffix : search) if (!suffix.equals(".")) candidates.add(name + "." + suffix);
        boolean first = name.chars().filter(c -> c == '.').count() >= ndots;
        candidates.add(first ? 0 : candidates.size(), name);
        return candidates;
    }
}
