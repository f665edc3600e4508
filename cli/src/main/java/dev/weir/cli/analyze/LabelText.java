package dev.weir.cli.analyze;

import dev.weir.analysis.capture.CaptureFiles;
import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.analysis.contrast.Contrast;
import dev.weir.analysis.contrast.Difference;
import dev.weir.analysis.conversation.ConversationTable;
import dev.weir.analysis.conversation.Limits;
import dev.weir.analysis.tshark.Label;
import dev.weir.analysis.tshark.TsharkLabels;
import dev.weir.analysis.tshark.Version;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The labels of tshark, a line for each packet that has any, or only where they differ from what is judged here. */
final class LabelText {
    private final Version version;
    private final boolean differences;
    private final Consumer<String> out;
    private final Map<Label, Long> counts = new EnumMap<>(Label.class);
    private long segments;
    private long differing;

    /** @param differences only where tshark's labels differ from what is judged here, and why */
    LabelText(Version version, boolean differences, Consumer<String> out) {
        this.version = version;
        this.differences = differences;
        this.out = out;
    }

    void print(CaptureFiles files, Pass pass) throws IOException {
        var labels = new TsharkLabels(version);
        var table = new ConversationTable(Limits.DEFAULT, _ -> { });
        pass.run(files, new Pass.Sink() {
            @Override
            public void segment(CapturedSegment segment) {
                var said = labels.label(segment);
                segments++;
                for (var label : said) counts.merge(label, 1L, Long::sum);
                if (differences) {
                    table.accept(segment);
                    Contrast.of(segment.frame(), said, table.judgement())
                            .ifPresent(difference -> difference(difference, labels.stream()));
                } else if (!said.isEmpty()) {
                    labelled(segment.frame(), labels.stream(), said);
                }
            }
        });
        end();
    }

    private void labelled(long frame, int stream, Set<Label> said) {
        out.accept(place(frame, stream) + said.stream().map(Label::field).collect(Collectors.joining(" ")));
    }

    private void difference(Difference difference, int stream) {
        differing++;
        out.accept(place(difference.frame(), stream) + (difference.said() ? "" : "not ") + difference.label().field()
                + ", but " + difference.judgement().text() + ":");
        out.accept(" ".repeat(13) + difference.why());
    }

    private static String place(long frame, int stream) {
        return String.format("%7d %4d  ", frame, stream); // frame, tcp.stream
    }

    private void end() {
        if (differences ? differing > 0 : !counts.isEmpty()) out.accept("");
        if (differences) {
            out.accept(segments + " segments, " + differing + (differing == 1 ? " is" : " are") + " judged otherwise");
            return;
        }
        out.accept(segments + " segments; frame, stream and labels of those that have any. In all:");
        counts.forEach((label, count) -> out.accept(String.format("%7d  %s", count, label.field())));
    }
}
