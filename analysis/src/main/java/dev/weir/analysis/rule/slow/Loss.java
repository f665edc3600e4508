package dev.weir.analysis.rule.slow;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Losses;
import dev.weir.analysis.conversation.Period;
import dev.weir.analysis.conversation.Retransmission;
import dev.weir.analysis.conversation.Retransmission.Kind;
import dev.weir.analysis.conversation.Retransmission.LossSide;
import dev.weir.analysis.conversation.SenderLimit;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;
import java.util.List;
import java.util.Locale;

/**
 * Loss that costs time. That packets are lost is how TCP finds out what a path carries, and healthy: it is claimed
 * only where the path had room, no queue standing before it, and the congestion window was held down all the same; or
 * where nothing got through for a while.
 */
public final class Loss implements Rule {
    /** Segments; a few are lost everywhere. */
    private static final int LEAST_LOST = 5;
    /** Times that the sender had to slow down: one or two are the end of slow start. */
    private static final int LEAST_EPISODES = 3;
    /** Copies of one segment that are lost one after the other: a full queue does not do that, a dead link does. */
    private static final int SAME_AGAIN = 3;
    /** Linux' least retransmission time-out. */
    private static final long LEAST_TIMEOUT_NANOS = 200_000_000L;
    /** Of the time, limited by its congestion window or by repair. */
    private static final double LEAST_SHARE = 0.5;
    /** Mathis et al.: rate = MSS / RTT * sqrt(3/2) / sqrt(p). */
    private static final double MATHIS = 1.22;
    /** Of the data: slow start. Five losses at random fall into it once in three million transfers. */
    private static final double BEGINNING = 0.05;
    /** Of the most that was ever in flight: near the rate that the policer allows. */
    private static final double MUCH = 0.7;
    /** Of what the path holds at its best. */
    private static final double LITTLE = 0.5;
    /** A queue that never adds more to a round trip is none. */
    private static final double NO_QUEUE = 1.25;

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        for (var flow : Flow.of(c, findings)) {
            var losses = flow.sender().losses();
            if (losses.dsackBytes() * 2 > losses.bytes()) continue; // most of it was repeated for nothing
            if (isOutage(flow)) {
                outage(flow, findings);
            } else if (losses.damaged() >= LEAST_LOST && losses.damaged() * 2 >= lost(losses)) {
                damaged(flow, findings);
            } else if (lost(losses) >= LEAST_LOST && flow.nanos() >= Flow.NOTICED_NANOS && flow.isSeenFromSender()
                    && flow.share(SenderLimit.CONGESTION) + flow.share(SenderLimit.LOSS) >= LEAST_SHARE
                    && flow.isPathIdle()) {
                if (isPoliced(flow)) policed(flow, findings);
                else if (losses.recoveries() + losses.timeouts() >= LEAST_EPISODES && isByChance(flow)) lossy(flow,
                        findings);
            }
        }
    }

    /** Most of it was lost when little was in flight: no queue was full then, and no limit reached. */
    private static boolean isByChance(Flow flow) {
        double little = LITTLE * flow.sender().rate().peakBytesPerSecond() * (flow.leastRttNanos() / 1e9);
        var examples = flow.sender().losses().examples();
        long below = examples.stream().filter(r -> r.flightBytes() > 0 && r.flightBytes() < little).count();
        return below >= LEAST_EPISODES && below * 2 >= examples.size();
    }

    private static long lost(Losses losses) {
        return losses.segments(LossSide.BEFORE_CAPTURE) + losses.segments(LossSide.AFTER_CAPTURE);
    }

    /** One segment was repeated by its timer again and again, and then things went on. */
    private static boolean isOutage(Flow flow) {
        long waited = flow.conversation().budget().nanos(Period.RETRANSMISSION_TIMEOUT);
        if (waited < Flow.NOTICED_NANOS || flow.sender().unansweredRetransmissions() > 0) return false;
        int copies = 0;
        long position = -1;
        for (var r : flow.sender().losses().examples()) {
            copies = r.position() == position && isByTimer(r) ? copies + 1 : 1;
            position = r.position();
            if (copies == SAME_AGAIN) return true;
        }
        return false;
    }

    /** Also where only the acknowledgment was lost, and the receiver says so later. */
    private static boolean isByTimer(Retransmission r) {
        return r.kind() == Kind.TIMEOUT || r.kind() == Kind.SPURIOUS && r.costNanos() >= LEAST_TIMEOUT_NANOS;
    }

    /**
     * All losses fall into the bursts of slow start, or come with about as much in flight as ever; and never a queue.
     */
    private static boolean isPoliced(Flow flow) {
        var rtt = flow.sender().roundTrips().histogram();
        if (rtt.greatest() > flow.leastRttNanos() * NO_QUEUE + 2_000_000) return false;
        var losses = flow.sender().losses();
        if (losses.recoveries() < 2) return false;
        double begun = BEGINNING * flow.sender().uniqueBytes();
        double much = MUCH * flow.sender().flight().greatestBytes();
        return losses.examples().stream().allMatch(r -> r.position() <= begun || r.flightBytes() >= much);
    }

    private static void outage(Flow flow, Findings findings) {
        var losses = flow.sender().losses();
        long waited = flow.conversation().budget().nanos(Period.RETRANSMISSION_TIMEOUT);
        var repeated = losses.examples().stream().filter(Loss::isByTimer).map(Retransmission::frame).toList();
        findings.claim(findings.of(Fault.PACKET_LOSS)
                .verdict("Nothing got through for about " + Quantity.time(waited) + ": the retransmission timer of the "
                        + flow.senderName() + " expired " + Quantity.count(losses.timeouts(), "time") + ".")
                .because("data is repeated after time-outs, with growing pauses, before it is acknowledged", repeated)
                .not(Fault.PEER_GONE, "it is answered again later", flow.sender().lastDataFrame())
                .not(Fault.SLOW_SERVER, "the data was sent, and repeated", repeated.getFirst())
                .cost(waited)
                .advice("Look for a link that went down, a route that moved or a radio that faded at that time; the "
                        + "timer doubles, so the pause is longer than the outage itself."));
    }

    private static Finding.Draft draft(Flow flow, Fault fault, Findings findings) {
        var losses = flow.sender().losses();
        boolean before = losses.segments(LossSide.BEFORE_CAPTURE) > losses.segments(LossSide.AFTER_CAPTURE);
        double share = (double) lost(losses) / flow.sender().sizes().count();
        return findings.of(fault)
                .by(flow.network(before))
                .because(String.format(Locale.ROOT,
                        "%d of %d data segments of the %s (%.2f %%) are lost, in %d episodes",
                        lost(losses), flow.sender().sizes().count(), flow.senderName(), 100 * share,
                        losses.recoveries() + losses.timeouts()), frames(losses))
                .because(before ? "the first copies never came by: they are lost before the point of capture"
                        : "the first copies came by: they are lost after the point of capture", frames(losses))
                .cost((long) (flow.nanos() * (1 - Math.min(1, (double) flow.sender().rate().meanBytesPerSecond()
                        / Math.max(1, flow.sender().rate().peakBytesPerSecond())))));
    }

    private static List<Long> frames(Losses losses) {
        return losses.examples().stream().map(Retransmission::frame).toList();
    }

    private static void lossy(Flow flow, Findings findings) {
        var losses = flow.sender().losses();
        double p = (double) (losses.recoveries() + losses.timeouts()) / flow.sender().sizes().count();
        double bound = 8 * MATHIS * flow.sender().sizes().largest()
                / (flow.leastRttNanos() / 1e9 * StrictMath.sqrt(p));
        findings.claim(draft(flow, Fault.PACKET_LOSS, findings)
                .confidence(Confidence.PROVEN)
                .verdict(String.format(Locale.ROOT,
                        "Loss of %.2f %% holds the %s to %s, though the path has room: at a "
                        + "round trip of %s so much loss allows about %s.", 100.0 * lost(losses)
                        / flow.sender().sizes().count(), flow.senderName(), Quantity.rate(flow.meanRate()),
                        Quantity.time(flow.leastRttNanos()), Quantity.rate((long) bound)))
                .not(Fault.BUFFERBLOAT, "the round trip stays near its least: median "
                        + Quantity.time(flow.medianRttNanos()) + ", least " + Quantity.time(flow.leastRttNanos()),
                        flow.sender().firstDataFrame())
                .not(Fault.SLOW_LINK, "no queue stands before the losses, so the link is not full",
                        flow.sender().firstDataFrame())
                .advice("Find the hop where loss begins ('mtr', error counters of links, Wi-Fi signal); until then a "
                        + "congestion control that loss does not slow down (BBR) at the " + flow.senderName()
                        + " helps."));
    }

    private static void damaged(Flow flow, Findings findings) {
        var losses = flow.sender().losses();
        var copies = losses.examples().stream().filter(Retransmission::copyWasDamaged).map(Retransmission::firstFrame)
                .toList();
        findings.claim(findings.of(Fault.PACKET_LOSS)
                .by(flow.network(true))
                .confidence(Confidence.CERTAIN)
                .verdict(losses.damaged() + " of " + flow.sender().sizes().count() + " data segments of the "
                        + flow.senderName() + " arrive damaged, and had to be sent again.")
                .because("their checksums are wrong, and the receiver does not acknowledge them", copies)
                .because("they are sent again", frames(losses))
                .not(Fault.CHECKSUM_OFFLOAD, "the checksums of the other segments of this side are right",
                        flow.sender().firstDataFrame())
                .cost(flow.limitedNanos(SenderLimit.LOSS))
                .advice("A device between the " + flow.senderName()
                        + " and here flips bits: look for a bad cable, card, "
                        + "memory or radio (error counters of interfaces, 'ethtool -S')."));
    }

    private static void policed(Flow flow, Findings findings) {
        findings.claim(draft(flow, Fault.RATE_POLICED, findings)
                .confidence(Confidence.LIKELY)
                .verdict("Something drops what comes faster than it allows instead of queueing it: the "
                        + flow.senderName()
                        + " gets " + Quantity.rate(flow.meanRate()) + ".")
                .because("losses come only when the sender speeds up, and the round trip never grows: at most "
                        + Quantity.time(flow.sender().roundTrips().histogram().greatest()) + ", least "
                        + Quantity.time(flow.leastRttNanos()), frames(flow.sender().losses()))
                .not(Fault.PACKET_LOSS, "chance would spread the losses over the whole transfer",
                        frames(flow.sender().losses()).getLast())
                .not(Fault.BUFFERBLOAT, "no queue ever stands", flow.sender().firstDataFrame())
                .advice("Ask the provider for shaping instead of policing, or shape below that rate at the "
                        + flow.senderName() + " ('tc qdisc ... fq maxrate', tbf)."));
    }
}
