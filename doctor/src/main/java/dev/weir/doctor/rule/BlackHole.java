package dev.weir.doctor.rule;

import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.doctor.visit.Handshake;
import dev.weir.doctor.visit.Talk;
import dev.weir.doctor.visit.Visit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** An exchange that works with small segments only. */
final class BlackHole {
    /** Headers of IPv4 and TCP without options, around a segment. */
    private static final int IPV4_HEADERS = 40;
    private static final int IPV6_HEADERS = 60;

    private BlackHole() {}

    /** One exchange with segments of a size; 0: as large as the system takes. */
    private record Trial(int segmentBytes, boolean worked, String text) {}

    static Optional<Finding> ofHandshakes(Visit visit, Handshake first) {
        return of(visit, first.address().isIpv4(), visit.all(Handshake.class).stream()
                .filter(each -> each.form() == Handshake.Form.USUAL || each.form() == Handshake.Form.SMALL_SEGMENTS)
                .map(each -> new Trial(each.segmentBytes(), each.isTls(), each.text())).toList());
    }

    static Optional<Finding> ofTalks(Visit visit, Talk first) {
        return of(visit, first.address().isIpv4(), visit.all(Talk.class).stream()
                .filter(each -> each.form() == Talk.Form.USUAL || each.form() == Talk.Form.SMALL_SEGMENTS)
                .map(each -> new Trial(each.segmentBytes(), each.isAnswered()
                && each.isWhole(), each.text())).toList());
    }

    private static Optional<Finding> of(Visit visit, boolean ipv4, List<Trial> trials) {
        var usual = trials.stream().filter(trial -> trial.segmentBytes == 0).toList();
        if (usual.size() < 2 || usual.stream().anyMatch(Trial::worked)) return Optional.empty();
        OptionalInt largest = trials.stream().filter(Trial::worked).mapToInt(Trial::segmentBytes).max();
        if (largest.isEmpty()) return Optional.empty();
        OptionalInt failing = trials.stream().filter(trial -> !trial.worked && trial.segmentBytes > largest.getAsInt())
                .mapToInt(Trial::segmentBytes).min();
        int headers = ipv4 ? IPV4_HEADERS : IPV6_HEADERS;
        var draft = Finding.of(Fault.MTU_BLACK_HOLE, visit.target().toString());
        trials.forEach(trial -> draft.because(trial.text));
        int carried = largest.getAsInt() + headers;
        String range = failing.isPresent() ? "at least " + carried + ", fewer than " + (failing.getAsInt() + headers)
                : "at least " + carried;
        return Optional.of(draft.verdict("large packets vanish on the way without a word: the path carries " + range
                        + " bytes, though the handshake agreed on more")
                .not(Fault.NEVER_ANSWERS, "with segments of " + largest.getAsInt() + " bytes it answers")
                .advice("Clamp the MSS to " + largest.getAsInt()
                + " where the narrow link begins, or let ICMP 'fragmentation needed' "
                        + "('packet too big') pass.").claim());
    }
}
