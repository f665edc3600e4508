package dev.weir.cli.analyze;

import dev.weir.analysis.capture.CaptureFile;
import dev.weir.analysis.capture.CaptureFiles;
import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.analysis.capture.Notice;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.ConversationTable;
import dev.weir.analysis.conversation.Limits;
import dev.weir.analysis.diagnosis.Examination;
import dev.weir.analysis.finding.Finding;
import dev.weir.wire.pcap.CaptureRecord;
import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;

/** Reads captures once: rebuilds their connections, and puts the rules to each. */
final class Reading {
    private final CaptureFiles files;
    private final Pass pass;

    Reading(CaptureFiles files, Pass pass) {
        this.files = files;
        this.pass = pass;
    }

    /**
     * To the end.
     *
     * @param filter as it was written
     * @param judged takes each connection once, with what was found
     */
    Result run(String filter, BiConsumer<Conversation, List<Finding>> judged) throws IOException {
        var ranking = new Ranking();
        var examination = new Examination((conversation, findings) -> {
            findings.forEach(finding -> ranking.add(Claim.of(finding, conversation)));
            judged.accept(conversation, findings);
        });
        var table = new ConversationTable(Limits.DEFAULT, examination::accept);
        pass.run(files, new Pass.Sink() {
            @Override
            public void record(CaptureRecord record, long frame) {
                if (record instanceof CaptureRecord.Packet packet) examination.passed(packet.timestampNanos());
            }

            @Override
            public void segment(CapturedSegment segment) {
                table.accept(segment);
            }

            @Override
            public void notice(Notice notice) {
                if (notice instanceof Notice.IcmpError error) table.accept(error);
                if (notice instanceof Notice.NameLookup lookup) table.accept(lookup);
                examination.accept(notice);
            }
        });
        table.end();
        examination.end(table.artefacts()).forEach(finding -> ranking.add(Claim.ofTheFile(finding)));
        var names = files.files().stream().map(CaptureFile::name).toList();
        return new Result(names, filter, pass.tally(), table.artefacts(), ranking, files.damages());
    }
}
