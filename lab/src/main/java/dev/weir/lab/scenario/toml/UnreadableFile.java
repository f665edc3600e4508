package dev.weir.lab.scenario.toml;

import java.util.List;
import java.util.stream.Collectors;

/** A file has mistakes; all that were found are named, in the order of the file. */
public final class UnreadableFile extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String file;
    private final transient List<Problem> problems;

    /** @param file how to name it to a person */
    public UnreadableFile(String file, List<Problem> problems) {
        super(problems.stream().sorted().map(problem -> file + ": " + problem).collect(Collectors.joining("\n")));
        this.file = file;
        this.problems = problems.stream().sorted().toList();
    }

    public String file() {
        return file;
    }

    public List<Problem> problems() {
        return problems;
    }
}
