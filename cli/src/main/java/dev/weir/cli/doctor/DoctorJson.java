package dev.weir.cli.doctor;

import static dev.weir.cli.console.JsonOutput.micros;

import dev.weir.analysis.finding.Evidence;
import dev.weir.analysis.finding.Finding;
import dev.weir.cli.console.JsonOutput;
import dev.weir.doctor.Doctor.Diagnosis;
import dev.weir.doctor.visit.Attempt;
import dev.weir.doctor.visit.Handshake;
import dev.weir.doctor.visit.HopSweep;
import dev.weir.doctor.visit.Resolution;
import dev.weir.doctor.visit.Result;
import dev.weir.doctor.visit.RoundTrips;
import dev.weir.doctor.visit.Talk;
import java.io.Writer;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** A diagnosis as one JSON object; {@code docs/json/doctor.schema.json} describes it. */
final class DoctorJson {
    /** Grows when a member changes its meaning or goes; new members may appear without. */
    private static final int VERSION = 1;

    private final JsonGenerator json;

    private DoctorJson(JsonGenerator json) {
        this.json = json;
    }

    static void write(Diagnosis diagnosis, Writer target) {
        var visit = diagnosis.visit();
        JsonOutput.object(target, json -> {
            var writer = new DoctorJson(json);
            json.writeStringProperty("command", "doctor");
            json.writeNumberProperty("schema_version", VERSION);
            json.writeObjectPropertyStart("target");
            json.writeStringProperty("host", visit.target().host());
            json.writeNumberProperty("port", visit.target().port());
            json.writeStringProperty("protocol", word(visit.target().protocol()));
            json.writeEndObject();
            json.writeBooleanProperty("healthy", diagnosis.isHealthy());
            json.writeNumberProperty("exit_code", diagnosis.exitCode());
            json.writeNumberProperty("elapsed_us", micros(diagnosis.elapsedNanos()));
            json.writeArrayPropertyStart("findings");
            diagnosis.findings().forEach(writer::finding);
            json.writeEndArray();
            json.writeArrayPropertyStart("steps");
            visit.results().forEach(writer::step);
            json.writeEndArray();
            json.writeArrayPropertyStart("notes");
            visit.notes().forEach(json::writeString);
            json.writeEndArray();
        });
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void finding(Finding finding) {
        json.writeStartObject();
        json.writeStringProperty("id", finding.fault().name());
        json.writeStringProperty("class", word(finding.fault().faultClass()));
        json.writeStringProperty("title", finding.fault().title());
        json.writeStringProperty("subject", finding.subject());
        json.writeStringProperty("culprit", word(finding.culprit()));
        json.writeStringProperty("confidence", word(finding.confidence()));
        json.writeNumberProperty("cost_us", micros(finding.costNanos()));
        json.writeStringProperty("verdict", finding.verdict());
        json.writeStringProperty("advice", finding.advice());
        if (!finding.reference().isEmpty()) json.writeStringProperty("reference", finding.reference());
        json.writeArrayPropertyStart("evidence");
        for (var evidence : finding.evidence()) evidence(evidence, "");
        json.writeEndArray();
        json.writeArrayPropertyStart("ruled_out");
        for (var other : finding.ruledOut()) evidence(other.by(), other.fault().name());
        json.writeEndArray();
        json.writeEndObject();
    }

    /** @param id of the fault that it rules out; empty: none */
    private void evidence(Evidence evidence, String id) {
        json.writeStartObject();
        if (!id.isEmpty()) json.writeStringProperty("id", id);
        json.writeStringProperty("text", evidence.text());
        json.writeEndObject();
    }

    private void step(Result result) {
        json.writeStartObject();
        json.writeStringProperty("step", result.step());
        json.writeNumberProperty("begin_us", micros(result.beganNanos()));
        json.writeNumberProperty("elapsed_us", micros(result.nanos()));
        json.writeStringProperty("text", result.text());
        switch (result) {
            case Resolution resolution -> resolution(resolution);
            case Attempt attempt -> attempt(attempt);
            case HopSweep sweep -> sweep(sweep);
            case RoundTrips trips -> trips(trips);
            case Handshake handshake -> handshake(handshake);
            case Talk talk -> talk(talk);
            default -> { } // the text says all
        }
        json.writeEndObject();
    }

    private void resolution(Resolution resolution) {
        json.writeStringProperty("source", word(resolution.source()));
        json.writeArrayPropertyStart("addresses");
        resolution.addresses().forEach(address -> json.writeString(address.toString()));
        json.writeEndArray();
        json.writeArrayPropertyStart("answers");
        for (var answer : resolution.answers()) {
            json.writeStartObject();
            json.writeStringProperty("server", answer.server(true));
            json.writeStringProperty("name", answer.asked());
            json.writeStringProperty("type", answer.record());
            json.writeStringProperty("reply", word(answer.reply()));
            json.writeNumberProperty("queries", answer.tries());
            json.writeNumberProperty("elapsed_us", micros(answer.nanos()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void attempt(Attempt attempt) {
        json.writeStringProperty("address", attempt.address().toString());
        json.writeStringProperty("end", word(attempt.end()));
        json.writeNumberProperty("syns", attempt.outcome().syns());
        if (attempt.outcome().errno() != 0) json.writeStringProperty("error", attempt.outcome().error());
        json.writeArrayPropertyStart("icmp");
        for (var error : attempt.outcome().icmp()) {
            json.writeStartObject();
            json.writeStringProperty("from", error.from().toString());
            json.writeNumberProperty("type", error.type());
            json.writeNumberProperty("code", error.code());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void sweep(HopSweep sweep) {
        json.writeStringProperty("address", sweep.address().toString());
        json.writeArrayPropertyStart("hops");
        for (var hop : sweep.hops()) {
            json.writeStartObject();
            json.writeNumberProperty("distance", hop.distance());
            json.writeStringProperty("from", hop.from().toString());
            json.writeNumberProperty("rtt_us", micros(hop.nanos()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void trips(RoundTrips trips) {
        json.writeStringProperty("address", trips.address().toString());
        json.writeNumberProperty("connections", trips.connectNanos().size());
        json.writeNumberProperty("failed_connections", trips.failed());
        json.writeNumberProperty("syns", trips.syns());
        json.writeNumberProperty("rtt_min_us", micros(trips.leastNanos()));
    }

    private void handshake(Handshake handshake) {
        json.writeStringProperty("address", handshake.address().toString());
        json.writeStringProperty("form", word(handshake.form()));
        json.writeStringProperty("end", word(handshake.ending()));
        handshake.serverName().ifPresent(name -> json.writeStringProperty("server_name", name));
        if (handshake.version().isEmpty()) return;
        json.writeStringProperty("version", handshake.version());
        json.writeStringProperty("cipher_suite", handshake.cipherSuite());
        json.writeStringProperty("alpn", handshake.protocol());
        json.writeArrayPropertyStart("certificates");
        for (var certificate : handshake.chain()) {
            json.writeStartObject();
            json.writeStringProperty("subject", certificate.getSubjectX500Principal().getName());
            json.writeStringProperty("issuer", certificate.getIssuerX500Principal().getName());
            json.writeStringProperty("not_before", certificate.getNotBefore().toInstant().toString());
            json.writeStringProperty("not_after", certificate.getNotAfter().toInstant().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void talk(Talk talk) {
        json.writeStringProperty("address", talk.address().toString());
        json.writeStringProperty("form", word(talk.form()));
        json.writeStringProperty("asked", word(talk.asked()));
        json.writeStringProperty("end", word(talk.ending()));
        if (talk.segmentBytes() > 0) json.writeNumberProperty("segment_bytes", talk.segmentBytes());
        if (talk.isAnswered()) json.writeNumberProperty("first_byte_us", micros(talk.firstByteNanos()));
        talk.recognised().ifPresent(what -> {
            json.writeStringProperty("protocol", word(what.protocol()));
            if (!what.code().isEmpty()) json.writeStringProperty("code", what.code());
        });
    }
}
