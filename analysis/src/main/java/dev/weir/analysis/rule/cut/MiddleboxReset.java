package dev.weir.analysis.rule.cut;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Retransmission;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Hops;
import dev.weir.analysis.rule.Rule;
import java.util.Optional;

/**
 * A reset that the side in whose name it comes did not send. Where the other side had repeated data shortly before,
 * the first copy came late and was taken for none of the connection's.
 */
public final class MiddleboxReset implements Rule {
    /** How long a packet that was held up on the way may still arrive; seconds in practice, RFC 9293's MSL at most. */
    private static final long LATE_NANOS = 5_000_000_000L;

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        var found = Break.of(c, findings);
        if (found.isEmpty() || !found.get().isForeign()) return;
        var broken = found.get();
        var repeated = repeatedBefore(broken);
        var reset = broken.reset();
        int own = broken.resetter().traits().latestTimeToLive();
        boolean goesOn = broken.resetter().lastFrame() > reset.frame() && broken.resetter().lastNanos()
                > reset.timestampNanos();
        var draft = findings.of(repeated.isPresent() ? Fault.OUT_OF_WINDOW_RESET : Fault.RST_BY_MIDDLEBOX)
                .confidence(repeated.isPresent() ? Confidence.LIKELY : Confidence.PROVEN)
                .because("the reset in the name of " + broken.resetterName() + " has a time to live of "
                        + reset.timeToLive() + ", its own packets have " + own, reset.frame())
                .not(Fault.LINGER_ZERO, broken.resetterName() + " did not send it", reset.frame())
                .not(Fault.RST_UNREAD_DATA, broken.resetterName() + " did not send it", reset.frame());
        if (goesOn) {
            draft.because(broken.resetterName() + " goes on sending after it", broken.resetter().lastFrame());
        }
        if (repeated.isPresent()) {
            findings.claim(draft
                    .verdict("A device that tracks the connection reset it, " + broken.when()
                            + ": most likely a segment "
                            + "that came late, long after its repetition, was outside the window that it knows.")
                    .because("data was repeated " + Quantity.time(broken.before(repeated.get().timestampNanos()))
                            + " before: the first copy was still on its way, or lost", repeated.get().firstFrame(),
                            repeated.get().frame()));
        } else {
            findings.claim(draft
                    .verdict("A device on the path reset the connection in the name of " + broken.resetterName() + ", "
                            + broken.when() + "; neither side wanted to end.")
                    .advice("Look for a device " + distance(reset.timeToLive()) + " from here that cuts connections: "
                            + "intrusion prevention, censorship, a firewall's limit."));
        }
    }

    /** Data of the victim that it sent twice, the second time shortly before the reset. */
    private static Optional<Retransmission> repeatedBefore(Break broken) {
        return broken.victim().losses().examples().stream()
                .filter(r -> r.lengthBytes() > 0 && broken.before(r.timestampNanos()) >= 0
                        && broken.before(r.timestampNanos()) <= LATE_NANOS)
                .findFirst();
    }

    private static String distance(int timeToLive) {
        return Quantity.count(Hops.travelled(timeToLive), "hop");
    }
}
