package dev.weir.doctor.name;

import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The file that names stand in before any server is asked (hosts(5)). */
final class HostsFile {
    private HostsFile() {}

    /** None if the file cannot be read. */
    static List<IpAddress> find(Path file, String name) {
        try {
            return find(Files.readAllLines(file), name);
        } catch (IOException e) {
            return List.of();
        }
    }

    static List<IpAddress> find(List<String> lines, String name) {
        var found = new ArrayList<IpAddress>();
        for (String line : lines) {
            String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
            for (int i = 1; i < words.length; i++) {
                if (words[i].equalsIgnoreCase(name)) add(found, words[0]);
            }
        }
        return found;
    }

    private static void add(List<IpAddress> found, String literal) {
        try {
            var address = IpAddress.parse(literal.replaceFirst("%.*", ""));
            if (!found.contains(address)) found.add(address);
        } catch (IllegalArgumentException e) {
            // a line that no resolver understands
        }
    }
}
