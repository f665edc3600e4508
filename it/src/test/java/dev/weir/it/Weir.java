package dev.weir.it;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code weir} command as a process of its own, in the caller's network namespace. */
final class Weir {
    static final String MAIN = "dev.weir.cli.Main";

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private Weir() {}

    static Child start(String... arguments) throws IOException {
        return start(Redirect.PIPE, Redirect.PIPE, arguments);
    }

    static Child start(Redirect in, Redirect out, String... arguments) throws IOException {
        return Child.start(in, out, words(System.getProperty("java.class.path"), arguments));
    }

    /** Runs it to its end, without input; it must succeed. Answers its standard output. */
    static String run(String... arguments) throws IOException, InterruptedException {
        return Command.run(words(System.getProperty("java.class.path"), arguments));
    }

    /** Runs it to its end, whatever that is, without input. */
    static Command.Result result(String... arguments) throws IOException, InterruptedException {
        return Command.result(words(System.getProperty("java.class.path"), arguments));
    }

    /** A process, and what it inherits may ignore Ctrl-C; hence env, which has it as it is in a terminal. */
    static String[] words(String classPath, String... arguments) {
        var words = new ArrayList<>(List.of("env", "--default-signal=INT,TERM,HUP", JAVA.toString(), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-ea", "--enable-native-access=ALL-UNNAMED", "-cp", classPath, MAIN));
        words.addAll(List.of(arguments));
        return words.toArray(String[]::new);
    }
}
