package dev.weir.doctor.rule;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Culprit;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.doctor.visit.Options.Family;
import dev.weir.doctor.visit.Resolution;
import dev.weir.doctor.visit.Resolution.Answer;
import dev.weir.doctor.visit.Resolution.Reply;
import dev.weir.doctor.visit.Resolution.Source;
import dev.weir.doctor.visit.Visit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Names without an address, and names that take long. */
final class NameRules implements Rule {
    /** What the C library waits before it asks again. */
    private static final long RESOLVER_RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

    @Override
    public List<Finding> judge(Visit visit) {
        var resolution = visit.first(Resolution.class);
        if (resolution.isEmpty()) return List.of();
        return (resolution.get().addresses().isEmpty() ? Optional.of(unresolved(resolution.get(), visit))
                : slow(resolution.get())).stream().toList();
    }

    private static Finding unresolved(Resolution resolution, Visit visit) {
        String name = resolution.name();
        var draft = Finding.of(Fault.NAME_NOT_RESOLVED, name);
        resolution.answers().forEach(answer -> draft.because(answer.toString()));
        boolean wantsOne = visit.options().family() != Family.ANY;
        if (resolution.answers().isEmpty()) {
            return draft.confidence(Confidence.CERTAIN).by(Culprit.CLIENT_APPLICATION)
                    .verdict(name + (wantsOne ? " has no address of the IP version that was asked for"
                    : " has no address"))
                    .because(resolution.source() == Source.LITERAL ? "it is an address of the other version"
                            : "no name server was asked: it is no name that DNS can carry, or the hosts file has it")
                            .claim();
        }
        if (has(resolution, Reply.NO_DATA) && !has(resolution, Reply.NAME_ERROR)) {
            return draft.verdict("the name " + name + " exists, but has no address" + (wantsOne ? " of that IP version"
                    : ""))
                    .advice("Ask for another name, or for records of another kind: dig " + name + " ANY").claim();
        }
        if (has(resolution, Reply.NAME_ERROR)) {
            return draft.verdict("there is no name " + name + ": the name server says so (NXDOMAIN)")
                    .advice("Check the spelling and the search suffixes in resolv.conf; who runs the zone can add it.")
                    .claim();
        }
        return draft.verdict("no name server could say what " + name + " stands for")
                .advice("See whether the servers in resolv.conf run and answer this host: dig @"
                        + resolution.answers().getFirst().server(false) + " " + name).claim();
    }

    private static boolean has(Resolution resolution, Reply reply) {
        return resolution.answers().stream().anyMatch(answer -> answer.reply() == reply);
    }

    /**
     * Only what the first server in the list does costs a program time: the others are asked when it does not answer.
     */
    private static Optional<Finding> slow(Resolution resolution) {
        if (resolution.source() != Source.NAME_SERVER && resolution.source() != Source.SYSTEM) return Optional.empty();
        if (resolution.answers().isEmpty()) return Optional.empty();
        var server = resolution.servers().getFirst();
        var silent = new ArrayList<Answer>();
        var heard = new ArrayList<Answer>();
        for (var answer : resolution.answers()) {
            if (!answer.server().equals(server)) continue;
            (answer.reply() == Reply.SILENT ? silent : heard).add(answer);
        }
        if (silent.isEmpty()) return Optional.empty();
        String who = silent.getFirst().server(true);
        var draft = Finding.of(Fault.DNS_SLOW, resolution.name()).cost(RESOLVER_RETRY_NANOS);
        silent.forEach(answer -> draft.because(answer.toString()));
        heard.forEach(answer -> draft.because(answer.toString()));
        if (heard.isEmpty()) {
            return Optional.of(draft.verdict("the first name server, " + who + ", does not answer; each lookup waits "
                            + Quantity.time(RESOLVER_RETRY_NANOS) + " before the next one is asked")
                    .advice("Mend it, or put one that answers first in resolv.conf.").claim());
        }
        String kind = silent.getFirst().record();
        return Optional.of(draft.verdict("the name server " + who + " answers " + heard.getFirst().record()
                + " but not "
                        + kind + " queries; programs that ask for both wait " + Quantity.time(RESOLVER_RETRY_NANOS))
                .because("one lost datagram is ruled out: it was asked " + silent.getFirst().tries()
                + " times").claim());
    }
}
