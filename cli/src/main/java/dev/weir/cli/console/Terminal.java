package dev.weir.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Where standard output goes.
 *
 * @param interactive a terminal, on which a person looks
 * @param columns its width; 80 where it is none or does not tell, so that what is piped never depends on a window
 * @param colour whether to colour
 */
public record Terminal(boolean interactive, int columns, boolean colour) {
    public static final int DEFAULT_COLUMNS = 80;
    private static final long PATIENCE_MILLIS = 500;

    /** What this process finds. */
    public static Terminal detect(Color color) {
        boolean interactive = isTerminal(1);
        return of(color, System.getenv(), interactive, interactive ? askColumns() : DEFAULT_COLUMNS);
    }

    /**
     * Colour on a terminal only, and not where {@code NO_COLOR} is set or the terminal is dumb; both yield to a
     * demand.
     */
    static Terminal of(Color color, Map<String, String> environment, boolean interactive, int columns) {
        boolean colour = switch (color) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> interactive && environment.getOrDefault("NO_COLOR", "").isEmpty()
                    && !"dumb".equals(environment.get("TERM"));
        };
        return new Terminal(interactive, columns, colour);
    }

    /** Whether characters beyond ASCII can be shown: the locale says UTF-8. */
    public static boolean isUnicode() {
        return isUnicode(System.getenv());
    }

    static boolean isUnicode(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) { // the first that is set decides, as in POSIX
            String value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) return value.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8");
        }
        return false;
    }

    /** The text between the codes of {@code style}, if there are colours. */
    public String paint(Style style, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
    }

    /** Colours; each also says what it says in words. */
    public enum Style {
        BOLD("1"), DIM("2"), RED("1;31"), GREEN("32"), YELLOW("33"), CYAN("36");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    /** Whether a person sees what goes to standard error. */
    public static boolean isErrorInteractive() {
        return isTerminal(2);
    }

    private static boolean isTerminal(int descriptor) {
        try { // Console looks at standard input too, which may well be a pipe
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            var console = System.console();
            return console != null && console.isTerminal();
        }
    }

    private static int askColumns() {
        try {
            var stty = new ProcessBuilder("stty", "size").redirectInput(Path.of("/dev/tty").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try (var answer = stty.inputReader()) {
                String line = answer.readLine();
                if (stty.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS) && line != null) {
                    int columns = Integer.parseInt(line.substring(line.indexOf(' ') + 1).strip());
                    if (columns > 0) return columns;
                }
            }
        } catch (IOException | NumberFormatException e) {
            return DEFAULT_COLUMNS; // it is only a width
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return DEFAULT_COLUMNS;
    }
}
