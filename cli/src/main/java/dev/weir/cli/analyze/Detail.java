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
    private static final Limits CLOSE = new Limits(16, Long.MAX_VALUE, Long.MAX_VALUE, 1 << 16, 256, EXAMPLES, EXAMPLES);

    static Detail read(CaptureFiles files, Pass pass, Conversation conversation, List<Finding> findings)
            throws IOException {
        var trail = new Trail(conversation);
        var found = new ArrayList<Conversation>();
        var table = new ConversationTable(CLOSE, found::add);
        pass.run(files, new Pass.Sink() {
            @Override
            public void segment(CapturedSegment segment) {
                if (!trail.isOf(segment)) return;
                trail.add(segment);
                table.accept(segment);
            }

            @Override
            public void notice(Notice notice) {
                if (notice instanceof Notice.IcmpError error) table.accept(error);
            }
        });
        table.end();
        var close = found.isEmpty() ? conversation : found.getFirst();
        return new Detail(conversation, findings, close, trail, new Notes(close, findings));
    }
}
