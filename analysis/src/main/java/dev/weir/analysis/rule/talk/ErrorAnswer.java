package dev.weir.analysis.rule.talk;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Turn;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.FaultClass;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;

/** The service answers, with a failure of its own: HTTP 408 and 5xx, a database that takes no more, a TLS alert. */
public final class ErrorAnswer implements Rule {
    /** Limits that gateways have by default, seconds; an answer within 5 % after one of them is theirs. */
    private static final int[] USUAL_SECONDS = {5, 10, 15, 20, 30, 60, 90, 120, 180, 300};
    private static final int MYSQL_TOO_MANY_CONNECTIONS = 1040;
    private static final String POSTGRES_TOO_MANY_CONNECTIONS = "53300";

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        if (findings.hasAny(FaultClass.PROTOCOL)) return;
        var server = new Speech(c.fromServer().firstBytes());
        long frame = c.fromServer().firstDataFrame();
        if (server.isTlsAlert() && new Speech(c.fromClient().firstBytes()).isClientHello()) {
            alert(server, frame, findings);
        } else if (server.isMysqlError()) {
            database(server.mysqlError() == MYSQL_TOO_MANY_CONNECTIONS, "MySQL error " + server.mysqlError(), c, frame,
                    findings);
        } else if (!server.postgresError().isEmpty()) {
            database(server.postgresError().equals(POSTGRES_TOO_MANY_CONNECTIONS),
                    "PostgreSQL error " + server.postgresError(), c, frame, findings);
        } else if (server.startsWith("-ERR max number of clients")) {
            database(true, "Redis' \"" + server.line() + "\"", c, frame, findings);
        } else if (server.startsWith("421 ")) {
            refused("\"" + server.line() + "\"", frame, findings);
        } else {
            for (var turn : c.turns()) {
                if (http(c, turn, new Speech(turn.responseHead()).httpStatus(), findings)) return;
            }
        }
    }

    private static boolean http(Conversation c, Turn turn, int status, Findings findings) {
        boolean gateway = status == 408 || status >= 502 && status <= 504;
        if (!gateway && (status < 500 || status > 599)) return false;
        long wait = turn.waitNanos();
        var draft = findings.of(gateway ? Fault.HTTP_GATEWAY_ERROR : Fault.HTTP_SERVER_ERROR)
                .confidence(Confidence.CERTAIN)
                .verdict(c.server() + " answers " + status + " after " + Quantity.time(wait) + ": " + meaning(status))
                .because("the response begins with status " + status, turn.requestFrame() == 0
                        ? new long[] {turn.responseFrame()} : new long[] {turn.requestFrame(), turn.responseFrame()})
                .cost(wait);
        int limit = usual(wait);
        if (limit > 0 && status != 503) {
            draft.because("it comes " + limit + " s after the request: a limit of that length at the gateway, not the "
                    + "work itself", turn.responseFrame());
        }
        findings.claim(draft);
        return true;
    }

    private static String meaning(int status) {
        return switch (status) {
            case 408 -> "the client did not send its request in time.";
            case 502 -> "the server behind this one closed or made no sense.";
            case 503 -> "no server is ready behind this one, or it takes no more.";
            case 504 -> "the server behind this one did not answer in time.";
            default -> "the server failed.";
        };
    }

    private static int usual(long waitNanos) {
        for (int seconds : USUAL_SECONDS) {
            long limit = seconds * 1_000_000_000L;
            if (waitNanos >= limit && waitNanos <= limit + limit / 20) return seconds;
        }
        return 0;
    }

    private static void database(boolean full, String error, Conversation c, long frame, Findings findings) {
        if (!full) {
            refused(error, frame, findings);
            return;
        }
        findings.claim(findings.of(Fault.DATABASE_POOL_TIMEOUT)
                .confidence(Confidence.CERTAIN)
                .verdict("The database at " + c.server() + " takes no more connections.")
                .because("it answers with " + error, frame)
                .not(Fault.IDLE_CUT, "the connection is new", c.firstFrame())
                .cost(c.elapsedNanos())
                .advice("Make the pools of all clients together smaller than the server's limit (max_connections, "
                        + "maxclients), or raise that."));
    }

    private static void refused(String what, long frame, Findings findings) {
        findings.claim(findings.of(Fault.SERVICE_REFUSES).confidence(Confidence.CERTAIN)
                .verdict("The service refuses: " + what + ".").because("its answer", frame));
    }

    private static void alert(Speech server, long frame, Findings findings) {
        int alert = server.alert();
        if (alert == 0) return; // close_notify
        String name = switch (alert) {
            case 40 -> "handshake_failure: no cipher or parameter in common, or a client certificate is missing";
            case 70 -> "protocol_version: no version of TLS in common";
            case 80 -> "internal_error";
            case 109, 110 -> "missing or unsupported extension";
            case 112 -> "unrecognized_name: the server does not know the name in SNI";
            case 120 -> "no_application_protocol: nothing in ALPN in common";
            default -> "see RFC 8446 6.2";
        };
        findings.claim(findings.of(Fault.TLS_HANDSHAKE_FAILED).confidence(Confidence.CERTAIN)
                .verdict("The server ends the TLS handshake: alert " + alert + ", " + name + ".")
                .because("its answer to the ClientHello", frame));
    }
}
