package dev.weir.cli.analyze;

import dev.weir.analysis.pair.PairedConnection;
import dev.weir.analysis.pair.Way;
import dev.weir.cli.console.JsonOutput;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Writes {@code docs/json/analyze-two-places.schema.json}. */
final class TwoPlacesJson {
    private static final int SCHEMA_VERSION = 1;

    private TwoPlacesJson() {}

    static void write(TwoPlaces places, PrintWriter out) {
        JsonOutput.object(out, json -> {
            json.writeStringProperty("command", "analyze");
            json.writeStringProperty("comparison", "two_places");
            json.writeNumberProperty("schema_version", SCHEMA_VERSION);
            json.writeStringProperty("at_client", places.atClient());
            json.writeStringProperty("at_server", places.atServer());
            json.writeNumberProperty("only_at_client", places.onlyAtClient());
            json.writeNumberProperty("only_at_server", places.onlyAtServer());
            json.writeArrayPropertyStart("connections");
            for (var connection : places.connections()) write(json, connection);
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, PairedConnection connection) {
        json.writeStartObject();
        json.writeStringProperty("at_client", connection.atClient());
        json.writeStringProperty("at_server", connection.atServer());
        json.writeNumberProperty("clock_offset_us", JsonOutput.micros(connection.clock().offsetNanos()));
        json.writeNumberProperty("clock_drift_ppm", connection.clock().driftPpm());
        json.writeNumberProperty("round_trip_us", JsonOutput.micros(connection.roundTripNanos()));
        if (connection.hopsToServer() >= 0) json.writeNumberProperty("hops_to_server", connection.hopsToServer());
        if (connection.hopsToClient() >= 0) json.writeNumberProperty("hops_to_client", connection.hopsToClient());
        way(json, "to_server", connection.toServer());
        way(json, "to_client", connection.toClient());
        json.writeArrayPropertyStart("changes");
        for (var change : connection.changes()) {
            json.writeStartObject();
            json.writeStringProperty("kind", change.kind().name().toLowerCase(Locale.ROOT));
            json.writeStringProperty("direction", change.toServer() ? "to_server" : "to_client");
            json.writeStringProperty("text", change.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void way(JsonGenerator json, String name, Way way) {
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("segments", way.sent());
        json.writeNumberProperty("lost", way.lost());
        json.writeNumberProperty("lost_bytes", way.lostBytes());
        frames(json, "lost_frames", way.lostFrames());
        json.writeNumberProperty("duplicated", way.duplicated());
        json.writeNumberProperty("only_at_far_place", way.strangers());
        frames(json, "far_frames", way.strangeFrames());
        json.writeNumberProperty("resets_made_on_the_way", way.strangeResets());
        json.writeNumberProperty("overtaken", way.overtaken());
        json.writeNumberProperty("marked", way.marked());
        json.writeNumberProperty("delay_min_us", JsonOutput.micros(way.delays().least()));
        json.writeNumberProperty("delay_p50_us", JsonOutput.micros(way.delays().percentile(50)));
        json.writeNumberProperty("delay_p95_us", JsonOutput.micros(way.delays().percentile(95)));
        json.writeNumberProperty("delay_max_us", JsonOutput.micros(way.delays().greatest()));
        json.writeEndObject();
    }

    private static void frames(JsonGenerator json, String name, List<Long> frames) {
        json.writeArrayPropertyStart(name);
        frames.forEach(json::writeNumber);
        json.writeEndArray();
    }
}
