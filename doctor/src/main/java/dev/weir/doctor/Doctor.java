package dev.weir.doctor;

import dev.weir.analysis.finding.Finding;
import dev.weir.doctor.name.ResolveStep;
import dev.weir.doctor.packets.Watch;
import dev.weir.doctor.reach.AliveStep;
import dev.weir.doctor.reach.ConnectStep;
import dev.weir.doctor.reach.HopStep;
import dev.weir.doctor.reach.MappingStep;
import dev.weir.doctor.reach.PathMtuStep;
import dev.weir.doctor.reach.RoundTripStep;
import dev.weir.doctor.reach.RouteStep;
import dev.weir.doctor.rule.Rules;
import dev.weir.doctor.visit.Attempt;
import dev.weir.doctor.visit.HappyEyeballs;
import dev.weir.doctor.visit.Options;
import dev.weir.doctor.visit.Result;
import dev.weir.doctor.visit.RoundTrips;
import dev.weir.doctor.visit.Talk;
import dev.weir.doctor.visit.Target;
import dev.weir.doctor.visit.Visit;
import dev.weir.io.probe.ConnectProbe.End;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Examines one target: sends a few packets, writes down what came back, and says what it amounts to. Linux only.
 *
 * {@snippet :
 * var diagnosis = Doctor.examine(Target.parse(List.of("example.com:443"), Integer::parseInt), Options.usual(), result -> { });
 * diagnosis.findings().forEach(finding -> System.out.println(finding.verdict()));
 * }
 */
public final class Doctor {
    private final Visit visit;

    private Doctor(Visit visit) {
        this.visit = visit;
    }

    /**
     * What the examination found.
     *
     * @param findings the one that explains most first; none if the target is healthy
     * @param elapsedNanos for all of it
     */
    public record Diagnosis(Visit visit, List<Finding> findings, long elapsedNanos) {
        public boolean isHealthy() {
            return findings.isEmpty();
        }

        /** Of {@code weir doctor}: 0, or that of the first finding's class. */
        public int exitCode() {
            return findings.isEmpty() ? 0 : findings.getFirst().fault().faultClass().exitCode();
        }
    }

    /**
     * Blocks until all is done, or the time of the options is over. On a platform thread.
     *
     * @throws UnsupportedOperationException on other systems than Linux
     * @param watcher sees each result as it comes, from any thread, one at a time
     */
    public static Diagnosis examine(Target target, Options options, Consumer<Result> watcher)
            throws InterruptedException {
        String system = System.getProperty("os.name");
        if (!system.equals("Linux")) {
            throw new UnsupportedOperationException("the doctor works on Linux only, and this is " + system);
        }
        var visit = new Visit(target, options, watcher);
        new Doctor(visit).examine();
        return new Diagnosis(visit, Rules.judge(visit), visit.nowNanos());
    }

    private void examine() throws InterruptedException {
        var addresses = ResolveStep.take(visit).addresses();
        if (addresses.isEmpty()) return;
        if (addresses.size() > ConnectStep.MOST_ADDRESSES) {
            visit.note("only the first " + ConnectStep.MOST_ADDRESSES + " of " + addresses.size()
                    + " addresses were tried");
            addresses = addresses.subList(0, ConnectStep.MOST_ADDRESSES);
        }
        RouteStep.take(visit, addresses);
        try (var watch = Watch.open(visit, addresses)) {
            connect(watch, addresses);
        }
    }

    private void connect(Watch watch, List<IpAddress> addresses) throws InterruptedException {
        var attempts = ConnectStep.take(visit, addresses);
        if (attempts.isEmpty()) throw new IllegalStateException("this system lets no connection be tried");
        if (attempts.size() > 1) visit.add(HappyEyeballs.of(visit));
        var best = attempts.stream().filter(Attempt::isConnected).findFirst();
        if (best.isPresent()) {
            reached(watch, best.get());
            return;
        }
        for (var attempt : attempts) {
            if (attempt.end() == End.SILENT) unanswered(watch, attempt);
            if (attempt.end() == End.REFUSED && attempt.icmp().isEmpty()
                    && watch.sees(attempt.address(), "whether the server itself refuses or a filter in its name")) {
                AliveStep.take(visit, attempt.address());
            }
        }
    }

    private void reached(Watch watch, Attempt attempt) throws InterruptedException {
        try {
            var interview = new Interview(visit, attempt.address());
            interview.take();
            if (visit.all(Talk.class).stream().anyMatch(Talk::isCutShort)) MappingStep.take(visit, attempt.address());
            if (visit.leftNanos() > 0) RoundTripStep.take(visit, attempt.address());
            boolean elsewhere = visit.way(attempt.address()).filter(way -> !way.isLocal()).isPresent();
            if (elsewhere && visit.leftNanos() > 0 && PathMtuStep.take(visit, attempt).isSuspicious()) {
                interview.askAtLength();
            }
        } catch (IOException e) {
            visit.note("not all could be tried: " + e.getMessage());
        }
        boolean slow = attempt.outcome().syns() > 1
                || visit.all(RoundTrips.class).stream().anyMatch(trips -> trips.slowConnects() > 0);
        if ((slow || visit.options().experiments())
                && watch.sees(attempt.address(), "which property of a SYN is not liked")) {
            watch.trySyns(attempt.address());
        }
        boolean reset = visit.all(Talk.class).stream().anyMatch(talk -> talk.ending() == Talk.Ending.RESET);
        if (reset) watch.sees(attempt.address(), "who sent the reset");
    }

    private void unanswered(Watch watch, Attempt attempt) throws InterruptedException {
        if (visit.leftNanos() == 0) return;
        AliveStep.take(visit, attempt.address());
        HopStep.take(visit, attempt.address());
        if (watch.sees(attempt.address(), "whether some property of the SYN is what is dropped")) watch.trySyns(attempt.address());
    }
}
