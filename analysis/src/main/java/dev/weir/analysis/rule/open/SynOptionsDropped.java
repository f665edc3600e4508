package dev.weir.analysis.rule.open;

import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;
import dev.weir.wire.TcpOptions;
import java.util.List;
import java.util.function.Predicate;

/** SYNs with some option stay unanswered, and one without it to the same port is answered. */
public final class SynOptionsDropped implements Rule {
    private record Option(String name, Predicate<TcpOptions> isThere) {}

    private static final List<Option> OPTIONS = List.of(
            new Option("timestamps", TcpOptions::hasTimestamps),
            new Option("SACK permitted", TcpOptions::sackPermitted),
            new Option("window scale", options -> options.windowScale() >= 0));

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        if (!Silence.isWhole(c, context, findings)) return;
        var answered = context.answered(c.server().address()).stream()
                .filter(other -> other.server().port() == c.server().port() && other.synFrame() != 0
                        && other.answerNanos() != 0).toList();
        for (var option : OPTIONS) {
            if (!option.isThere().test(c.handshake().clientOptions())) continue;
            var without = answered.stream().filter(other -> !option.isThere().test(other.synOptions())).toList();
            if (without.isEmpty() || without.size() < answered.size()) continue; // one with it got through
            var contrast = without.getFirst();
            findings.claim(findings.of(Fault.SYN_OPTIONS_DROPPED)
                    .confidence(Confidence.LIKELY)
                    .verdict("SYNs with the option \"" + option.name() + "\" get no answer, one without it does.")
                    .because(Silence.attempts(c) + ", all with the option, stay without answer",
                            c.handshake().synFrames()[0])
                    .because("a SYN to the same port without it is answered", contrast.synFrame(),
                            contrast.answerFrame())
                    .not(Fault.HOST_DOWN, "the server answers at this port", contrast.answerFrame())
                    .not(Fault.FIREWALL_DROP, "the port is not closed to everybody", contrast.answerFrame())
                    .cost(Silence.costNanos(c))
                    .advice("Find the device on the way to " + c.server().address() + " that drops SYNs with \""
                            + option.name()
                                    + "\" and let it pass the option; until then switch it off at the client."));
            return;
        }
    }
}
