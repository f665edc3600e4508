package dev.weir.analysis.trail;

import dev.weir.analysis.chart.Chart;
import dev.weir.analysis.chart.Curve;
import dev.weir.analysis.chart.Curve.Style;
import dev.weir.analysis.chart.Hue;
import dev.weir.analysis.chart.Unit;
import dev.weir.wire.TcpFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A captured connection as charts: the stream of one side as tcptrace draws it, round trips, what was in flight, and
 * the rate. All on the time of the capture.
 */
public final class TrailCharts {
    private static final int SPANS = 160;

    private final Trail trail;
    private final Notes notes;
    private final boolean ofClient;
    private final long begin;
    private final String name;

    /**
     * @param ofClient whose stream
     * @param begin of the capture, nanoseconds since 1970 UTC
     */
    public TrailCharts(Trail trail, Notes notes, boolean ofClient, long begin) {
        this.trail = trail;
        this.notes = notes;
        this.ofClient = ofClient;
        this.begin = begin;
        name = "connection " + trail.conversation().number();
    }

    /** Positions over time, in the colours that tcptrace has. */
    public Chart sequence() {
        var data = new Points("data", Style.BAR, Hue.DATA);
        var resent = new Points("sent again (R)", Style.BAR, Hue.RESENT);
        var late = new Points("overtaken (O)", Style.BAR, Hue.LATE);
        var marks = new Points("SYN, FIN, RST", Style.CROSS, Hue.MARK);
        var acknowledged = new Points("acknowledged", Style.STEP, Hue.ACKNOWLEDGED);
        var window = new Points("end of the window", Style.LIMIT, Hue.WINDOW);
        var sacked = new Points("SACK (S)", Style.BAR, Hue.SACKED);
        var closed = new Points("window closed (Z)", Style.CROSS, Hue.RESENT);
        for (var step : trail.steps()) {
            if (step.has(TcpFlags.SYN | TcpFlags.FIN | TcpFlags.RST)) {
                marks.add(step, position(step), position(step), TcpFlags.text(step.flags()));
            }
            if (step.fromClient() == ofClient) {
                if (step.lengthBytes() == 0 || notes.isCopy(step)) continue;
                var points = notes.isResent(step) ? resent : notes.isLate(step) ? late : data;
                points.add(step, step.sequence(), step.end(), step.sequence() + ":" + step.end());
            } else if (step.acknowledgment() >= 0 && !step.has(TcpFlags.RST)) {
                acknowledged.add(step, step.acknowledgment(), step.acknowledgment(), "ack " + step.acknowledgment());
                long end = step.acknowledgment() + step.windowBytes();
                window.add(step, end, end, "");
                if (step.windowBytes() == 0) {
                    closed.add(step, step.acknowledgment(), step.acknowledgment(), "window 0");
                }
                for (int i = 0; i + 1 < step.sackEdges().length; i += 2) {
                    sacked.add(step, step.sackEdges()[i], step.sackEdges()[i + 1],
                            step.sackEdges()[i] + ":" + step.sackEdges()[i + 1]);
                }
            }
        }
        String side = ofClient ? "client" : "server";
        return new Chart("Stream of the " + side + ", " + name,
                "Positions over time: each bar is a segment; the distance to the right up to the line of what is "
                        + "acknowledged is a round trip, the distance upwards to it what is in flight.", Unit.BYTES,
                List.of(window.curve(), sacked.curve(), acknowledged.curve(), data.curve(), late.curve(),
                        resent.curve(),
                        closed.curve(), marks.curve()));
    }

    private long position(Step step) {
        return Math.max(0, step.fromClient() == ofClient ? step.end() : step.acknowledgment());
    }

    /** From each segment that was sent once to the acknowledgment of its last byte. */
    public Chart roundTrips() {
        var curves = new ArrayList<Curve>();
        for (boolean client : new boolean[] {false, true}) {
            var points = new Points("data of the " + (client ? "client" : "server"), Style.DOT, client ? 1 : 0);
            var waiting = new TreeMap<Long, Step>();
            for (var step : trail.steps()) {
                if (step.fromClient() == client) {
                    if (step.lengthBytes() == 0 || notes.isCopy(step)) continue;
                    // what follows waits for the hole to be filled
                    if (notes.isResent(step)) waiting.tailMap(step.sequence(), false).clear();
                    else waiting.put(step.end(), step);
                } else if (step.acknowledgment() >= 0) {
                    var sent = waiting.get(step.acknowledgment());
                    if (sent != null) {
                        long nanos = step.timestampNanos() - sent.timestampNanos();
                        points.add(step, nanos, nanos, "");
                    }
                    waiting.headMap(step.acknowledgment(), true).clear();
                }
            }
            curves.add(points.curve());
        }
        return new Chart("Round-trip time, " + name,
                "From the point of capture to the receiver and back; data that was sent twice gives none.", Unit.NANOS,
                curves);
    }

    /** What was sent and not acknowledged, and the window that allowed it. */
    public Chart inFlight() {
        var flight = new Points("in flight", Style.AREA, 0);
        var window = new Points("window offered", Style.LIMIT, Hue.WINDOW);
        long highest = 0;
        long acknowledged = 0;
        for (var step : trail.steps()) {
            if (step.fromClient() == ofClient) {
                if (step.lengthBytes() == 0) continue;
                highest = Math.max(highest, step.end());
            } else {
                if (step.acknowledgment() < 0 || step.has(TcpFlags.RST)) continue;
                acknowledged = Math.max(acknowledged, step.acknowledgment());
                window.add(step, step.windowBytes(), step.windowBytes(), "");
            }
            long bytes = Math.max(0, highest - acknowledged);
            flight.add(step, bytes, bytes, "");
        }
        return new Chart("In flight, " + name, "", Unit.BYTES, List.of(window.curve(), flight.curve()));
    }

    /** How fast each side's data was acknowledged. */
    public Chart rate() {
        var conversation = trail.conversation();
        long first = conversation.firstNanos();
        long span = Math.max(1, (conversation.lastNanos() - first) / SPANS + 1);
        var curves = new ArrayList<Curve>();
        for (boolean client : new boolean[] {false, true}) {
            var bytes = new long[SPANS];
            long acknowledged = 1;
            for (var step : trail.steps()) {
                if (step.fromClient() == client || step.acknowledgment() <= acknowledged) continue;
                int at = Math.clamp((step.timestampNanos() - first) / span, 0, SPANS - 1);
                bytes[at] += step.acknowledgment() - acknowledged;
                acknowledged = step.acknowledgment();
            }
            if (acknowledged <= 2) continue;
            var at = new long[SPANS + 1];
            var values = new long[SPANS + 1];
            for (int i = 0; i <= SPANS; i++) {
                at[i] = first - begin + i * span;
                values[i] = i == SPANS ? 0 : StrictMath.round(bytes[i] * 8e9 / span);
            }
            curves.add(new Curve("data of the " + (client ? "client" : "server"), Style.STEP, client ? 1 : 0, at,
                    values,
                    List.of()));
        }
        return new Chart("Acknowledged per second, " + name, "", Unit.BITS_PER_SECOND, curves);
    }

    /** A curve in the making; of very many points, some are left out. */
    private final class Points {
        private static final int MOST = 12_000;

        private final String curveName;
        private final Style style;
        private final int hue;
        private final List<long[]> points = new ArrayList<>();
        private final List<String> texts = new ArrayList<>();

        Points(String curveName, Style style, int hue) {
            this.curveName = curveName;
            this.style = style;
            this.hue = hue;
        }

        void add(Step step, long from, long to, String text) {
            points.add(new long[] {step.timestampNanos() - begin, from, to});
            texts.add(text.isEmpty() ? "" : "packet " + step.frame() + ", " + text);
        }

        Curve curve() {
            int every = Math.max(1, (points.size() + MOST - 1) / MOST);
            int count = (points.size() + every - 1) / every;
            var at = new long[count];
            var values = new long[count];
            var ends = new long[count];
            var shown = new ArrayList<String>();
            long latest = Long.MIN_VALUE;
            for (int i = 0; i < count; i++) {
                var point = points.get(i * every);
                latest = Math.max(latest, point[0]); // a clock may go back, a curve may not
                at[i] = latest;
                values[i] = point[1];
                ends[i] = point[2];
                shown.add(texts.get(i * every));
            }
            boolean told = shown.stream().anyMatch(text -> !text.isEmpty());
            return new Curve(curveName, style, hue, at, values, told ? shown : List.of(),
                    style == Style.BAR ? ends : new long[0]);
        }
    }
}
