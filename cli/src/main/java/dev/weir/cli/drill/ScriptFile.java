package dev.weir.cli.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A script on the disk.
 *
 * @param name relative to the folder that was given, for people and for captures
 */
record ScriptFile(Path path, String name) {
    private static final String EXTENSION = ".pkt";
    private static final String EXPECTED_FAILURE = ".exfail";

    /** The scripts at or below {@code given}, in the order of their paths. */
    static List<ScriptFile> at(Path given) throws IOException {
        if (!Files.isDirectory(given)) return List.of(new ScriptFile(given, given.getFileName().toString()));
        var files = new ArrayList<ScriptFile>();
        try (Stream<Path> below = Files.walk(given)) {
            below.filter(path -> path.getFileName().toString().endsWith(EXTENSION) && Files.isRegularFile(path)).sorted()
                    .forEach(path -> files.add(new ScriptFile(path, given.relativize(path).toString())));
        }
        return files;
    }

    String text() throws IOException {
        return Files.readString(path);
    }

    /** Its author knows that it fails: {@code NAME.exfail} or {@code NAME.pkt.exfail} lies beside it. */
    boolean isExpectedToFail() {
        String file = path.getFileName().toString();
        String bare = file.endsWith(EXTENSION) ? file.substring(0, file.length() - EXTENSION.length()) : file;
        return Files.exists(path.resolveSibling(bare + EXPECTED_FAILURE))
                || Files.exists(path.resolveSibling(file + EXPECTED_FAILURE));
    }

    /** Where its packets go below {@code folder}. */
    Path capture(Path folder, Family family) {
        String suffix = family == Family.IPV4 ? "" : "-" + family.name().toLowerCase(Locale.ROOT);
        return folder.resolve(name.replaceFirst("\\.pkt$", "") + suffix + ".pcapng");
    }
}
