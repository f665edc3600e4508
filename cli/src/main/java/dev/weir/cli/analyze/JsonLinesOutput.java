package dev.weir.cli.analyze;

import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.finding.Finding;
import dev.weir.cli.console.JsonOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/** An object on each line: connections as they end, each followed by its findings, and the files at the end. */
final class JsonLinesOutput implements Output {
    private final Writer target;

    JsonLinesOutput(Writer target) {
        this.target = target;
    }

    @Override
    public void connection(Conversation conversation, List<Finding> findings) {
        JsonOutput.object(target, json -> {
            json.writeStringProperty("type", "connection");
            ConversationJson.members(json, conversation, findings);
        });
        for (var finding : findings) claim(Claim.of(finding, conversation));
        try {
            target.flush(); // somebody may read along
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void claim(Claim claim) {
        JsonOutput.object(target, json -> {
            json.writeStringProperty("type", "finding");
            ResultJson.finding(json, claim);
        });
    }

    @Override
    public void end(Result result) {
        result.findings().claims().stream().filter(claim -> claim.connection() == Claim.OF_THE_FILE).forEach(this::claim);
        JsonOutput.object(target, json -> {
            json.writeStringProperty("type", "capture");
            json.writeNumberProperty("schema_version", JsonObjectOutput.VERSION);
            ResultJson.capture(json, result);
        });
    }
}
