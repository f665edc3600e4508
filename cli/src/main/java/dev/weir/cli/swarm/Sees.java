package dev.weir.cli.swarm;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Locale;

/**
 * What the application at one end has seen of a connection when it is over.
 *
 * @param bytes that it read, all of them right
 * @param end how the connection ended for it
 */
record Sees(long bytes, End end) {
    /** How a connection can end for an application. */
    enum End {
        /** The end of the stream. */
        FIN,
        /** Connection reset, or a broken pipe. */
        RST,
        /** The peer was not heard any more. */
        TIMEOUT,
        /** It went itself, before any of these. */
        LEFT,
        /** None of these within a minute: a fault in any case. */
        NOTHING
    }

    /** What a socket's failure says about the end. */
    static End end(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        boolean reset = message.contains("reset") || message.contains("broken pipe") || message.contains("not connected");
        if (reset) return End.RST;
        return message.contains("timed out") && !(e instanceof SocketTimeoutException) ? End.TIMEOUT : End.NOTHING;
    }

    @Override
    public String toString() {
        return bytes + " bytes and " + end.name().toLowerCase(Locale.ROOT);
    }
}
