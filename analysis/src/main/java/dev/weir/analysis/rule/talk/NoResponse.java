package dev.weir.analysis.rule.talk;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Handshake.Outcome;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.FaultClass;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Hops;
import dev.weir.analysis.rule.Rule;
import java.util.Set;

/** The server's host takes the connection, and its program says nothing: it closes at once, or never answers. */
public final class NoResponse implements Rule {
    /**
     * Services in which the client asks and the server answers; at others a client may send for hours (logs, metrics)
     * without waiting for anything.
     */
    private static final Set<Integer> REQUEST_RESPONSE = Set.of(80, 443, 3306, 5432, 6379, 8000, 8080, 8443, 9200);
    /** The usual limit of proxies, and longer than servers let clients wait that ask for news (30 to 55 s). */
    private static final long NEVER_NANOS = 60_000_000_000L;
    /** Beyond a round trip: what a program takes to accept and close. */
    private static final long AT_ONCE_NANOS = 20_000_000L;

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        if (c.handshake().outcome() != Outcome.COMPLETE || c.fromServer().bytes() > 0 || context.hasHoles()) {
            return;
        }
        if (c.fromServer().unseenBytes() > 0 || findings.hasAny(FaultClass.SILENT, FaultClass.PATH, FaultClass.CUT,
                FaultClass.PROTOCOL, FaultClass.TLS)) {
            return;
        }
        if (c.resets().stream().anyMatch(reset -> Hops.isForeign(c.from(reset.fromClient()), reset))) return;
        if (c.fromServer().latestPosition() > 1 && c.fromServer().finFrame() == 0) return; // it sent what was not seen
        if (closesAtOnce(c)) closed(c, findings);
        else if (isUnanswered(c, context)) never(c, context, findings);
    }

    /** Its FIN or reset comes within a round trip after the handshake, and the client had not closed before. */
    private static boolean closesAtOnce(Conversation c) {
        long end = endNanos(c);
        if (end == 0 || c.fromClient().acknowledgedBytes() > 0) return false;
        var client = c.fromClient();
        if (client.finFrame() != 0 && client.finFrame() < endFrame(c)) return false;
        return end - c.handshake().completedNanos() <= c.handshake().rttNanos() * 3 / 2 + AT_ONCE_NANOS;
    }

    /** When the server closed or reset, if it did so before the client; 0 otherwise. */
    private static long endNanos(Conversation c) {
        long fin = c.fromServer().finFrame() == 0 ? Long.MAX_VALUE : c.fromServer().finNanos();
        long rst = c.resets().isEmpty() ? Long.MAX_VALUE
                : c.resets().getFirst().fromClient() ? 0 : c.resets().getFirst().timestampNanos();
        long end = Math.min(fin, rst);
        return end == Long.MAX_VALUE ? 0 : end;
    }

    private static long endFrame(Conversation c) {
        return c.fromServer().finFrame() != 0 ? c.fromServer().finFrame() : c.resets().getFirst().frame();
    }

    private static void closed(Conversation c, Findings findings) {
        boolean fin = c.fromServer().finFrame() != 0;
        long frame = endFrame(c);
        long after = endNanos(c) - c.handshake().completedNanos();
        findings.claim(findings.of(Fault.CLOSED_AT_ONCE)
                .verdict("The server accepts and " + (fin ? "closes " : "resets ") + Quantity.time(Math.max(0, after))
                        + " after the handshake, without a byte.")
                .because("the handshake completes", c.handshake().completedFrame())
                .because("the server's " + (fin ? "FIN" : "reset") + " follows within a round trip", frame)
                .not(Fault.PORT_CLOSED, "the port is open", c.handshake().synAckFrames()[0])
                .not(Fault.ACCEPT_QUEUE_FULL, "the connection was accepted", frame)
                .cost(c.elapsedNanos())
                .advice("Look at " + c.server() + " for allow-lists, limits of connections (MaxStartups, "
                        + "max_connections), a port mapping whose inner port is closed or bound to loopback, and "
                        + "whether it expects TLS or a PROXY header."));
    }

    private static boolean isUnanswered(Conversation c, FileContext context) {
        var client = c.fromClient();
        if (client.uniqueBytes() == 0 || client.acknowledgedBytes() < client.uniqueBytes()) return false;
        var speech = new Speech(client.firstBytes());
        boolean request = speech.isHttpRequest() || speech.isClientHello() || speech.isHttp2Preface();
        if (!request && !REQUEST_RESPONSE.contains(c.server().port())) return false;
        if (c.turnCount() > 1 || client.finFrame() != 0 || c.fromServer().finFrame() != 0) return false;
        return waited(c, context) >= NEVER_NANOS;
    }

    private static long waited(Conversation c, FileContext context) {
        return Math.max(c.lastNanos(), context.lastNanos()) - c.fromClient().lastDataNanos();
    }

    private static void never(Conversation c, FileContext context, Findings findings) {
        boolean asked = c.fromServer().lastNanos() > c.fromClient().lastDataNanos() + NEVER_NANOS / 2;
        var client = c.fromClient();
        findings.claim(findings.of(Fault.NEVER_ANSWERS)
                .confidence(asked ? Confidence.PROVEN : Confidence.LIKELY)
                .verdict("The server's host took the request of " + Quantity.bytes(client.uniqueBytes())
                        + ", and its program has not answered for " + Quantity.time(waited(c, context)) + ".")
                .because("the request is sent", client.firstDataFrame(), client.lastDataFrame())
                .because("and acknowledged by the server's TCP", c.fromServer().lastFrame())
                .not(Fault.PACKET_LOSS, "all of it is acknowledged", c.fromServer().lastFrame())
                .not(Fault.ZERO_WINDOW, "the server's window is still open: "
                        + Quantity.bytes(Math.max(0, c.fromServer().window().latestBytes())),
                                c.fromServer().lastFrame())
                .not(Fault.MTU_BLACK_HOLE, "its acknowledgment says that no byte was sent", c.fromServer().lastFrame())
                .cost(waited(c, context)));
    }
}
