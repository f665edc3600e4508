package dev.weir.cli.network;

import dev.weir.cli.console.CommandFailed;
import java.util.List;

/** What commands say when a right or a device is missing. */
public final class Remedies {
    private Remedies() {}

    /**
     * @param remedies commands to try; COMMAND stands for {@code command}
     * @param command the command as it was typed: what a remedy would repeat
     */
    public static CommandFailed failure(String missing, Throwable why, List<String> remedies, String command) {
        return new CommandFailed(missing, why,
                remedies.stream().map(remedy -> "try: " + remedy.replace("COMMAND", command)).toList());
    }
}
