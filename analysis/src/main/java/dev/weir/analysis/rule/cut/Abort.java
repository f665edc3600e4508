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
 * A program ended its connection with a reset while data was on its way: its own, which is lost (SO_LINGER 0), or the
 * other's, which it did not read. A reset after everything was said harms nobody, and is not claimed: browsers and
 * health checks end so.
 */
public final class Abort implements Rule {
    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        var found = Break.of(c, findings);
        if (found.isEmpty()) return;
        var broken = found.get();
        if (losesOwn(broken)) {
            linger(broken, findings);
        } else if (broken.isFromClient() ? leavesResponse(broken) : leavesRequest(broken)) {
            unread(broken, findings);
        }
    }

    /** It was sending, and the last of it was not acknowledged when it sent the reset. */
    private static boolean losesOwn(Break broken) {
        var own = broken.resetter();
        if (own.firstDataFrame() == 0 || own.finFrame() != 0 || broken.isOfNoConnection()) return false;
        boolean speaksLast = own.lastDataNanos() >= broken.victim().lastDataNanos()
                || broken.victim().firstDataFrame() == 0;
        boolean unacknowledged = broken.reset().outstandingBytes() > 0
                || broken.before(own.lastDataNanos()) < broken.rttNanos() / 2;
        return speaksLast && unacknowledged;
    }

    /** The client's data came in, or was on its way, and the server said nothing after it. */
    private static boolean leavesRequest(Break broken) {
        if (broken.isOfNoConnection() && broken.resetter().finFrame() == 0) return false; // it never had it
        var client = broken.victim();
        if (client.firstDataFrame() == 0 || client.lastDataNanos() < broken.resetter().lastDataNanos()) return false;
        return Math.abs(broken.before(client.lastDataNanos())) <= 2 * broken.rttNanos();
    }

    /** The server was in the middle of its response: more of it comes, or is on its way, after the client's reset. */
    private static boolean leavesResponse(Break broken) {
        var server = broken.victim();
        if (server.firstDataFrame() == 0) return false;
        boolean comesLater = server.lastDataFrame() > broken.reset().frame()
                && server.lastDataNanos() > broken.reset().timestampNanos();
        return comesLater || server.outstandingBytes() > 2L * server.sizes().largest();
    }

    private static Culprit program(Break broken) {
        return broken.isFromClient() ? Culprit.CLIENT_APPLICATION : Culprit.SERVER_APPLICATION;
    }

    private static void linger(Break broken, Findings findings) {
        long outstanding = broken.reset().outstandingBytes();
        findings.claim(findings.of(Fault.LINGER_ZERO)
                .by(program(broken))
                .verdict("The program of " + broken.resetterName()
                        + " aborted the connection while its own data was on "
                        + "its way" + (outstanding > 0 ? ": " + Quantity.bytes(outstanding)
                        + " were not acknowledged, and what was not sent yet is lost." : "."))
                .because("a reset instead of a FIN, " + Quantity.time(Math.max(0, broken.before(
                        broken.resetter().lastDataNanos()))) + " after its last data",
                                broken.resetter().lastDataFrame(),
                        broken.reset().frame())
                .not(Fault.RST_UNREAD_DATA, broken.victimName() + " sent nothing that was left unread",
                        broken.victim().firstDataFrame() == 0 ? broken.reset().frame()
                                : broken.victim().lastDataFrame())
                .not(Fault.RST_BY_MIDDLEBOX, "its time to live is that of the other packets", broken.reset().frame()));
    }

    private static void unread(Break broken, Findings findings) {
        boolean closed = broken.resetter().finFrame() != 0 && broken.resetter().finFrame() < broken.reset().frame();
        var draft = findings.of(Fault.RST_UNREAD_DATA)
                .by(program(broken))
                .confidence(closed ? Confidence.PROVEN : Confidence.LIKELY)
                .verdict("The program of " + broken.resetterName() + " closed the connection without having read what "
                        + broken.victimName() + " was sending; the reset destroys what was on its way both ways.")
                .because("data of " + broken.victimName() + " comes up to the reset", broken.victim().lastDataFrame(),
                        broken.reset().frame())
                .not(Fault.LINGER_ZERO, "none of its own data was on its way", broken.reset().frame())
                .not(Fault.RST_BY_MIDDLEBOX, "its time to live is that of the other packets", broken.reset().frame());
        if (closed) draft.because("it had closed before", broken.resetter().finFrame());
        if (broken.isFromClient()) {
            draft.advice("If the user did not cancel it, let the client read the response to its end before it "
                    + "closes.");
        }
        findings.claim(draft);
    }
}
