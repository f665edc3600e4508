package dev.weir.analysis.chart;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.chart.Curve.Style;
import dev.weir.analysis.flow.Distribution;
import dev.weir.analysis.flow.EndpointMeter;
import dev.weir.analysis.flow.FlowReport;
import dev.weir.analysis.flow.Marks;
import dev.weir.analysis.flow.Marks.What;
import dev.weir.core.event.CloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The charts of flows, each flow in a colour of its own, all from the same beginning.
 *
 * @param flows in the direction in which more was sent
 * @param begin nanoseconds of the stacks' clock
 * @param until likewise, after {@code begin}
 */
public record FlowCharts(List<FlowReport> flows, long begin, long until) {
    private static final int SPANS = 80;

    public FlowCharts {
        flows = List.copyOf(flows);
    }

    /** Stream bytes delivered per second. */
    public Chart goodput() {
        var curves = new ArrayList<Curve>();
        each((flow, sender, hue) -> {
            var receiver = flow.main().to();
            var position = receiver.map(EndpointMeter::received).filter(series -> !series.isEmpty())
                    .orElse(sender.acknowledged());
            if (!position.isEmpty()) curves.add(Curve.rate(flow.name(), hue, position, begin, until, SPANS));
        });
        return new Chart("Goodput", "Bytes of the stream that the receiver had in order and acknowledged; a hole that "
                + "is filled delivers much at once.", Unit.BITS_PER_SECOND, curves);
    }

    /** What the sender allowed itself. */
    public Chart congestionWindow() {
        var curves = new ArrayList<Curve>();
        each((flow, sender, hue) -> {
            curves.add(Curve.of("cwnd " + flow.name(), Style.STEP, hue, sender.cwnd(), begin));
            curves.add(Curve.of("ssthresh " + flow.name(), Style.LIMIT, hue, sender.ssthresh(), begin));
        });
        return new Chart("Congestion window", "cwnd is what may be in flight; below ssthresh it doubles each round "
                + "trip, above it grows by a segment.", Unit.BYTES, curves);
    }

    /** What the sender measured. */
    public Chart roundTrips() {
        var curves = new ArrayList<Curve>();
        each((flow, sender, hue) -> curves.add(Curve.of(flow.name(), Style.DOT, hue, sender.rttOverTime(), begin)));
        return new Chart("Round-trip time", "Each sample of the sender; queues on the way are in it.", Unit.NANOS,
                curves);
    }

    /** The time-sequence graph of one flow. */
    public Chart sequence(FlowReport flow) {
        var curves = new ArrayList<Curve>();
        flow.main().from().ifPresent(sender -> {
            curves.add(Curve.of("window", Style.LIMIT, 4, sender.peerWindowEdge(), begin));
            curves.add(Curve.of("sent", Style.STEP, 0, sender.sentPosition(), begin));
            curves.add(Curve.of("acknowledged", Style.STEP, 2, sender.acknowledged(), begin));
            curves.add(marks("taken as lost", Style.DOT, 1, sender, What.LOSS));
            curves.add(marks("sent again", Style.CROSS, 7, sender, What.RETRANSMISSION));
            curves.add(marks("probe", Style.DOT, 3, sender, What.PROBE));
        });
        return new Chart("Stream positions of " + flow.name(), "The height between sent and acknowledged is in flight; "
                + "the window is the receiver's.", Unit.BYTES, curves);
    }

    /** One row for each flow: what it got, and what that took. */
    public Page.Table table() {
        var rows = new ArrayList<List<String>>();
        for (var flow : flows) {
            var half = flow.main();
            var rtt = half.from().map(EndpointMeter::rtt).filter(samples -> samples.count() > 0);
            rows.add(List.of(flow.name(), host(half.from()) + " to " + host(half.to()),
                    flow.end() == CloseReason.NONE ? "still open" : flow.end().text(),
                    Quantity.bytes(half.deliveredBytes()) + " in " + Quantity.time(half.deliveryNanos()),
                    Quantity.rate(half.goodputBitsPerSecond()), rtt.map(FlowCharts::roundTrip).orElse("none"),
                    resent(half)));
        }
        return new Page.Table("Flows", List.of("flow", "direction", "end", "delivered", "goodput",
                "RTT min / median / p95 / max", "sent again"), rows);
    }

    private static String host(Optional<EndpointMeter> end) {
        return end.map(EndpointMeter::host).orElse("?");
    }

    private static String roundTrip(Distribution rtt) {
        return Quantity.time(rtt.least()) + " / " + Quantity.time(rtt.percentile(50)) + " / "
                + Quantity.time(rtt.percentile(95)) + " / " + Quantity.time(rtt.greatest());
    }

    private static String resent(FlowReport.Half half) {
        if (half.retransmitted() == 0) return "0";
        var text = new StringJoiner(", ", half.retransmitted() + ": ", "");
        half.retransmissions().forEach((cause, count) -> text.add(count + " " + cause.manner()));
        return text.toString();
    }

    /** What each sender spent its time on, by the colour of its phase. */
    public List<Page.Shares> spending() {
        var all = new ArrayList<Page.Shares>();
        each((flow, sender, _) -> {
            var parts = new ArrayList<Page.Share>();
            sender.spentNanos(flow.until()).forEach((phase, nanos) ->
                    parts.add(new Page.Share(phase.text(), phase.ordinal(), nanos, Unit.NANOS.text(nanos))));
            if (!parts.isEmpty()) all.add(new Page.Shares(flow.name() + ": " + sender.host() + " waited for", parts));
        });
        return all;
    }

    /** What happened, but for ordinary segments. */
    public List<Page.Occasion> events() {
        var events = new ArrayList<Page.Occasion>();
        for (var flow : flows) {
            var ends = new ArrayList<EndpointMeter>();
            ends.add(flow.client());
            flow.server().ifPresent(ends::add);
            for (var end : ends) {
                String who = flows.size() == 1 ? end.host() : end.host() + " (" + flow.name() + ")";
                for (var mark : end.marks().all()) {
                    events.add(new Page.Occasion(mark.at() - begin, who, kind(mark), mark.text()));
                }
            }
        }
        return events;
    }

    private static String kind(Marks.Mark mark) {
        return mark.what().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private Curve marks(String name, Style style, int hue, EndpointMeter sender, What what) {
        return Curve.of(name, style, hue,
                sender.marks().all().stream().filter(mark -> mark.what() == what && mark.position() >= 0)
                        .toList(), begin);
    }

    /** One flow, who sends in it, and its colour. */
    private interface Drawing {
        void draw(FlowReport flow, EndpointMeter sender, int hue);
    }

    private void each(Drawing drawing) {
        for (int i = 0; i < flows.size(); i++) {
            var flow = flows.get(i);
            int hue = i;
            flow.main().from().ifPresent(sender -> drawing.draw(flow, sender, hue));
        }
    }
}
