package dev.weir.cli.analyze;

import dev.weir.analysis.capture.CaptureFiles;
import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.analysis.capture.Notice;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.ConversationTable;
import dev.weir.analysis.conversation.Limits;
import dev.weir.analysis.finding.Finding;
import dev.weir.analysis.trail.Notes;
import dev.weir.analysis.trail.Trail;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One connection read again, with all its segments and all that happened to it.
 *
 * @param conversation as the first reading gave it, with its number
 * @param findings about it
 * @param close the same with more examples of each happening
 */
record Detail(Conversation conversation, List<Finding> findings, Conversation close, Trail trail, Notes notes) {
    private static final int EXAMPLES = 20_000;
    private static final Limits CLOSE = new Limits(16, Long.MAX_VALUE, Long.MAX_VALUE, 1 << 16, 256, EXAMPLES,
            EXAMPLES);

    /** A connection as the first reading gave it, and what was found in it. */
    record Wanted(Conversation conversation, List<Finding> findings) {}

    /** Reads them all in one pass; in the same order. */
    static List<Detail> read(CaptureFiles files, Pass pass, List<Wanted> wanted) throws IOException {
        var closer = wanted.stream().map(Closer::new).toList();
        pass.run(files, new Pass.Sink() {
            @Override
            public void segment(CapturedSegment segment) {
                for (var each : closer) each.accept(segment);
            }

            @Override
            public void notice(Notice notice) {
                if (!(notice instanceof Notice.IcmpError error)) return;
                for (var each : closer) each.table.accept(error);
            }
        });
        return closer.stream().map(Closer::detail).toList();
    }

    /** One of them in the making. */
    private static final class Closer {
        private final Wanted wanted;
        private final Trail trail;
        private final List<Conversation> found = new ArrayList<>();
        private final ConversationTable table = new ConversationTable(CLOSE, found::add);

        Closer(Wanted wanted) {
            this.wanted = wanted;
            trail = new Trail(wanted.conversation());
        }

        void accept(CapturedSegment segment) {
            if (!trail.isOf(segment)) return;
            trail.add(segment);
            table.accept(segment);
        }

        Detail detail() {
            table.end();
            var close = found.isEmpty() ? wanted.conversation() : found.getFirst();
            return new Detail(wanted.conversation(), wanted.findings(), close, trail,
                    new Notes(close, wanted.findings()));
        }
    }
}
