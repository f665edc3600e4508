package dev.weir.cli.analyze;

import dev.weir.analysis.capture.CaptureFiles;
import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.analysis.capture.Notice;
import dev.weir.analysis.capture.NoticeReader;
import dev.weir.analysis.capture.SegmentReader;
import dev.weir.analysis.filter.PacketFilter;
import dev.weir.cli.console.Stop;
import dev.weir.wire.pcap.CaptureRecord;
import java.io.IOException;

/** One way through captures: what passes the filter is read and handed on, frame by frame. */
final class Pass {
    private static final int LOOK_EVERY = 4096; // packets between looks at the clock and at Ctrl-C

    /** Who wants what a pass finds; each call is about the last packet, which is valid until it returns. */
    interface Sink {
        /** A record, before what it holds; packets only if they pass the filter. */
        default void record(CaptureRecord record, long frame) {}

        default void segment(CapturedSegment segment) {}

        default void notice(Notice notice) {}
    }

    private final PacketFilter filter;
    private final Progress progress;
    private final Stop stop;
    private final Tally tally = new Tally();

    Pass(PacketFilter filter, Progress progress, Stop stop) {
        this.filter = filter;
        this.progress = progress;
        this.stop = stop;
    }

    /** What was met. */
    Tally tally() {
        return tally;
    }

    /** Until the end of the files, or until it is to stop. */
    void run(CaptureFiles files, Sink sink) throws IOException {
        var segments = new SegmentReader();
        var notices = new NoticeReader();
        try {
            for (var record = files.next(); !(record instanceof CaptureRecord.End); record = files.next()) {
                if (!(record instanceof CaptureRecord.Packet packet)) {
                    sink.record(record, segments.frames());
                    continue;
                }
                tally.packet(packet);
                if (tally.packets() % LOOK_EVERY == 0) {
                    progress.at(files, tally.packets());
                    if (stop.isRequested()) return;
                }
                if (!filter.matches(packet)) {
                    segments.skip();
                    tally.refused(packet);
                    continue;
                }
                tally.chosen(packet);
                sink.record(packet, segments.frames() + 1);
                if (segments.read(packet)) {
                    tally.segment();
                    sink.segment(segments.segment());
                } else {
                    tally.other(packet);
                    notices.read(packet, segments.frames()).ifPresent(sink::notice);
                }
            }
        } finally {
            progress.end();
        }
    }
}
