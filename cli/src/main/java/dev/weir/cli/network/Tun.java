package dev.weir.cli.network;

import dev.weir.cli.console.CommandFailed;
import dev.weir.io.TunUnavailable;

/** What commands say when there can be no TUN device. */
public final class Tun {
    private Tun() {}

    /** @param command the command as it was typed: what a remedy would repeat */
    public static CommandFailed unavailable(TunUnavailable why, String command) {
        return new CommandFailed(why.missing(), why,
                why.remedies().stream().map(remedy -> "try: " + remedy.replace("COMMAND", command)).toList());
    }
}
