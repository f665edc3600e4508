package dev.weir.cli.analyze;

import dev.weir.analysis.filter.PacketFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The words of the command line: names of files, then perhaps a filter, as tcpdump takes it.
 *
 * @param expression empty: none
 */
record Words(List<String> files, String expression) {
    /** Standard input. */
    static final String STDIN = "-";

    /** The filter begins at the first word that can begin one and is the name of no file. */
    static Words of(List<String> words) {
        int end = 0;
        while (end < words.size() && !(end > 0 && beginsFilter(words.get(end)))) end++;
        return new Words(List.copyOf(words.subList(0, end)), String.join(" ", words.subList(end, words.size())));
    }

    private static boolean beginsFilter(String word) {
        return !word.equals(STDIN) && !Files.exists(Path.of(word)) && PacketFilter.canBegin(word);
    }
}
