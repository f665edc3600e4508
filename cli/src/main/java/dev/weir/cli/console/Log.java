package dev.weir.cli.console;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** What a command tells on stderr: lines that {@code -q} silences, and lines that only {@code -v} shows. Any thread. */
public final class Log {
    private static final int WAITING_LINES = 1024;

    /** How much to tell. */
    public enum Level { QUIET, NORMAL, VERBOSE }

    private final PrintWriter err;
    private final Level level;
    private final ArrayBlockingQueue<String> waiting = new ArrayBlockingQueue<>(WAITING_LINES);
    private final AtomicLong lost = new AtomicLong();
    private final AtomicBoolean writing = new AtomicBoolean();

    public Log(PrintWriter err, Level level) {
        this.err = err;
        this.level = level;
    }

    public boolean isVerbose() {
        return level == Level.VERBOSE;
    }

    public boolean isQuiet() {
        return level == Level.QUIET;
    }

    /** Unless {@code -q}. */
    public void say(String line) {
        if (level != Level.QUIET) write(line);
    }

    /** With {@code -v}. */
    public void detail(String line) {
        if (isVerbose()) write(line);
    }

    /** Whatever was asked for: the command cannot be used without knowing this. */
    public void always(String line) {
        write(line);
    }

    /** As {@link #detail}, from where nobody may wait for a slow terminal; lines beyond a limit are counted instead. */
    public void detailLater(String line) {
        if (!isVerbose()) return;
        if (!waiting.offer(line)) lost.incrementAndGet();
        startWriter();
    }

    /** Writes what {@link #detailLater} took. */
    public void flush() {
        var lines = new ArrayList<String>();
        waiting.drainTo(lines);
        lines.forEach(this::write);
        long count = lost.getAndSet(0);
        if (count > 0) write("(" + count + " more lines were not kept)");
    }

    /** Without a monitor: this is called inside turns. */
    private void startWriter() {
        if (!writing.compareAndSet(false, true)) return;
        Thread.ofVirtual().name("weir-log").start(() -> {
            try {
                while (true) {
                    write(waiting.take());
                    flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void write(String line) {
        synchronized (err) {
            err.println(line);
            err.flush();
        }
    }
}
