package dev.weir.cli.analyze;

import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.finding.Finding;
import dev.weir.cli.console.JsonOutput;
import java.io.Writer;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** One object; connections are written as they end, so that none is kept. */
final class JsonObjectOutput implements Output {
    /** Grows when a member changes its meaning or goes; new members may appear without. */
    static final int VERSION = 1;

    private final JsonGenerator json;

    JsonObjectOutput(Writer target) {
        json = JsonOutput.generator(target);
        json.writeStartObject();
        json.writeStringProperty("command", "analyze");
        json.writeNumberProperty("schema_version", VERSION);
        json.writeArrayPropertyStart("connections");
    }

    @Override
    public void connection(Conversation conversation, List<Finding> findings) {
        json.writeStartObject();
        ConversationJson.members(json, conversation, findings);
        json.writeEndObject();
    }

    @Override
    public void end(Result result) {
        json.writeEndArray();
        json.writeArrayPropertyStart("findings");
        for (var claim : result.findings().claims()) {
            json.writeStartObject();
            ResultJson.finding(json, claim);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectPropertyStart("capture");
        ResultJson.capture(json, result);
        json.writeEndObject();
        json.writeEndObject();
        json.writeRaw('\n');
        json.close();
    }
}
