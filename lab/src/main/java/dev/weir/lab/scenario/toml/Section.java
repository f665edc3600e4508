package dev.weir.lab.scenario.toml;

import dev.weir.lab.Units;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/**
 * A table of a TOML file. Each accessor names a key that may stand here, and gives its value or the fallback; what is
 * wrong is noted with its place, and the fallback given. Keys that no accessor named are mistakes.
 */
public final class Section {
    private final Document document;
    private final String name;
    private final TomlTable table;
    private final int line;
    private final int column;
    private final Set<String> known = new LinkedHashSet<>();

    Section(Document document, String name, TomlTable table, int line, int column) {
        this.document = document;
        this.name = name;
        this.table = table;
        this.line = line;
        this.column = column;
    }

    /** {@code [truth]}, {@code [[link]]}: how to name it to a person. */
    public String name() {
        return name;
    }

    public boolean has(String key) {
        return value(key) != null;
    }

    /** Whether the value of a key is a single text. */
    public boolean isText(String key) {
        return value(key) instanceof String;
    }

    // ---- values

    /** A string that must be there; empty if it is not. */
    public String text(String key) {
        if (!has(key)) problem(name + " needs " + key + " = \"...\"");
        return text(key, "");
    }

    public String text(String key, String fallback) {
        return read(key, fallback, "a text in quotes", String.class, Function.identity());
    }

    /** {@code "20ms"}. */
    public Duration time(String key, Duration fallback) {
        return read(key, fallback, "a time in quotes, such as \"20ms\"", String.class, Units::time);
    }

    /** Bits per second: {@code "10mbit"}. */
    public long rate(String key, long fallback) {
        return read(key, fallback, "a rate in quotes, such as \"10mbit\"", String.class, Units::rate);
    }

    /** A probability: {@code "1%"}. */
    public double share(String key, double fallback) {
        return read(key, fallback, "a percentage in quotes, such as \"1%\"", String.class, Units::share);
    }

    /** {@code 1500} or {@code "64KiB"}. */
    public long bytes(String key, long fallback, long least, long most) {
        long bytes = value(key) instanceof Long number ? number
                : read(key, fallback, "a size, such as 1500 or \"64KiB\"", String.class, Units::bytes);
        return within(key, bytes, fallback, least, most);
    }

    public long integer(String key, long fallback, long least, long most) {
        return within(key, read(key, fallback, "a whole number", Long.class, Function.identity()), fallback, least,
                most);
    }

    public boolean flag(String key, boolean fallback) {
        return read(key, fallback, "true or false", Boolean.class, Function.identity());
    }

    /** One word of several. */
    public <T> T choice(String key, T fallback, Map<String, T> words) {
        String word = text(key, null);
        if (word == null) return fallback;
        T choice = words.get(word);
        if (choice != null) return choice;
        problem(key, key + " = \"" + word + "\" is none of " + String.join(", ", words.keySet())
                + Nearest.hint(word, words.keySet()));
        return fallback;
    }

    /** A text that a function reads; what it refuses with an {@link IllegalArgumentException} is a problem here. */
    public <T> T parsed(String key, T fallback, Function<String, T> reader) {
        return read(key, fallback, "a text in quotes", String.class, reader);
    }

    /** {@code ["a", "b"]}; empty if it is not there. */
    public List<String> texts(String key) {
        Object value = value(key);
        if (value == null) return List.of();
        if (value instanceof TomlArray array && array.toList().stream().allMatch(String.class::isInstance)) {
            return array.toList().stream().map(String.class::cast).toList();
        }
        problem(key, key + " must be a list of texts, such as [\"a\", \"b\"]");
        return List.of();
    }

    // ---- sections

    /** {@code [key]}. */
    public Optional<Section> section(String key) {
        Object value = value(key);
        if (value == null) return Optional.empty();
        var place = table.inputPositionOf(List.of(key));
        if (value instanceof TomlTable inner) {
            return Optional.of(document.section("[" + key + "]", inner, place.line(), place.column()));
        }
        problem(key, key + " must be a section: [" + key + "]");
        return Optional.empty();
    }

    /** Each {@code [[key]]}, in the order of the file. */
    public List<Section> sections(String key) {
        Object value = value(key);
        if (value == null) return List.of();
        var sections = new ArrayList<Section>();
        if (value instanceof TomlArray array) {
            for (int i = 0; i < array.size(); i++) {
                if (!(array.get(i) instanceof TomlTable inner)) continue;
                var place = array.inputPositionOf(i);
                sections.add(document.section("[[" + key + "]]", inner, place.line(), place.column()));
            }
            if (sections.size() == array.size()) return sections;
        }
        problem(key, key + " must be sections of their own: [[" + key + "]]");
        return List.of();
    }

    // ---- problems

    /** Something is wrong with the value of a key. */
    public void problem(String key, String message) {
        var place = table.inputPositionOf(List.of(key));
        if (place == null) problem(message);
        else document.problem(new Problem(place.line(), place.column(), message));
    }

    /** Something is wrong with the section. */
    public void problem(String message) {
        document.problem(new Problem(line, column, message));
    }

    /** Whether anything is wrong with the file, as far as it was read. */
    public boolean hasProblems() {
        return document.hasProblems();
    }

    void refuseUnknownKeys() {
        for (String key : table.keySet()) {
            if (known.contains(key)) continue;
            problem(key, "unknown key '" + key + "' in " + name + Nearest.hint(key, known)
                    + " (known here: " + String.join(", ", known) + ")");
        }
    }

    private Object value(String key) {
        known.add(key);
        return table.get(List.of(key));
    }

    private <V, T> T read(String key, T fallback, String expected, Class<V> type, Function<V, T> reader) {
        Object value = value(key);
        if (value == null) return fallback;
        if (!type.isInstance(value)) {
            problem(key, key + " must be " + expected);
            return fallback;
        }
        try {
            return reader.apply(type.cast(value));
        } catch (IllegalArgumentException e) {
            problem(key, key + ": " + e.getMessage());
            return fallback;
        }
    }

    private long within(String key, long value, long fallback, long least, long most) {
        if (!has(key) || value >= least && value <= most) return value;
        problem(key, key + " must be " + least + " to " + most + ", not " + value);
        return fallback;
    }
}
