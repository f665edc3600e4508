package dev.weir.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A line of {@code docs/requirements}.
 *
 * @param id {@code MUST-58}, {@code EDGE-CLOSE-3}
 * @param level MUST, MUST NOT, SHOULD, SHOULD NOT, MAY, or EDGE for a mistake that other stacks made
 * @param section sections of the RFC, separated by ", ", or the heading of an edge case
 * @param text what is required, in our words
 */
record Requirement(String id, String level, String section, String text) {
    /** Whether a test or a stated deviation must exist: everything but what the RFC leaves open. */
    boolean binding() {
        return !level.equals("MAY");
    }

    static List<Requirement> read(Path table) throws IOException {
        var requirements = new ArrayList<Requirement>();
        for (String[] row : rows(table, 4)) requirements.add(new Requirement(row[0], row[1], row[2], row[3]));
        return requirements;
    }

    /** The rows below the heading of a table whose columns are separated by tabs. */
    private static List<String[]> rows(Path table, int columns) throws IOException {
        List<String[]> rows = Files.readAllLines(table).stream().skip(1).map(line -> line.split("\t", -1)).toList();
        for (String[] row : rows) {
            if (row.length != columns) throw new IllegalArgumentException(table + ": " + String.join("|", row));
        }
        return rows;
    }

    /** Why a requirement has no test, or holds only in part. */
    record Deviation(String id, Kind kind, String reason) {
        enum Kind {
            /** Not obeyed. */
            DEVIATED,
            /** The default profile differs; the profile {@code rfc()} obeys, and a test shows it. */
            PROFILE,
            /** Speaks to authors of applications: there is nothing to test. */
            ADVICE
        }

        static List<Deviation> read(Path table) throws IOException {
            var deviations = new ArrayList<Deviation>();
            for (String[] row : rows(table, 3)) {
                deviations.add(new Deviation(row[0], Kind.valueOf(row[1].toUpperCase(Locale.ROOT)), row[2]));
            }
            return deviations;
        }

        static Optional<Deviation> of(String id, List<Deviation> all) {
            return all.stream().filter(deviation -> deviation.id().equals(id)).findFirst();
        }
    }
}
