package dev.weir.analysis.rule.open;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.capture.Notice.NameLookup;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;
import dev.weir.analysis.rule.Trace;
import dev.weir.wire.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * One address of a server is dead and another of the same server works. That both are the same server's is known from
 * a name lookup in the capture, or guessed where a client tries the same port over the other version of IP at the same
 * time.
 */
public final class AddressDead implements Rule {
    /** Longer than any client waits before it tries the next address without having given up the first (RFC 8305 5). */
    private static final long TOGETHER_NANOS = 5_000_000_000L;

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        if (!Silence.isWhole(c, context, findings)) return;
        var lookup = names(c.server().address(), context);
        var other = lookup.isPresent() ? sibling(c, context, addresses(lookup.get(), context)) : twin(c, context);
        if (other == null) return;
        var draft = findings.of(Fault.ADDRESS_DEAD)
                .confidence(lookup.isPresent() ? Confidence.PROVEN : Confidence.LIKELY)
                .verdict("Nothing is heard from " + c.server().address() + ", while " + other.server().address()
                        + " answers at the same port.")
                .because(Silence.attempts(c) + " to " + c.server().address() + " stay without answer",
                        c.handshake().synFrames()[0])
                .because("the SYN to " + other.server().address() + " is answered", other.synFrame(),
                        other.answerFrame())
                .not(Fault.NO_ANSWER, "the server itself is up", other.answerFrame())
                .cost(Silence.costNanos(c))
                .advice("Mend the way to " + c.server().address() + " or take this address out of the name; clients "
                        + "that do not try both (RFC 8305) wait " + Quantity.time(Silence.costNanos(c)) + " for it.");
        lookup.ifPresent(l -> draft.because("both are addresses of " + l.name(), l.frame()));
        findings.claim(draft);
    }

    private static Optional<NameLookup> names(IpAddress address, FileContext context) {
        return context.nameLookups().stream().filter(l -> l.answer() && l.addresses().contains(address)).findFirst();
    }

    private static List<IpAddress> addresses(NameLookup lookup, FileContext context) {
        return context.nameLookups().stream().filter(l -> l.answer() && l.name().equalsIgnoreCase(lookup.name()))
                .flatMap(l -> l.addresses().stream()).toList();
    }

    private static Trace sibling(Conversation c, FileContext context, List<IpAddress> addresses) {
        for (var address : addresses) {
            if (address.equals(c.server().address())) continue;
            for (var other : context.answered(address)) {
                if (other.server().port() == c.server().port() && other.completedNanos() != 0) return other;
            }
        }
        return null;
    }

    /** The other version, the same port, the same time; and of this version nobody was ever heard. */
    private static Trace twin(Conversation c, FileContext context) {
        Trace twin = null;
        for (var other : context.answered()) {
            if (other.version() == c.version()) return null;
            boolean together = Math.abs(other.synNanos() - c.handshake().synNanos()[0]) <= TOGETHER_NANOS;
            if (together && other.server().port() == c.server().port() && other.completedNanos() != 0) twin = other;
        }
        return twin;
    }
}
