package dev.weir.analysis.rule.slow;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.DeliveryRate;
import dev.weir.analysis.conversation.SenderLimit;
import dev.weir.analysis.finding.Confidence;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import dev.weir.analysis.rule.Rule;

/** A link that is full: with a queue before it that holds far too much, or simply narrow. */
public final class Queue implements Rule {
    /**
     * ITU-T G.114: above 400 ms of delay conversation is not acceptable. Queues of one long round trip (200 ms) are
     * common, and healthy.
     */
    private static final long LEAST_DELAY_NANOS = 400_000_000L;
    /** More than four initial windows (RFC 6928): below it the sender, not the queue, is the coarse one. */
    private static final long LEAST_QUEUE_BYTES = 60_000;
    /** ITU-T I.113: broadband is faster than primary-rate ISDN; users know of a slower line that it is slow. */
    private static final long NARROW_BITS_PER_SECOND = 1_500_000;
    /** In flight on the average, where a sender keeps a link busy. */
    private static final int LEAST_SEGMENTS = 4;
    /** The rate hardly varies where the link is always full, beside what whole segments make of it. */
    private static final double STEADY = 1.25;

    @Override
    public void examine(Conversation c, FileContext context, Findings findings) {
        for (var flow : Flow.of(c, findings)) {
            if (!flow.isSeenFromSender()) continue;
            var rtt = flow.sender().roundTrips().histogram();
            long grown = rtt.percentile(75) - rtt.least();
            long queued = (long) (flow.sender().rate().meanBytesPerSecond() * (grown / 1e9));
            boolean fills = flow.sender().flight().greatestBytes() >= LEAST_QUEUE_BYTES;
            if (grown >= LEAST_DELAY_NANOS && fills && queued >= LEAST_QUEUE_BYTES / 2) bloated(flow, grown, findings);
            else if (grown >= rtt.least() && isFilled(flow)) narrow(flow, findings);
        }
    }

    /** One segment at a time waits for delayed acknowledgments, not for a queue. */
    private static boolean isFilled(Flow flow) {
        return flow.sender().flight().meanBytes() >= LEAST_SEGMENTS * flow.sender().sizes().largest();
    }

    private static void bloated(Flow flow, long grownNanos, Findings findings) {
        var rtt = flow.sender().roundTrips().histogram();
        long queued = (long) (flow.sender().rate().meanBytesPerSecond() * (grownNanos / 1e9));
        findings.claim(findings.of(Fault.BUFFERBLOAT)
                .verdict("A queue on the path holds about " + Quantity.time(grownNanos) + " (" + Quantity.bytes(queued)
                        + "): the round trip is " + Quantity.time(rtt.least()) + " when it is empty and "
                        + Quantity.time(rtt.median()) + " in the middle.")
                .because("the round trip grows with what is in flight: " + Quantity.time(
                        flow.sender().roundTrips().lightlyLoadedNanos()) + " with little, " + Quantity.time(
                        flow.sender().roundTrips().heavilyLoadedNanos()) + " with much ("
                        + Quantity.bytes(flow.sender().flight().greatestBytes()) + " at most)",
                        flow.sender().firstDataFrame(), flow.sender().lastDataFrame())
                .not(Fault.SLOW_SERVER, "it is the acknowledgments of TCP that come late, not answers of the program",
                        flow.sender().lastDataFrame())
                .not(Fault.PACKET_LOSS, Quantity.count(flow.sender().losses().segments(), "segment") + " repeated of "
                        + flow.sender().sizes().count(), flow.sender().lastDataFrame())
                .cost(rtt.median() - rtt.least())
                .advice("Put a queue that controls itself (fq_codel, CAKE) at the narrow hop, in either direction, or "
                        + "cap "
                        + "the rate a little below " + Quantity.rate(flow.meanRate())
                                + "; everything else on this line "
                        + "waits as long."));
    }

    private static void narrow(Flow flow, Findings findings) {
        var rate = flow.sender().rate();
        long grain = 2L * flow.sender().sizes().largest() * (1_000_000_000 / DeliveryRate.WINDOW_NANOS);
        boolean steady = rate.peakBytesPerSecond() <= STEADY * rate.meanBytesPerSecond() + grain;
        double held = flow.share(SenderLimit.CONGESTION) + flow.share(SenderLimit.RECEIVER_WINDOW);
        if (flow.meanRate() >= NARROW_BITS_PER_SECOND || flow.nanos() < 2 * Flow.NOTICED_NANOS || !steady
                || held < 0.5) {
            return;
        }
        findings.claim(findings.of(Fault.SLOW_LINK)
                .confidence(Confidence.PROVEN)
                .verdict("The narrowest link of the path carries about " + Quantity.rate(flow.meanRate()) + ", and the "
                        + flow.senderName() + " uses all of it.")
                .because("data arrives at a steady rate, at most " + Quantity.rate(8 * rate.peakBytesPerSecond()),
                        flow.sender().firstDataFrame(), flow.sender().lastDataFrame())
                .because("and a queue stands before the link: the round trip is "
                        + Quantity.time(flow.medianRttNanos()) + ", " + Quantity.time(flow.leastRttNanos())
                        + " when it is empty", flow.sender().lastDataFrame())
                .not(Fault.SENDER_LIMITED, "it always had more to send", flow.sender().lastDataFrame())
                .not(Fault.PACKET_LOSS, Quantity.count(flow.sender().losses().segments(), "segment") + " repeated",
                        flow.sender().lastDataFrame())
                .cost(flow.nanos()));
    }
}
