package dev.weir.analysis.rule.cut;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;

/** After a silence the server's FIN and a request of the client cross, and the request is answered with a reset. */
public final class KeepAliveRace implements Rule {
    /** No server's limit for idle connections is shorter. */
    private static final long LEAST_IDLE_NANOS = 1_000_000_000L;

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        var found = Break.of(c, findings);
        if (found.isEmpty() || found.get().isFromClient()) return;
        var broken = found.get();
        var server = c.fromServer();
        var client = c.fromClient();
        if (server.finFrame() == 0 || client.firstDataFrame() == 0) return;
        long fin = server.finNanos();
        long request = client.lastDataNanos();
        boolean crossed = Math.abs(request - fin) <= broken.rttNanos() && server.lastDataNanos() < Math.min(request,
                fin);
        if (!crossed || server.firstDataFrame() == 0) return;
        long quiet = Math.min(request, fin) - Math.max(server.lastDataNanos(), previousRequest(c, request));
        if (quiet < LEAST_IDLE_NANOS) return;
        findings.claim(findings.of(Fault.KEEP_ALIVE_RACE)
                .verdict("The server closed the connection after " + Quantity.time(quiet)
                        + " of silence, just as the client sent a request; the request was answered with a reset.")
                .because("the server's FIN and the request are " + Quantity.time(Math.abs(request - fin))
                        + " apart, less than a round trip (" + Quantity.time(broken.rttNanos()) + ")",
                        server.finFrame(), client.lastDataFrame())
                .because("the server's host, whose program is gone, resets", broken.reset().frame())
                .not(Fault.RST_BY_MIDDLEBOX, "the server itself closed first", server.finFrame())
                .not(Fault.IDLE_CUT, "the server said that it closed", server.finFrame())
                .advice("Let the client (or load balancer) give up idle connections before the server's limit of about "
                        + Quantity.time(quiet) + ", and repeat such requests: the server has not seen them."));
    }

    /** The last turn but the one that was never answered. */
    private static long previousRequest(Conversation c, long request) {
        long latest = c.firstNanos();
        for (var turn : c.turns()) {
            if (turn.requestFrame() != 0 && turn.requestEndNanos() < request) {
                latest = Math.max(latest, turn.requestEndNanos());
            }
        }
        return latest;
    }
}
