package dev.weir.lab.scenario.toml;

import java.util.Collection;
import java.util.Optional;

/** The word that was probably meant. */
public final class Nearest {
    private Nearest() {}

    /**
     * The candidate that takes the fewest letters inserted, removed, exchanged or swapped with their neighbour; empty
     * if that is more than a third of the word, or one for a short word. A candidate that the word begins, or that
     * begins the word, is near too.
     */
    public static Optional<String> to(String word, Collection<String> candidates) {
        int limit = Math.max(1, word.length() / 3);
        String best = null;
        int least = limit + 1;
        for (String candidate : candidates) {
            int distance = distance(word, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        if (best != null) return Optional.of(best);
        return candidates.stream()
                .filter(each -> word.length() >= 3 && (each.startsWith(word) || each.contains(word)
                || word.startsWith(each)))
                .findFirst();
    }

    /** {@code ; did you mean 'delay'?} or nothing. */
    public static String hint(String word, Collection<String> candidates) {
        return to(word, candidates).map(near -> "; did you mean '" + near + "'?").orElse("");
    }

    /** Damerau's, with neighbours swapped at most once. */
    private static int distance(String a, String b) {
        var rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) rows[i][0] = i;
        for (int j = 0; j <= b.length(); j++) rows[0][j] = j;
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(Math.min(rows[i - 1][j], rows[i][j - 1]) + 1, rows[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    least = Math.min(least, rows[i - 2][j - 2] + 1);
                }
                rows[i][j] = least;
            }
        }
        return rows[a.length()][b.length()];
    }
}
