package dev.weir.cli.session;

import dev.weir.analysis.Quantity;
import dev.weir.cli.console.CommandFailed;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** A connection ended otherwise than by both sides' consent: how, and when. */
public final class Broken {
    private Broken() {}

    /** One line. */
    public static String line(Session session, IOException failure, Duration idle) {
        var report = session.report();
        String passed = Quantity.bytes(report.sent()) + " sent and " + Quantity.bytes(report.received()) + " received";
        String when = " after " + Quantity.time(report.nanos()) + ", with " + passed;
        String message = String.valueOf(failure.getMessage());
        String known = message.toLowerCase(Locale.ROOT);
        if (failure instanceof IdleTimeout) {
            return "nothing passed to or from " + session.peer() + " for " + Quantity.time(idle.toNanos()) + " (-w)" + when;
        }
        if (known.contains("reset")) return session.peer() + " reset the connection" + when;
        if (known.contains("broken pipe")) return session.peer() + " takes no more data" + when;
        if (known.contains("timed out")) return session.peer() + " does not answer any more" + when;
        if (failure instanceof SSLException) return "TLS with " + session.peer() + " failed: " + message + when;
        return "the connection with " + session.peer() + " failed: " + message + when;
    }

    /** With what can be done. */
    public static CommandFailed explain(Session session, IOException failure, Duration idle) {
        String line = line(session, failure, idle);
        if (failure instanceof IdleTimeout) return new CommandFailed(line, failure, "wait longer: -w SECONDS; or for ever: without -w");
        String known = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (known.contains("reset") || known.contains("broken pipe")) {
            return new CommandFailed(line, failure,
                    "the program there crashed, or closed before it had read everything; its log may say more");
        }
        if (known.contains("timed out")) {
            return new CommandFailed(line, failure, "the host there is gone, or the way to it; see: ping "
                    + session.flow().remote());
        }
        return new CommandFailed(line, failure);
    }
}
