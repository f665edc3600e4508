package dev.weir.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the operating system, started in the caller's network namespace. */
final class Command {
    private static final long PATIENCE_SECONDS = 50;

    private Command() {}

    /** How it ended; {@code output} holds stdout, and stderr behind it. */
    record Result(int status, String output) {}

    static Process start(String... words) throws IOException {
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }

    /** @throws AssertionError if it does not end in time */
    static Result result(Process process) throws IOException, InterruptedException {
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after " + PATIENCE_SECONDS + " s: " + process.info());
        }
        return new Result(process.exitValue(), output);
    }

    /** Runs it to its end; it must succeed. Answers its output. */
    static String run(String... words) throws IOException, InterruptedException {
        var result = result(start(words));
        if (result.status() != 0) {
            throw new AssertionError(List.of(words) + " ended with " + result.status() + ": " + result.output());
        }
        return result.output();
    }
}
