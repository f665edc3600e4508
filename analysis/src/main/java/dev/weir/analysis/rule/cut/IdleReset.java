package dev.weir.analysis.rule.cut;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;

/** The first packet after a long silence is answered with a reset. */
public final class IdleReset implements Rule {
    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        var found = Break.of(c, findings);
        if (found.isEmpty() || found.get().resetter().finFrame() != 0) return;
        var broken = found.get();
        var silence = broken.silence(Idle.LEAST_NANOS);
        if (silence.isEmpty() || !broken.isForeign() && !broken.isOfNoConnection()) return;
        var reset = broken.reset();
        var draft = findings.of(Fault.IDLE_CUT)
                .confidence(broken.isForeign() ? Confidence.PROVEN : Confidence.LIKELY)
                .verdict("After " + Quantity.time(silence.get().durationNanos())
                        + " of silence the connection was forgotten: the next segment of " + broken.victimName()
                        + " is answered with a reset.")
                .because("nothing is sent for " + Quantity.time(silence.get().durationNanos()),
                        silence.get().fromFrame(), silence.get().toFrame())
                .because("the reset follows " + Quantity.time(broken.before(silence.get().startNanos()
                        + silence.get().durationNanos())) + " later", reset.frame())
                .not(Fault.KEEP_ALIVE_RACE, "no FIN came from " + broken.resetterName(), reset.frame())
                .cost(broken.before(silence.get().startNanos() + silence.get().durationNanos()))
                .advice(Idle.advice(silence.get().durationNanos()));
        if (broken.isForeign()) {
            draft.because("its time to live is " + reset.timeToLive() + ", " + broken.resetterName() + " sends with "
                    + broken.resetter().traits().latestTimeToLive() + ": a device on the path sent it", reset.frame());
        } else {
            draft.because("it comes from a host that knows no such connection (no ACK in it): what lies between gave "
                    + "the flow another port, or that host forgot it", reset.frame());
        }
        findings.claim(draft);
    }
}
