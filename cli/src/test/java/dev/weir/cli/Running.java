package dev.weir.cli;

import dev.weir.cli.console.Stdio;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** A command that runs on a thread of its own, with its input, its output and its diagnosis in our hands. */
public final class Running {
    private static final int PATIENCE_SECONDS = 30; // only for what has gone wrong already
    private static final Pattern ADDRESS = Pattern.compile("TCP on \\S+?:([0-9]+);");

    private final PipedOutputStream input = new PipedOutputStream();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final BlockingQueue<Integer> writes = new LinkedBlockingQueue<>(); // how much output there was after each
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();
    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private CommandLine line;

    /** Runs {@code weir ARGUMENTS}. */
    public static Running weir(String... arguments) {
        var running = new Running();
        var stdio = running.stdio();
        running.line = Main.commandLine(new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                for (var constructor : type.getDeclaredConstructors()) {
                    if (List.of(constructor.getParameterTypes()).equals(List.of(Stdio.class))) {
                        return type.cast(constructor.newInstance(stdio));
                    }
                }
                return CommandLine.defaultFactory().create(type);
            }
        }).setErr(stdio.err());
        Thread.ofPlatform().daemon().start(() -> running.end.complete(running.line.execute(arguments)));
        return running;
    }

    /** The object of a subcommand. */
    public <T> T command(String name, Class<T> type) {
        return type.cast(line.getSubcommands().get(name).getCommand());
    }

    private Stdio stdio() {
        try {
            return new Stdio(new PipedInputStream(input, 1 << 16), new Output(), new PrintWriter(new Lines(), true), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port that the first line names. */
    public int port() {
        var match = ADDRESS.matcher(line("TCP on"));
        if (!match.find()) throw new AssertionError("no port in " + seen);
        return Integer.parseInt(match.group(1));
    }

    /** Waits for a line of stderr that contains this. */
    public String line(String part) {
        try {
            while (true) {
                String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (line == null) throw new AssertionError("no line with '" + part + "' in " + seen);
                seen.add(line);
                if (line.contains(part)) return line;
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public Running type(String text) {
        try {
            input.write(text.getBytes(StandardCharsets.UTF_8));
            input.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Running endInput() {
        try {
            input.close();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end; the exit code. */
    public int exitCode() {
        try {
            int code = end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            lines.drainTo(seen);
            return code;
        } catch (Exception e) {
            lines.drainTo(seen);
            throw new AssertionError("no end; so far: " + seen, e);
        }
    }

    /** Waits until so many bytes have come to standard output. */
    public void awaitOutput(int bytes) {
        try {
            for (Integer size = 0; size < bytes; ) {
                size = writes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (size == null) throw new AssertionError("no " + bytes + " bytes; so far: " + told());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What came to standard output. */
    public byte[] output() {
        return output.toByteArray();
    }

    /** All lines of stderr so far. */
    public List<String> told() {
        lines.drainTo(seen);
        return seen;
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            output.write(bytes, offset, length);
            writes.add(output.size());
        }
    }

    private final class Lines extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int b) {
            if (b != '\n') {
                line.write(b);
                return;
            }
            lines.add(line.toString(StandardCharsets.UTF_8));
            line.reset();
        }
    }
}
