package dev.weir.cli.analyze;

import dev.weir.analysis.finding.Evidence;
import dev.weir.cli.console.JsonOutput;
import tools.jackson.core.JsonGenerator;

/** Findings and what is said of the files, as parts of {@code docs/json/analyze.schema.json}. */
final class ResultJson {
    private ResultJson() {}

    /** Members of an object that is open. */
    static void finding(JsonGenerator json, Claim claim) {
        var finding = claim.finding();
        json.writeStringProperty("id", finding.fault().name());
        json.writeStringProperty("class", ConversationJson.word(finding.fault().faultClass()));
        json.writeStringProperty("title", finding.fault().title());
        if (claim.connection() != Claim.OF_THE_FILE) json.writeNumberProperty("connection", claim.connection());
        json.writeStringProperty("subject", finding.subject());
        json.writeStringProperty("culprit", ConversationJson.word(finding.culprit()));
        json.writeStringProperty("confidence", ConversationJson.word(finding.confidence()));
        json.writeNumberProperty("cost_us", JsonOutput.micros(finding.costNanos()));
        json.writeStringProperty("verdict", finding.verdict());
        json.writeStringProperty("advice", finding.advice());
        if (!finding.reference().isEmpty()) json.writeStringProperty("reference", finding.reference());
        json.writeArrayPropertyStart("evidence");
        for (var evidence : finding.evidence()) evidence(json, evidence, "");
        json.writeEndArray();
        json.writeArrayPropertyStart("ruled_out");
        for (var other : finding.ruledOut()) evidence(json, other.by(), other.fault().name());
        json.writeEndArray();
    }

    /** @param id of the fault that it rules out; empty: none */
    private static void evidence(JsonGenerator json, Evidence evidence, String id) {
        json.writeStartObject();
        if (!id.isEmpty()) json.writeStringProperty("id", id);
        json.writeStringProperty("text", evidence.text());
        json.writeArrayPropertyStart("frames");
        for (long frame : evidence.frames()) json.writeNumber(frame);
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Members of an object that is open. */
    static void capture(JsonGenerator json, Result result) {
        var tally = result.tally();
        json.writeArrayPropertyStart("files");
        for (String name : result.files()) json.writeString(name);
        json.writeEndArray();
        json.writeStringProperty("filter", result.filter());
        json.writeNumberProperty("packets", tally.packets());
        json.writeNumberProperty("chosen_packets", tally.chosenPackets());
        json.writeNumberProperty("tcp_packets", tally.segments());
        json.writeObjectPropertyStart("other_packets");
        tally.others().forEach(json::writeNumberProperty);
        json.writeEndObject();
        if (tally.chosenPackets() > 0) json.writeStringProperty("begin", ConversationJson.time(tally.firstNanos()));
        json.writeNumberProperty("span_us", JsonOutput.micros(tally.spanNanos()));
        var artefacts = result.artefacts();
        json.writeObjectPropertyStart("artefacts");
        json.writeNumberProperty("started_late_connections", artefacts.startedLate());
        json.writeNumberProperty("one_sided_connections", artefacts.oneSided());
        json.writeNumberProperty("unseen_bytes", artefacts.unseenBytes());
        json.writeNumberProperty("duplicate_packets", artefacts.duplicates());
        json.writeNumberProperty("backwards_packets", artefacts.backwards());
        json.writeNumberProperty("above_mss_segments", artefacts.aboveMss());
        json.writeNumberProperty("wrong_checksums", artefacts.checksumsWrong());
        json.writeNumberProperty("cut_packets", artefacts.cut());
        json.writeEndObject();
        json.writeArrayPropertyStart("damages");
        for (var damage : result.damages()) {
            json.writeStartObject();
            json.writeStringProperty("file", damage.file());
            json.writeStringProperty("what", damage.what());
            json.writeNumberProperty("offset_bytes", damage.offsetBytes());
            json.writeNumberProperty("packets_before", damage.packets());
            json.writeBooleanProperty("ends", damage.ends());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
