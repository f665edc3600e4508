package dev.weir.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Runs a command below one folder, with an environment of its own: nothing of this machine's reaches it. */
final class Shell {
    /** Far above what any of them takes; a hang fails instead of blocking the build. */
    private static final long LIMIT_SECONDS = 60;

    private final Path home;
    private final Map<String, String> environment = new TreeMap<>();

    Shell(Path home) {
        this.home = home;
        environment.put("HOME", home.toString());
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    }

    /** What a command left behind: its exit code, and what it printed on both streams. */
    record Result(int exit, String output) {}

    Shell with(String name, Object value) {
        environment.put(name, value.toString());
        return this;
    }

    Process start(Object... command) throws IOException {
        var builder = new ProcessBuilder(Arrays.stream(command).map(Object::toString).toList())
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    Result run(Object... command) throws IOException, InterruptedException {
        return finish(start(command));
    }

    static Result finish(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after " + LIMIT_SECONDS + " s: " + output);
        }
        return new Result(process.exitValue(), output);
    }

    static Path file(Path path, String text) throws IOException {
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    static Path script(Path path, String text) throws IOException {
        file(path, "#!/bin/sh\n" + text);
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Something with the looks of a JDK; its java prints its arguments. */
    static Path jdk(Path home, String version) throws IOException {
        file(home.resolve("release"), "IMPLEMENTOR=\"nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/javac"), "");
        script(home.resolve("bin/java"), "for argument; do printf '<%s>' \"$argument\"; done\n");
        return home;
    }
}
