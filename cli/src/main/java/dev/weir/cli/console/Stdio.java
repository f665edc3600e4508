package dev.weir.cli.console;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;

/**
 * Where a command reads and writes bytes.
 *
 * @param in raw input
 * @param out data, unbuffered: a reader at the other end of a pipe sees each write, and a write fails when it has gone
 * @param err progress and diagnosis
 * @param interactive a person types the input
 */
public record Stdio(InputStream in, OutputStream out, PrintWriter err, boolean interactive) {
    /** Those of this process. */
    public static Stdio system() {
        var console = System.console();
        return new Stdio(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out),
                new PrintWriter(System.err, true), console != null && console.isTerminal());
    }
}
