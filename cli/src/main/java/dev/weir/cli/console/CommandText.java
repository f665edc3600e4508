package dev.weir.cli.console;

import picocli.CommandLine.Model.CommandSpec;

/** A command as it was typed, to be shown in advice: {@code weir serve 80 --via tun}. */
public final class CommandText {
    private CommandText() {}

    public static String of(CommandSpec command) {
        var text = new StringBuilder("weir");
        for (String word : command.root().commandLine().getParseResult().originalArgs()) {
            boolean plain = word.matches("[A-Za-z0-9%+,./:=@_^-]+");
            text.append(' ').append(plain ? word : "'" + word.replace("'", "'\\''") + "'");
        }
        return text.toString();
    }
}
