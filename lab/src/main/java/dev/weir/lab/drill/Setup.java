package dev.weir.lab.drill;

import dev.weir.core.link.PacketSink;

/**
 * What whoever runs a script chooses, where the script does not say.
 *
 * @param profile linux, freebsd or rfc: for scripts that do not name one
 * @param exact judge scripts of others exactly, too
 * @param capture sees every packet
 */
public record Setup(String profile, boolean exact, PacketSink capture) {
    /** Linux's behaviour, each script as its author meant it, nothing captured. */
    public static final Setup USUAL = new Setup("linux", false, (_, _, _, _, _) -> { });
    /** The same, but every script to the nanosecond. */
    public static final Setup EXACT = new Setup(USUAL.profile(), true, USUAL.capture());
}
