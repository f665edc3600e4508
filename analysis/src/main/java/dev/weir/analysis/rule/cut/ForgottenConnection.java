package dev.weir.analysis.rule.cut;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Culprit;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;

/**
 * A host that had the connection answers a segment of it with the reset of one that never heard of it (RFC 9293 3.5.1:
 * a half-open connection): it was restarted, or what lies between leads to another one now.
 */
public final class ForgottenConnection implements Rule {
    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        var found = Break.of(c, findings);
        if (found.isEmpty()) return;
        var broken = found.get();
        if (!broken.isOfNoConnection() || broken.resetter().finFrame() != 0 || broken.victim().finFrame() != 0
                || broken.resetter().traits().latestTimeToLive() < 0 || broken.victim().lastDataFrame() == 0) {
            return;
        }
        if (broken.before(broken.victim().lastDataNanos()) > 2 * broken.rttNanos()) return; // no answer to that data
        long quiet = broken.victim().lastDataNanos() - broken.resetter().lastNanos();
        findings.claim(findings.of(Fault.PEER_GONE)
                .by(broken.isFromClient() ? Culprit.CLIENT_HOST : Culprit.SERVER_HOST)
                .confidence(Confidence.LIKELY)
                .verdict("The host of " + broken.resetterName() + " does not know the connection any more: it was "
                        + "restarted, or another host answers in its place now.")
                .because("data of " + broken.victimName()
                        + " is answered with a reset without ACK, the answer of a host "
                        + "that has no such connection", broken.victim().lastDataFrame(), broken.reset().frame())
                .not(Fault.LINGER_ZERO, "a program that aborts sends a reset with ACK", broken.reset().frame())
                .not(Fault.IDLE_CUT, "the silence before was only " + Quantity.time(Math.max(0, quiet)),
                        broken.victim().lastDataFrame())
                .not(Fault.RST_BY_MIDDLEBOX, "the time to live is that of its other packets", broken.reset().frame())
                .cost(Math.max(0, quiet))
                .advice("See whether " + (broken.isFromClient() ? c.client() : c.server()).address() + " was restarted "
                        + "('uptime', its log) or replaced behind its address; keep-alive or TCP_USER_TIMEOUT would "
                        + "have told sooner. Repeat the request on a new connection."));
    }
}
