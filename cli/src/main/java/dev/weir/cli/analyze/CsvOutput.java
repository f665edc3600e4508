package dev.weir.cli.analyze;

import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Half;
import dev.weir.analysis.conversation.Period;
import dev.weir.analysis.conversation.Retransmission;
import dev.weir.analysis.finding.Finding;
import dev.weir.cli.console.JsonOutput;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A line for each connection, with a heading (RFC 4180, lines end as on this system's pipes: with a line feed). */
final class CsvOutput implements Output {
    private record Field(String name, Function<Conversation, Object> value) {}

    private static final List<Field> FIELDS = fields();

    private final PrintWriter out;

    CsvOutput(PrintWriter out) {
        this.out = out;
        print(FIELDS.stream().map(Field::name).collect(Collectors.joining(",")) + ",findings");
    }

    private static List<Field> fields() {
        var fields = new ArrayList<>(List.of(
                new Field("number", Conversation::number),
                new Field("client_address", c -> c.client().address()),
                new Field("client_port", c -> c.client().port()),
                new Field("server_address", c -> c.server().address()),
                new Field("server_port", c -> c.server().port()),
                new Field("first_frame", Conversation::firstFrame),
                new Field("last_frame", Conversation::lastFrame),
                new Field("begin", c -> ConversationJson.time(c.firstNanos())),
                new Field("elapsed_us", c -> JsonOutput.micros(c.elapsedNanos())),
                new Field("handshake", c -> ConversationJson.word(c.handshake().outcome())),
                new Field("end", c -> ConversationJson.word(c.end())),
                new Field("rtt_us", c -> JsonOutput.micros(Facts.rttNanos(c)))));
        for (var period : Period.values()) {
            fields.add(new Field("time_" + ConversationJson.word(period) + "_us",
                    c -> JsonOutput.micros(c.budget().nanos(period))));
        }
        side(fields, "client_", Conversation::fromClient);
        side(fields, "server_", Conversation::fromServer);
        return List.copyOf(fields);
    }

    private static void side(List<Field> fields, String prefix, Function<Conversation, Half> side) {
        fields.add(new Field(prefix + "segments", c -> side.apply(c).segments()));
        fields.add(new Field(prefix + "data_segments", c -> side.apply(c).sizes().count()));
        fields.add(new Field(prefix + "bytes", c -> side.apply(c).bytes()));
        fields.add(new Field(prefix + "unique_bytes", c -> side.apply(c).uniqueBytes()));
        fields.add(new Field(prefix + "acknowledged_bytes", c -> side.apply(c).acknowledgedBytes()));
        fields.add(new Field(prefix + "retransmissions", c -> side.apply(c).losses().segments()));
        for (var kind : Retransmission.Kind.values()) {
            fields.add(new Field(prefix + "retransmissions_" + ConversationJson.word(kind),
                    c -> side.apply(c).losses().segments(kind)));
        }
        fields.add(new Field(prefix + "late_segments", c -> side.apply(c).ordering().late()));
        fields.add(new Field(prefix + "duplicate_acks", c -> side.apply(c).duplicateAcks()));
        fields.add(new Field(prefix + "rtt_min_us", c -> rtt(side.apply(c), 0)));
        fields.add(new Field(prefix + "rtt_p50_us", c -> rtt(side.apply(c), 50)));
        fields.add(new Field(prefix + "rtt_p95_us", c -> rtt(side.apply(c), 95)));
        fields.add(new Field(prefix + "window_least_bytes", c -> side.apply(c).window().leastBytes()));
        fields.add(new Field(prefix + "window_greatest_bytes", c -> side.apply(c).window().greatestBytes()));
        fields.add(new Field(prefix + "zero_windows", c -> side.apply(c).window().zeroWindows()));
        fields.add(new Field(prefix + "in_flight_greatest_bytes", c -> side.apply(c).flight().greatestBytes()));
        fields.add(new Field(prefix + "mean_rate_bps", c -> side.apply(c).rate().meanBytesPerSecond() * 8));
        fields.add(new Field(prefix + "peak_rate_bps", c -> side.apply(c).rate().peakBytesPerSecond() * 8));
    }

    private static Object rtt(Half half, int percent) {
        var samples = half.roundTrips().histogram();
        if (samples.count() == 0) return "";
        return JsonOutput.micros(percent == 0 ? samples.least() : samples.percentile(percent));
    }

    @Override
    public void connection(Conversation conversation, List<Finding> findings) {
        var line = new StringBuilder();
        for (var field : FIELDS) line.append(field.value.apply(conversation)).append(',');
        line.append(findings.stream().map(finding -> finding.fault().name()).collect(Collectors.joining(" ")));
        print(line.toString());
    }

    private void print(String line) {
        out.print(line + "\n");
    }

    @Override
    public void end(Result result) {
        out.flush();
    }
}
