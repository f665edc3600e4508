package dev.weir.lab.scenario.toml;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tomlj.Toml;

/** One TOML text, read as a whole: either everything in it was understood, or all mistakes are told at once. */
public final class Document {
    private final List<Problem> problems = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();

    private Document() {}

    /**
     * Reads a text.
     *
     * @param file how to name it to a person
     * @param reader makes something of the outermost section; may go on after problems, its result is then forgotten
     * @throws UnreadableFile if it is no TOML, has a key that nobody asked for, or a problem was found in it
     */
    public static <T> T read(String file, String text, Function<Section, T> reader) {
        var document = new Document();
        var toml = Toml.parse(text);
        for (var error : toml.errors()) {
            var place = error.position();
            document.problem(new Problem(place.line(), place.column(), error.getMessage()));
        }
        if (document.problems.isEmpty()) {
            T result = reader.apply(document.section("the file", toml, 1, 1));
            // sections grow while they are read, and each is finished once all have been asked for
            document.sections.forEach(Section::refuseUnknownKeys);
            if (document.problems.isEmpty()) return result;
        }
        throw new UnreadableFile(file, document.problems);
    }

    Section section(String name, org.tomlj.TomlTable table, int line, int column) {
        var section = new Section(this, name, table, line, column);
        sections.add(section);
        return section;
    }

    boolean hasProblems() {
        return !problems.isEmpty();
    }

    void problem(Problem problem) {
        if (!problems.contains(problem)) problems.add(problem);
    }
}
