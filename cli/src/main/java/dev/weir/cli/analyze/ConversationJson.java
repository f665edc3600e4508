package dev.weir.cli.analyze;

import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Endpoint;
import dev.weir.analysis.conversation.Half;
import dev.weir.analysis.conversation.Histogram;
import dev.weir.analysis.conversation.Period;
import dev.weir.analysis.conversation.Retransmission;
import dev.weir.analysis.conversation.SenderLimit;
import dev.weir.analysis.finding.Finding;
import dev.weir.cli.console.JsonOutput;
import dev.weir.wire.TcpOptions;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** One connection with all its metrics, as an object of {@code docs/json/analyze.schema.json}. */
final class ConversationJson {
    private final JsonGenerator json;
    private final Conversation c;

    private ConversationJson(JsonGenerator json, Conversation conversation) {
        this.json = json;
        c = conversation;
    }

    /** Members of an object that is open. */
    static void members(JsonGenerator json, Conversation conversation, List<Finding> findings) {
        new ConversationJson(json, conversation).members(findings);
    }

    private void members(List<Finding> findings) {
        json.writeNumberProperty("number", c.number());
        endpoint("client", c.client());
        endpoint("server", c.server());
        json.writeNumberProperty("ip", c.version());
        json.writeStringProperty("roles_by", word(c.roles()));
        json.writeNumberProperty("first_frame", c.firstFrame());
        json.writeNumberProperty("last_frame", c.lastFrame());
        json.writeStringProperty("begin", time(c.firstNanos()));
        micros("elapsed_us", c.elapsedNanos());
        json.writeStringProperty("end", word(c.end()));
        json.writeStringProperty("first_to_close", c.firstToClose() == null ? "nobody"
                : c.firstToClose() == c.fromClient() ? "client" : "server");
        json.writeBooleanProperty("one_sided", c.isOneSided());
        micros("rtt_us", Facts.rttNanos(c));
        handshake();
        json.writeObjectPropertyStart("time");
        for (var period : Period.values()) {
            long nanos = c.budget().nanos(period);
            if (nanos != 0) micros(word(period) + "_us", nanos);
        }
        json.writeEndObject();
        half("from_client", c.fromClient());
        half("from_server", c.fromServer());
        happenings();
        json.writeArrayPropertyStart("findings");
        for (var finding : findings) json.writeString(finding.fault().name());
        json.writeEndArray();
    }

    /** ISO 8601 in UTC. */
    static String time(long nanos) {
        return Instant.EPOCH.plusNanos(nanos).toString();
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private void micros(String name, long nanos) {
        json.writeNumberProperty(name, JsonOutput.micros(nanos));
    }

    private void endpoint(String name, Endpoint endpoint) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("address", endpoint.address().toString());
        json.writeNumberProperty("port", endpoint.port());
        json.writeEndObject();
    }

    private void handshake() {
        var handshake = c.handshake();
        json.writeObjectPropertyStart("handshake");
        json.writeStringProperty("outcome", word(handshake.outcome()));
        json.writeNumberProperty("syns", handshake.syns());
        json.writeNumberProperty("syn_acks", handshake.synAcks());
        if (handshake.rttNanos() > 0) micros("rtt_us", handshake.rttNanos());
        if (handshake.serverSideRttNanos() > 0) micros("server_side_rtt_us", handshake.serverSideRttNanos());
        if (handshake.clientSideRttNanos() > 0) micros("client_side_rtt_us", handshake.clientSideRttNanos());
        if (handshake.syns() > 0) options("client_options", handshake.clientOptions());
        if (handshake.synAcks() > 0) options("server_options", handshake.serverOptions());
        if (handshake.synDataBytes() > 0) {
            json.writeNumberProperty("syn_data_bytes", handshake.synDataBytes());
            json.writeBooleanProperty("syn_data_taken", handshake.isSynDataTaken());
        }
        json.writeEndObject();
    }

    private void options(String name, TcpOptions options) {
        json.writeObjectPropertyStart(name);
        if (options.mss() >= 0) json.writeNumberProperty("mss_bytes", options.mss());
        if (options.windowScale() >= 0) json.writeNumberProperty("window_scale", options.windowScale());
        json.writeBooleanProperty("sack", options.sackPermitted());
        json.writeBooleanProperty("timestamps", options.hasTimestamps());
        json.writeEndObject();
    }

    // ---- one side

    private void half(String name, Half half) {
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("segments", half.segments());
        json.writeNumberProperty("data_segments", half.sizes().count());
        json.writeNumberProperty("pure_acks", half.pureAcks());
        json.writeNumberProperty("duplicate_acks", half.duplicateAcks());
        json.writeNumberProperty("bytes", half.bytes());
        json.writeNumberProperty("unique_bytes", half.uniqueBytes());
        json.writeNumberProperty("acknowledged_bytes", half.acknowledgedBytes());
        json.writeNumberProperty("outstanding_bytes", half.outstandingBytes());
        json.writeNumberProperty("unseen_bytes", half.unseenBytes());
        losses(half);
        ordering(half);
        if (half.roundTrips().histogram().count() > 0) roundTrips(half);
        window(half);
        flight(half);
        json.writeNumberProperty("mean_rate_bps", half.rate().meanBytesPerSecond() * 8);
        json.writeNumberProperty("peak_rate_bps", half.rate().peakBytesPerSecond() * 8);
        json.writeNumberProperty("largest_segment_bytes", half.sizes().largest());
        json.writeStringProperty("congestion_control", word(half.congestion()));
        if (half.traits().ecnCapable() + half.traits().ecnMarked() > 0) {
            json.writeNumberProperty("ecn_capable_packets", half.traits().ecnCapable());
            json.writeNumberProperty("ecn_marked_packets", half.traits().ecnMarked());
        }
        json.writeEndObject();
    }

    private void losses(Half half) {
        var losses = half.losses();
        json.writeObjectPropertyStart("retransmissions");
        json.writeNumberProperty("segments", losses.segments());
        json.writeNumberProperty("bytes", losses.bytes());
        for (var kind : Retransmission.Kind.values()) {
            if (losses.segments(kind) > 0) json.writeNumberProperty(word(kind), losses.segments(kind));
        }
        for (var side : Retransmission.LossSide.values()) {
            if (losses.segments(side) > 0) json.writeNumberProperty("lost_" + word(side), losses.segments(side));
        }
        json.writeNumberProperty("timeouts", losses.timeouts());
        json.writeNumberProperty("recoveries", losses.recoveries());
        json.writeNumberProperty("keep_alives", losses.keepAlives());
        json.writeNumberProperty("zero_window_probes", losses.zeroWindowProbes());
        micros("cost_us", losses.costNanos());
        json.writeEndObject();
    }

    private void ordering(Half half) {
        var ordering = half.ordering();
        if (ordering.late() + ordering.duplicates() == 0) return;
        json.writeObjectPropertyStart("reordering");
        json.writeNumberProperty("late_segments", ordering.late());
        json.writeNumberProperty("depth_segments", ordering.depthSegments());
        json.writeNumberProperty("depth_bytes", ordering.depthBytes());
        micros("longest_delay_us", ordering.longestDelayNanos());
        json.writeNumberProperty("duplicates", ordering.duplicates());
        json.writeEndObject();
    }

    private void roundTrips(Half half) {
        Histogram samples = half.roundTrips().histogram();
        json.writeObjectPropertyStart("rtt");
        json.writeNumberProperty("samples", samples.count());
        micros("min_us", samples.least());
        micros("p50_us", samples.median());
        micros("p95_us", samples.percentile(95));
        micros("max_us", samples.greatest());
        micros("lightly_loaded_us", half.roundTrips().lightlyLoadedNanos());
        micros("heavily_loaded_us", half.roundTrips().heavilyLoadedNanos());
        json.writeEndObject();
    }

    private void window(Half half) {
        var window = half.window();
        json.writeObjectPropertyStart("window");
        if (window.shift() >= 0) json.writeNumberProperty("scale", window.shift());
        json.writeNumberProperty("least_bytes", window.leastBytes());
        json.writeNumberProperty("greatest_bytes", window.greatestBytes());
        json.writeNumberProperty("zero_windows", window.zeroWindows());
        micros("zero_us", window.zeroNanos());
        json.writeEndObject();
    }

    private void flight(Half half) {
        var flight = half.flight();
        json.writeObjectPropertyStart("in_flight");
        json.writeNumberProperty("greatest_bytes", flight.greatestBytes());
        json.writeNumberProperty("mean_bytes", flight.meanBytes());
        json.writeNumberProperty("initial_bytes", flight.initialBytes());
        json.writeNumberProperty("initial_segments", flight.initialSegments());
        json.writeObjectPropertyStart("limited");
        for (var limit : SenderLimit.values()) {
            if (flight.limitedNanos(limit) > 0) micros(word(limit) + "_us", flight.limitedNanos(limit));
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    // ---- what happened

    private void happenings() {
        json.writeNumberProperty("turn_count", c.turnCount());
        if (c.turnCount() > 0) {
            json.writeArrayPropertyStart("turns");
            for (var turn : c.turns()) {
                json.writeStartObject();
                if (turn.requestFrame() > 0) json.writeNumberProperty("request_frame", turn.requestFrame());
                if (turn.responseFrame() > 0) json.writeNumberProperty("response_frame", turn.responseFrame());
                json.writeNumberProperty("request_bytes", turn.requestBytes());
                json.writeNumberProperty("response_bytes", turn.responseBytes());
                micros("wait_us", turn.waitNanos());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (c.resetCount() > 0) {
            json.writeArrayPropertyStart("resets");
            for (var reset : c.resets()) {
                json.writeStartObject();
                json.writeNumberProperty("frame", reset.frame());
                json.writeStringProperty("from", reset.fromClient() ? "client" : "server");
                json.writeNumberProperty("time_to_live", reset.timeToLive());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        if (c.icmpErrorCount() > 0) {
            json.writeArrayPropertyStart("icmp_errors");
            for (var error : c.icmpErrors()) {
                json.writeStartObject();
                json.writeNumberProperty("frame", error.frame());
                json.writeStringProperty("from", error.sender().toString());
                json.writeNumberProperty("type", error.type());
                json.writeNumberProperty("code", error.code());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }
}
