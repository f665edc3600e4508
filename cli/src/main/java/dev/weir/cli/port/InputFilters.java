package dev.weir.cli.port;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Packet filters of this host that see what comes in: their presence, not their judgement. */
final class InputFilters {
    private static final Pattern CHAIN = Pattern.compile("chain (\\S+) \\{\\s*type filter hook input[^;]*;(?: policy (\\w+);)?");
    private static final Pattern TABLE = Pattern.compile("(?m)^table (\\w+ \\S+) \\{");
    private static final long PATIENCE_MILLIS = 1000;

    private InputFilters() {}

    /** A line for each; none where there are none, or where we may not ask. */
    static List<String> present() {
        var lines = new ArrayList<String>();
        lines.addAll(nftables());
        try {
            if (Files.readAllLines(Path.of("/proc/net/ip_tables_names")).contains("filter")) {
                lines.add("iptables has a filter table: sudo iptables -L INPUT -n -v");
            }
        } catch (IOException e) {
            return lines; // not in use, or not ours to read
        }
        return lines;
    }

    private static List<String> nftables() {
        try {
            var process = new ProcessBuilder("nft", "list", "chains").redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String answer;
            try (var reader = process.inputReader()) {
                answer = reader.readAllAsString();
            }
            return process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS) && process.exitValue() == 0
                    ? chains(answer) : List.of();
        } catch (IOException e) {
            return List.of(); // not installed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    static List<String> chains(String listing) {
        var lines = new ArrayList<String>();
        String[] tables = listing.split("(?m)^(?=table )");
        for (String table : tables) {
            var name = TABLE.matcher(table);
            if (!name.find()) continue;
            var chain = CHAIN.matcher(table);
            while (chain.find()) {
                String policy = chain.group(2) == null ? "accept" : chain.group(2);
                lines.add("nftables: table " + name.group(1) + ", chain " + chain.group(1) + ", policy " + policy
                        + ": sudo nft list chain " + name.group(1) + " " + chain.group(1));
            }
        }
        return lines;
    }
}
