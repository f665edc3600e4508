package dev.weir.cli.drill;

import dev.weir.cli.console.JsonOutput;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Judgements as one JSON object; {@code docs/json/drill.schema.json} describes it. */
final class DrillJson {
    /** Grows when a member changes its meaning or goes; new members may appear without. */
    private static final int VERSION = 1;

    private DrillJson() {}

    static void write(List<Judgement> judgements, Totals totals, Writer target) {
        JsonOutput.object(target, json -> {
            json.writeStringProperty("command", "drill");
            json.writeNumberProperty("schema_version", VERSION);
            json.writeNumberProperty("passed", totals.passed());
            json.writeNumberProperty("failed", totals.failed());
            json.writeNumberProperty("expected_failures", totals.expectedFailures());
            json.writeNumberProperty("not_applicable", totals.notApplicable());
            json.writeObjectPropertyStart("not_applicable_because");
            for (var reason : totals.reasons()) json.writeNumberProperty(reason.getKey(), reason.getValue());
            json.writeEndObject();
            json.writeArrayPropertyStart("scripts");
            for (var judgement : judgements) script(judgement, json);
            json.writeEndArray();
        });
    }

    private static void script(Judgement judgement, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("file", judgement.file().path().toString());
        json.writeStringProperty("ip", judgement.family().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("result", judgement.end().name().toLowerCase(Locale.ROOT));
        if (judgement.line() > 0) json.writeNumberProperty("line", judgement.line());
        if (!judgement.what().isEmpty()) json.writeStringProperty("what", judgement.what());
        if (!judgement.report().isEmpty()) {
            json.writeStringProperty("report", judgement.report() + judgement.history());
        }
        if (!judgement.problem().isEmpty()) json.writeStringProperty("problem", judgement.problem());
        json.writeEndObject();
    }
}
