package dev.weir.cli.analyze;

import dev.weir.analysis.Quantity;
import dev.weir.analysis.capture.CaptureFiles;
import dev.weir.analysis.finding.Finding;
import dev.weir.wire.pcap.CaptureRecord;
import dev.weir.wire.pcap.PcapngEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The packets that were looked at, as pcapng, with what was found as comments on them: the verdict on the first
 * packet that
 * proves it, the evidence on all. Interfaces, names, secrets and comments of the captures are kept.
 */
final class CommentedCopy {
    private final Map<Long, List<String>> comments = new HashMap<>();
    private long written;

    CommentedCopy(Ranking findings) {
        for (var claim : findings.claims()) comment(claim);
    }

    private void comment(Claim claim) {
        var finding = claim.finding();
        boolean first = true;
        for (var evidence : finding.evidence()) {
            for (long frame : evidence.frames()) {
                if (first) add(frame, verdict(finding));
                first = false;
                add(frame, finding.fault().name() + ": " + evidence.text());
            }
        }
        if (first && claim.firstFrame() > 0) add(claim.firstFrame(), verdict(finding));
    }

    private static String verdict(Finding finding) {
        return finding.fault().name() + " (" + finding.culprit().text()
                + (finding.costNanos() == 0 ? "" : ", " + Quantity.time(finding.costNanos()) + " lost") + "): "
                + finding.verdict() + " To do: " + finding.advice();
    }

    private void add(long frame, String text) {
        var texts = comments.computeIfAbsent(frame, _ -> new ArrayList<>(2));
        if (!texts.contains(text)) texts.add(text);
    }

    /** Packets with comments that were written. */
    long written() {
        return written;
    }

    /** Reads once more, and writes. */
    void write(CaptureFiles files, Pass pass, Path target) throws IOException {
        var encoder = new PcapngEncoder().section("", "", "weir analyze");
        try (var channel = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            pass.run(files, new Pass.Sink() {
                @Override
                public void record(CaptureRecord record, long frame) {
                    encode(encoder, record, frame);
                    flush(encoder, channel);
                }
            });
            flush(encoder, channel);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void flush(PcapngEncoder encoder, FileChannel channel) {
        try {
            var bytes = encoder.take();
            while (bytes.hasRemaining()) channel.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void encode(PcapngEncoder encoder, CaptureRecord record, long frame) {
        switch (record) {
            case CaptureRecord.Interface i -> encoder.describe(
                    i.name(), i.description(), i.filter(), i.linkType(), i.snapLength(), i.comments());
            case CaptureRecord.Packet p -> encoder.packet(p.interfaceId(), Math.max(0, p.timestampNanos()),
                    p.originalLength(), p.direction(), comments(p, frame), p.data());
            case CaptureRecord.Names names -> encoder.names(names.names());
            case CaptureRecord.Secrets secrets -> encoder.secrets(secrets.type(), secrets.data());
            case CaptureRecord.Statistics s -> encoder.statistics(
                    s.interfaceId(), Math.max(0, s.timestampNanos()), s.received(), s.dropped());
            case CaptureRecord.Section _, CaptureRecord.Unknown _, CaptureRecord.Malformed _, CaptureRecord.End _ -> { }
        }
    }

    private List<String> comments(CaptureRecord.Packet packet, long frame) {
        var ours = comments.get(frame);
        if (ours == null) return packet.comments();
        written++;
        var all = new ArrayList<>(packet.comments());
        all.addAll(ours);
        return all;
    }
}
