package dev.weir.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** TCP ports as people type them: numbers, and the names of {@code /etc/services}. */
public final class Ports implements ITypeConverter<Integer> {
    private static final Path SERVICES = Path.of("/etc/services");
    private static final int LAST = 65535;

    @Override
    public Integer convert(String text) {
        return parse(text);
    }

    /** @throws TypeConversionException saying what is wrong with it */
    public static int parse(String text) {
        if (text.matches("[0-9]+")) {
            if (text.length() > 5 || Integer.parseInt(text) > LAST) {
                throw new TypeConversionException("port " + text + " does not exist: ports are 0 to " + LAST);
            }
            return Integer.parseInt(text);
        }
        return named(text).orElseThrow(() ->
                new TypeConversionException("'" + text + "' is neither a port (0 to " + LAST + ") nor the name of a service"));
    }

    private static Optional<Integer> named(String name) {
        try (var lines = Files.lines(SERVICES)) {
            return lines.map(line -> line.replaceFirst("#.*", "").strip().split("\\s+"))
                    .filter(words -> words.length > 1 && words[1].endsWith("/tcp") && isCalled(words, name))
                    .map(words -> Integer.parseInt(words[1].substring(0, words[1].indexOf('/'))))
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty(); // no such file here: then there are no names
        }
    }

    private static boolean isCalled(String[] words, String name) {
        for (int i = 0; i < words.length; i++) {
            if (i != 1 && words[i].equals(name)) return true;
        }
        return false;
    }
}
