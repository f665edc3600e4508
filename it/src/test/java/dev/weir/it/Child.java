package dev.weir.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process in the caller's network namespace. What it tells on stderr is kept, so that a test can wait for a line; its
 * end is forced when the test is over.
 */
final class Child implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30; // only for what has gone wrong already

    private final String name;
    private final Process process;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final Thread outputReader;
    private final Thread errorReader;
    private final List<String> lines = new ArrayList<>(); // of stderr; guarded by itself, as is what follows
    private boolean told; // everything
    private int looked; // so many lines were waited for

    private Child(List<String> words, Process process) {
        this.name = words.contains(Weir.MAIN) ? "weir" : words.getFirst();
        this.process = process;
        outputReader = Thread.ofPlatform().daemon().name(name + "-stdout").start(this::keepOutput);
        errorReader = Thread.ofPlatform().daemon().name(name + "-stderr").start(this::keepLines);
    }

    /** Its standard output is for {@link #output}, its standard input for {@link #input}. */
    static Child start(String... words) throws IOException {
        return start(Redirect.PIPE, Redirect.PIPE, words);
    }

    /** With files, for instance, as standard input and output. */
    static Child start(Redirect in, Redirect out, String... words) throws IOException {
        return new Child(List.of(words), new ProcessBuilder(words).redirectInput(in).redirectOutput(out).start());
    }

    private void keepOutput() {
        try (var out = process.getInputStream()) {
            out.transferTo(output);
        } catch (IOException e) {
            // it was killed
        }
    }

    private void keepLines() {
        try (var reader = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line; (line = reader.readLine()) != null; ) add(line, false);
        } catch (IOException e) {
            // it was killed
        }
        add("", true);
    }

    private void add(String line, boolean last) {
        synchronized (lines) {
            if (last) told = true;
            else lines.add(line);
            lines.notifyAll();
        }
    }

    /** Waits for a line of stderr that contains this, behind those that were waited for before. */
    String line(String part) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (lines) {
            while (true) {
                while (looked < lines.size()) {
                    String line = lines.get(looked++);
                    if (line.contains(part)) return line;
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (told || left <= 0) throw new AssertionError(name + " told no '" + part + "' but " + lines);
                lines.wait(left);
            }
        }
    }

    OutputStream input() {
        return process.getOutputStream();
    }

    /** Writes to its standard input. */
    Child type(String text) throws IOException {
        input().write(text.getBytes(StandardCharsets.UTF_8));
        input().flush();
        return this;
    }

    long pid() {
        return process.pid();
    }

    /** @param name without SIG */
    void signal(String name) throws IOException, InterruptedException {
        Command.run("kill", "-" + name, String.valueOf(pid()));
    }

    /** Waits for the end. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(name + " still runs; it told " + told());
        }
        errorReader.join();
        return process.exitValue();
    }

    /** All of its standard output; waits for the end. */
    String output() throws InterruptedException {
        exitCode();
        outputReader.join();
        return output.toString(StandardCharsets.UTF_8);
    }

    /** Lines of stderr so far. */
    List<String> told() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
}
