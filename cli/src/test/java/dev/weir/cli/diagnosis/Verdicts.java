package dev.weir.cli.diagnosis;

import dev.weir.analysis.capture.Notice;
import dev.weir.analysis.capture.NoticeReader;
import dev.weir.analysis.capture.SegmentReader;
import dev.weir.analysis.conversation.ConversationTable;
import dev.weir.analysis.conversation.Limits;
import dev.weir.analysis.diagnosis.Examination;
import dev.weir.analysis.finding.Fault;
import dev.weir.analysis.finding.Finding;
import dev.weir.wire.pcap.CaptureDecoder;
import dev.weir.wire.pcap.CaptureRecord;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the rules find in a capture, as anybody would let them: reader, conversations, examination. */
record Verdicts(List<Finding> findings) {
    static Verdicts of(byte[] capture) {
        var findings = new ArrayList<Finding>();
        var examination = new Examination((_, found) -> findings.addAll(found));
        var table = new ConversationTable(Limits.DEFAULT, examination::accept);
        var segments = new SegmentReader();
        var notices = new NoticeReader();
        var decoder = CaptureDecoder.of(MemorySegment.ofArray(capture));
        for (var record = decoder.next(); !(record instanceof CaptureRecord.End); record = decoder.next()) {
            if (!(record instanceof CaptureRecord.Packet packet)) continue;
            examination.passed(packet.timestampNanos());
            if (segments.read(packet)) {
                table.accept(segments.segment());
            } else {
                notices.read(packet, segments.frames()).ifPresent(notice -> {
                    examination.accept(notice);
                    if (notice instanceof Notice.IcmpError error) table.accept(error);
                    if (notice instanceof Notice.NameLookup lookup) table.accept(lookup);
                });
            }
        }
        table.end();
        findings.addAll(examination.end(table.artefacts()));
        return new Verdicts(findings);
    }

    /** What is claimed of connections. */
    Set<Fault> faults() {
        return matching(false);
    }

    /** What is said of how the capture was made. */
    Set<Fault> artefacts() {
        return matching(true);
    }

    private Set<Fault> matching(boolean artefact) {
        var faults = EnumSet.noneOf(Fault.class);
        for (var finding : findings) {
            if (finding.fault().isArtefact() == artefact) faults.add(finding.fault());
        }
        return faults;
    }
}
