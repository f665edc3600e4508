package dev.weir.cli.bench;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JsonGenerator;

/** A result as one JSON object; {@code docs/json/bench.schema.json} describes it. */
final class BenchJson {
    /** Grows when a member changes its meaning or goes; new members may appear without. */
    private static final int VERSION = 1;

    private BenchJson() {}

    static void write(JsonGenerator json, BenchCommand.Via via, Plan plan, String clientTcp, String serverTcp,
            int mtu, Result result) {
        json.writeStringProperty("command", "bench");
        json.writeNumberProperty("schema_version", VERSION);
        json.writeStringProperty("via", via.name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("client_tcp", clientTcp);
        json.writeStringProperty("server_tcp", serverTcp);
        json.writeNumberProperty("mtu_bytes", mtu);
        json.writeStringProperty("test", switch (result) {
            case Goodput _ -> "goodput";
            case Latency _ -> "latency";
            case Held _ -> "connections";
            case Simulated _ -> "simulation";
        });
        if (!(result instanceof Held)) {
            json.writeNumberProperty("parallel", plan.parallel());
            if (!(result instanceof Simulated)) {
                json.writeBooleanProperty("reverse", plan.reverse());
                json.writeNumberProperty("size_bytes", plan.sizeBytes());
            }
            json.writeNumberProperty("warm_up_s", seconds(plan.warmUp().toNanos()));
        }
        json.writeNumberProperty("duration_s", seconds(result.nanos()));
        result.write(json);
        json.writeStringProperty("congestion_control", result.congestionControl());
    }

    private static double seconds(long nanos) {
        return nanos / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
