package dev.weir.it;

import java.io.IOException;
import java.util.List;

/** A program of the operating system that is run to its end, in the caller's network namespace. */
final class Command {
    private Command() {}

    /** How it ended. */
    record Result(int status, String output, List<String> told) {}

    /** Runs it to its end, whatever that is; it gets no input. */
    static Result result(String... words) throws IOException, InterruptedException {
        try (var child = Child.start(words)) {
            child.input().close();
            return new Result(child.exitCode(), child.output(), child.told());
        }
    }

    /** Runs it to its end; it must succeed. Answers its standard output. */
    static String run(String... words) throws IOException, InterruptedException {
        var result = result(words);
        if (result.status() != 0) throw new AssertionError(List.of(words) + " ended with " + result);
        return result.output();
    }
}
