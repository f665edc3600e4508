package dev.weir.cli.swarm;

import static dev.weir.cli.console.JsonOutput.micros;

import dev.weir.cli.console.JsonOutput;
import dev.weir.lab.swarm.Minimiser;
import dev.weir.lab.swarm.Outcome;
import dev.weir.lab.swarm.Replay;
import dev.weir.lab.VirtualTime;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** A campaign as one JSON object; {@code docs/json/swarm.schema.json} describes it. */
final class SwarmJson {
    /** Grows when a member changes its meaning or goes; new members may appear without. */
    private static final int VERSION = 1;
    private static final double NANOS_PER_SECOND = 1e9;

    private SwarmJson() {}

    /** @param against {@code invariants} or {@code kernel} */
    static void write(Campaign campaign, String against, int threads, List<Minimiser.Minimum> minimised, Writer target) {
        JsonOutput.object(target, json -> {
            json.writeStringProperty("command", "swarm");
            json.writeNumberProperty("schema_version", VERSION);
            json.writeStringProperty("against", against);
            json.writeNumberProperty("first_seed", campaign.seeds().first());
            json.writeNumberProperty("last_seed", campaign.seeds().last());
            json.writeNumberProperty("seeds", campaign.done());
            json.writeNumberProperty("cores", threads);
            json.writeNumberProperty("duration_us", micros(campaign.elapsedNanos()));
            json.writeNumberProperty("seeds_per_second", BigDecimal.valueOf(
                    campaign.done() * NANOS_PER_SECOND / campaign.elapsedNanos()).setScale(1, RoundingMode.HALF_UP));
            json.writeNumberProperty("virtual_s", campaign.virtual().toSeconds());
            json.writeNumberProperty("packets", campaign.packets());
            json.writeArrayPropertyStart("failures");
            for (int i = 0; i < campaign.failed().size(); i++) {
                if (i < minimised.size()) minimised(minimised.get(i), json);
                else failure(campaign.failed().get(i), json);
            }
            json.writeEndArray();
            json.writeObjectPropertyStart("coverage");
            campaign.coverage().counts().forEach(json::writeNumberProperty);
            json.writeEndObject();
        });
    }

    private static void minimised(Minimiser.Minimum minimum, JsonGenerator json) {
        json.writeStartObject();
        members(minimum.outcome(), json);
        json.writeArrayPropertyStart("reduced");
        minimum.steps().forEach(json::writeString);
        json.writeEndArray();
        json.writeStringProperty("replay", Replay.command(minimum));
        json.writeEndObject();
    }

    private static void failure(Outcome outcome, JsonGenerator json) {
        json.writeStartObject();
        members(outcome, json);
        json.writeEndObject();
    }

    private static void members(Outcome outcome, JsonGenerator json) {
        var breach = outcome.breach().orElseThrow();
        json.writeNumberProperty("seed", outcome.configuration().seed());
        json.writeStringProperty("invariant", breach.invariant());
        json.writeStringProperty("source", breach.source());
        json.writeNumberProperty("at_us", micros(breach.at() - VirtualTime.EPOCH_NANOS));
        json.writeStringProperty("where", breach.where());
        json.writeStringProperty("what", breach.what());
    }
}
