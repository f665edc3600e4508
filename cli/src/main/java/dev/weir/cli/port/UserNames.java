package dev.weir.cli.port;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The names of this machine's users, by {@code /etc/passwd}. */
final class UserNames {
    private static final Path USERS = Path.of("/etc/passwd");

    private UserNames() {}

    /** The name, or {@code user 113} for one that has none here. */
    static String of(int userId) {
        try (var lines = Files.lines(USERS)) {
            String wanted = Integer.toString(userId);
            return lines.map(line -> line.split(":")).filter(parts -> parts.length > 2 && parts[2].equals(wanted))
                    .map(parts -> parts[0]).findFirst().orElse("user " + userId);
        } catch (IOException e) {
            return "user " + userId;
        }
    }
}
