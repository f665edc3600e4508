package dev.weir.analysis.rule.name;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.capture.Notice.NameLookup;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.FileRule;
import dev.weir.analysis.rule.Findings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Names that have no address, and questions that are asked again after seconds of silence. */
public final class NameLookups implements FileRule {
    /** Resolvers ask again after 5 s (resolv.conf's timeout); a busy server is heard sooner. */
    private static final long SILENCE_NANOS = 4_500_000_000L;
    /** Who got an address connects within that time. */
    private static final long USED_NANOS = 5_000_000_000L;
    private static final int SERVER_FAILURE = 2;
    private static final int NO_SUCH_NAME = 3;
    private static final int REFUSED = 5;

    private record Question(String client, String name, int type) {
        static Question of(NameLookup lookup) {
            return new Question(lookup.client().toString(), lookup.name().toLowerCase(Locale.ROOT),
                    lookup.type());
        }
    }

    @Override
    public void examine(FileContext context, Findings findings) {
        Map<Question, List<NameLookup>> lookups = new LinkedHashMap<>();
        for (var lookup : context.nameLookups()) {
            lookups.computeIfAbsent(Question.of(lookup), _ -> new ArrayList<>(2)).add(lookup);
        }
        lookups.forEach((question, messages) -> slow(question, messages, findings));
        lookups.forEach((question, messages) -> refused(question, messages, context, findings));
    }

    private static void slow(Question question, List<NameLookup> messages, Findings findings) {
        var first = messages.getFirst();
        if (first.answer()) return;
        for (var next : messages.subList(1, messages.size())) {
            if (next.answer()) return;
            long waited = next.timestampNanos() - first.timestampNanos();
            if (waited < SILENCE_NANOS) continue;
            findings.claim(Finding.of(Fault.DNS_SLOW, question.name())
                    .verdict(first.server() + " does not answer the question for " + type(question.type()) + " of "
                            + question.name() + "; it is asked again after " + Quantity.time(waited) + ".")
                    .because("asked", first.frame())
                    .because("asked again, without an answer in between", next.frame())
                    .cost(waited));
            return;
        }
    }

    private static void refused(
            Question question, List<NameLookup> messages, FileContext context, Findings findings) {
        var answer = messages.stream().filter(NameLookup::answer).findFirst();
        if (answer.isEmpty()) return;
        int code = answer.get().code();
        if (code != SERVER_FAILURE && code != NO_SUCH_NAME && code != REFUSED || isUsed(answer.get(), context)) return;
        if (findings.list().stream().anyMatch(f -> f.subject().equals(question.name()))) return; // of another type
        findings.claim(Finding.of(Fault.NAME_NOT_RESOLVED, question.name())
                .confidence(Confidence.PROVEN)
                .verdict(answer.get().server() + " answers for " + question.name() + ": " + text(code) + ".")
                .because("its answer", answer.get().frame())
                .because("and no connection of " + answer.get().client() + " follows", answer.get().frame()));
    }

    /** Whether the client went on all the same: with another suffix, another server or another name. */
    private static boolean isUsed(NameLookup answer, FileContext context) {
        long until = answer.timestampNanos() + USED_NANOS;
        boolean resolved = context.nameLookups().stream().anyMatch(l -> l.answer() && !l.addresses().isEmpty()
                && l.client().equals(answer.client()) && l.timestampNanos() <= until
                && l.timestampNanos() >= answer.timestampNanos() - USED_NANOS);
        return resolved || context.answered().stream().anyMatch(t -> t.client().address().equals(answer.client())
                && t.firstNanos() >= answer.timestampNanos() && t.firstNanos() <= until);
    }

    private static String type(int type) {
        return switch (type) {
            case 1 -> "the IPv4 address (A)";
            case 28 -> "the IPv6 address (AAAA)";
            default -> "type " + type;
        };
    }

    private static String text(int code) {
        return switch (code) {
            case NO_SUCH_NAME -> "no such name (NXDOMAIN)";
            case REFUSED -> "it refuses (REFUSED)";
            default -> "it fails (SERVFAIL)";
        };
    }
}
