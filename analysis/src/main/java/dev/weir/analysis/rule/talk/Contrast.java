package dev.weir.analysis.rule.talk;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Handshake.Outcome;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.FaultClass;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;
import dev.weir.analysis.rule.Trace;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a server does not answer, while it answers something a little different on another connection: a ClientHello
 * that fits one segment, or a request behind a PROXY header.
 */
public final class Contrast implements Rule {
    /** Text of a full segment on Ethernet, at most. */
    private static final int SEGMENT_BYTES = 1460;

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        var client = new Speech(c.fromClient().firstBytes());
        if (c.handshake().outcome() != Outcome.COMPLETE || c.fromServer().bytes() > 0 || client.isEmpty()) return;
        boolean ended = c.fromServer().finFrame() != 0 || c.resets().stream().anyMatch(r -> !r.fromClient());
        if (!ended || context.hasHoles() || findings.hasAny(FaultClass.PROTOCOL, FaultClass.SILENT)) return;
        if (client.isClientHello() && client.tlsRecordLength() > SEGMENT_BYTES) {
            answered(c, context, speech -> speech.isClientHello() && speech.tlsRecordLength() <= SEGMENT_BYTES)
                    .ifPresent(other -> splitHello(c, client, other, findings));
        } else if (!client.isProxyHeader()) {
            answered(c, context, Speech::isProxyHeader).ifPresent(other -> noHeader(c, other, findings));
        }
    }

    private static Optional<Trace> answered(Conversation c, FileContext context, Predicate<Speech> said) {
        return context.answered(c.server().address()).stream()
                .filter(other -> other.server().port() == c.server().port() && other.serverBytes() > 0
                        && said.test(new Speech(other.firstFromClient()))).findFirst();
    }

    private static void splitHello(Conversation c, Speech client, Trace other, Findings findings) {
        findings.claim(findings.of(Fault.SPLIT_CLIENT_HELLO)
                .verdict("A ClientHello of " + Quantity.bytes(client.tlsRecordLength())
                        + ", in more than one segment, is cut "
                        + "off; one that fits a segment is answered.")
                .because("the long ClientHello", c.fromClient().firstDataFrame(), c.fromClient().lastDataFrame())
                .because("ends the connection without a byte", c.fromServer().lastFrame())
                .because("with a short one the same port answers", other.lastFromServerFrame())
                .not(Fault.TLS_SERVER, "both sides speak TLS", other.lastFromServerFrame())
                .not(Fault.CLOSED_AT_ONCE, "other connections are served", other.lastFromServerFrame())
                .cost(c.elapsedNanos()));
    }

    private static void noHeader(Conversation c, Trace other, Findings findings) {
        findings.claim(findings.of(Fault.PROXY_PROTOCOL_MISMATCH)
                .verdict("The server closes connections that do not begin with a PROXY header.")
                .because("begins without one, and is closed without an answer", c.fromClient().firstDataFrame(),
                        c.fromServer().lastFrame())
                .because("one that begins with a PROXY header is answered", other.lastFromServerFrame())
                .not(Fault.CLOSED_AT_ONCE, "others are served", other.lastFromServerFrame())
                .cost(c.elapsedNanos())
                .advice("Let " + c.client().address() + " send the PROXY header, or switch its requirement off at "
                        + c.server() + "."));
    }
}
