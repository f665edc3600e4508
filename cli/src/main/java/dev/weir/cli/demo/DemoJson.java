package dev.weir.cli.demo;

import static dev.weir.cli.console.JsonOutput.micros;

import dev.weir.analysis.Narration;
import dev.weir.analysis.Occurrence;
import dev.weir.analysis.Passage;
import dev.weir.analysis.Side;
import dev.weir.analysis.Summary;
import dev.weir.analysis.Timeline;
import dev.weir.cli.console.JsonOutput;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.link.Impairment;
import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpFlags;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Exchanges as one JSON object; {@code docs/json/demo.schema.json} describes it. */
final class DemoJson {
    /** Grows when a member changes its meaning or goes; new members may appear without. */
    private static final int VERSION = 1;

    private final Exchange exchange;
    private final Timeline timeline;
    private final JsonGenerator json;

    private DemoJson(Exchange exchange, JsonGenerator json) {
        this.exchange = exchange;
        this.timeline = exchange.timeline();
        this.json = json;
    }

    /**
     * @param via {@code memory} or {@code tun}
     * @param lesson whether each exchange has its steps
     */
    static void write(Scenario scenario, String via, List<Exchange> exchanges, boolean lesson, Writer target) {
        JsonOutput.object(target, json -> {
            json.writeStringProperty("command", "demo");
            json.writeNumberProperty("schema_version", VERSION);
            json.writeStringProperty("via", via);
            options(scenario, json);
            json.writeArrayPropertyStart("exchanges");
            for (var exchange : exchanges) new DemoJson(exchange, json).exchange(lesson);
            json.writeEndArray();
        });
    }

    private static void options(Scenario scenario, JsonGenerator json) {
        var road = scenario.toClient();
        json.writeObjectPropertyStart("options");
        json.writeNumberProperty("answer_bytes", scenario.bytes());
        json.writeNumberProperty("loss_ratio", road.loss());
        json.writeNumberProperty("delay_us", micros(road.delay().toNanos()));
        if (road.rateBitsPerSecond() == Impairment.UNLIMITED) json.writeNullProperty("rate_bps");
        else json.writeNumberProperty("rate_bps", road.rateBitsPerSecond());
        json.writeNumberProperty("mtu_bytes", scenario.mtu());
        json.writeNumberProperty("ip_version", scenario.ipv6() ? 6 : 4);
        json.writeNumberProperty("seed", scenario.seed());
        json.writeEndObject();
    }

    private void exchange(boolean lesson) {
        json.writeStartObject();
        var flow = timeline.flow();
        endpoint(Side.CLIENT, flow.local(), flow.localPort());
        endpoint(Side.SERVER, flow.remote(), flow.remotePort());
        json.writeStringProperty("end", exchange.end().name());
        summary(exchange.summary());
        json.writeArrayPropertyStart("segments");
        var narration = Narration.of(timeline);
        for (var passage : timeline.passages()) segment(passage, narration.text(passage));
        json.writeEndArray();
        json.writeArrayPropertyStart("state_changes");
        for (var occurrence : timeline.occurrences()) {
            if (occurrence.event() instanceof Event.StateChanged change) stateChange(occurrence, change);
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("cwnd_changes");
        for (var occurrence : timeline.occurrences()) {
            if (occurrence.event() instanceof Event.WindowChanged change) cwndChange(occurrence, change);
        }
        json.writeEndArray();
        if (lesson) {
            json.writeArrayPropertyStart("steps");
            Lesson.of(exchange).forEach(this::step);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void endpoint(Side side, IpAddress address, int port) {
        json.writeObjectPropertyStart(side.toString());
        json.writeStringProperty("host", timeline.host(side));
        json.writeStringProperty("tcp", timeline.host(side).equals(KernelExchange.KERNEL) ? "os" : "weir");
        json.writeStringProperty("address", address.toString());
        json.writeNumberProperty("port", port);
        json.writeEndObject();
    }

    private void summary(Summary summary) {
        json.writeObjectPropertyStart("summary");
        json.writeNumberProperty("duration_us", micros(summary.durationNanos()));
        if (summary.handshakeRttNanos().isPresent()) {
            json.writeNumberProperty("handshake_rtt_us", micros(summary.handshakeRttNanos().getAsLong()));
        } else {
            json.writeNullProperty("handshake_rtt_us");
        }
        for (var side : Side.values()) half(summary.half(side));
        json.writeEndObject();
    }

    private void half(Summary.Half half) {
        json.writeObjectPropertyStart(half.side().toString());
        json.writeNumberProperty("segments_sent", half.segments());
        json.writeNumberProperty("data_segments_sent", half.dataSegments());
        json.writeNumberProperty("delivered_bytes", half.deliveredBytes());
        json.writeNumberProperty("delivery_us", micros(half.deliveryNanos()));
        json.writeNumberProperty("goodput_bps", half.goodputBitsPerSecond());
        json.writeNumberProperty("largest_cwnd_bytes", half.largestCwndBytes());
        counts("retransmissions", half.retransmissions());
        counts("lost", half.lost());
        counts("dropped", half.dropped());
        json.writeObjectPropertyStart("limited_us");
        half.limitedNanos().forEach((limit, nanos) ->
                json.writeNumberProperty(limit.name().toLowerCase(Locale.ROOT), micros(nanos)));
        json.writeEndObject();
        json.writeEndObject();
    }

    private void counts(String name, Map<?, Integer> counts) {
        json.writeObjectPropertyStart(name);
        counts.forEach((key, count) ->
                json.writeNumberProperty(key instanceof Enum<?> constant ? constant.name() : key.toString(), count));
        json.writeEndObject();
    }

    private void segment(Passage passage, String text) {
        var segment = passage.segment();
        json.writeStartObject();
        json.writeNumberProperty("number", passage.number());
        json.writeStringProperty("from", passage.side().toString());
        json.writeNumberProperty("sent_us", micros(passage.sentAt() - timeline.begin()));
        if (passage.arrivedAt() == Passage.NEVER) json.writeNullProperty("arrived_us");
        else json.writeNumberProperty("arrived_us", micros(passage.arrivedAt() - timeline.begin()));
        json.writeStringProperty("flags", TcpFlags.text(segment.flags()));
        json.writeNumberProperty("seq", segment.sequence());
        if (segment.has(TcpFlags.ACK)) json.writeNumberProperty("ack", segment.acknowledgment());
        json.writeNumberProperty("length_bytes", segment.lengthBytes());
        json.writeNumberProperty("window_bytes", segment.windowBytes());
        json.writeStringProperty("fate", passage.fate().name());
        passage.cause().ifPresent(cause -> json.writeStringProperty("cause", cause.name()));
        passage.repeats().ifPresent(before -> json.writeNumberProperty("repeats", before.number()));
        passage.lossRule().ifPresent(rule -> json.writeStringProperty("lost_by", rule));
        if (passage.dropped() != DropReason.NONE) json.writeStringProperty("dropped", passage.dropped().name());
        if (!text.isEmpty()) json.writeStringProperty("text", text);
        json.writeEndObject();
    }

    private void begin(Occurrence occurrence) {
        json.writeStartObject();
        json.writeNumberProperty("time_us", micros(occurrence.at() - timeline.begin()));
        json.writeStringProperty("side", occurrence.side().toString());
    }

    private void stateChange(Occurrence occurrence, Event.StateChanged change) {
        begin(occurrence);
        json.writeStringProperty("from", change.from().toString());
        json.writeStringProperty("to", change.to().toString());
        json.writeStringProperty("trigger", change.trigger());
        json.writeEndObject();
    }

    private void cwndChange(Occurrence occurrence, Event.WindowChanged change) {
        begin(occurrence);
        json.writeNumberProperty("cwnd_bytes", change.cwndBytes());
        json.writeNumberProperty("ssthresh_bytes", change.ssthreshBytes());
        json.writeNumberProperty("in_flight_bytes", change.inFlightBytes());
        json.writeStringProperty("why", change.why());
        json.writeEndObject();
    }

    private void step(Lesson.Step step) {
        json.writeStartObject();
        json.writeStringProperty("title", step.title());
        json.writeStringProperty("rfc", step.rfc());
        json.writeStringProperty("text", step.text());
        json.writeArrayPropertyStart("segments");
        for (var moment : step.shown()) {
            if (moment instanceof Passage passage) json.writeNumber(passage.number());
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
