package dev.weir.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the command line, inside this process. */
public record Weir(int exitCode, String out, String err) {
    public static Weir run(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
        return new Weir(exitCode, out.toString(), err.toString());
    }
}
