package dev.weir.analysis.diagnosis;

import dev.weir.analysis.capture.Notice;
import dev.weir.analysis.conversation.Artefacts;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Handshake.Outcome;
import dev.weir.analysis.finding.Finding;
import dev.weir.analysis.rule.FileContext;
import dev.weir.analysis.rule.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Judges the conversations of one capture as they become complete. Those that others may explain (no answer, cut off,
 * still
 * open) wait for the end of the file, at most {@value #MAXIMUM_WAITING} of them; the others are judged at once.
 *
 * {@snippet :
 * var examination = new Examination((conversation, findings) -> show(conversation, findings));
 * var table = new ConversationTable(Limits.DEFAULT, examination::accept);
 * // each packet: table.accept(segment), or examination.accept(notice) and, for ICMP, table.accept(error)
 * table.end();
 * var aboutTheFile = examination.end(table.artefacts());
 * }
 *
 * <p>Not thread-safe.
 */
public final class Examination {
    public static final int MAXIMUM_WAITING = 20_000;

    private final BiConsumer<Conversation, List<Finding>> judged;
    private final FileContext context = new FileContext();
    private final List<Conversation> waiting = new ArrayList<>();

    /** @param judged takes each conversation once, with what was found in it: mostly nothing */
    public Examination(BiConsumer<Conversation, List<Finding>> judged) {
        this.judged = judged;
    }

    public void accept(Notice notice) {
        context.accept(notice);
    }

    /** A packet was captured then, of whatever kind: silence until then is known to be silence. */
    public void passed(long timestampNanos) {
        context.passed(timestampNanos);
    }

    /** A complete conversation. */
    public void accept(Conversation conversation) {
        context.accept(conversation);
        if (dependsOnOthers(conversation) && waiting.size() < MAXIMUM_WAITING) waiting.add(conversation);
        else judge(conversation);
    }

    /** After the last conversation: judges what waited, and the file as a whole. */
    public List<Finding> end(Artefacts artefacts) {
        context.artefacts(artefacts);
        waiting.forEach(this::judge);
        waiting.clear();
        var findings = new Findings("the capture");
        for (var rule : RuleBook.OF_FILES) rule.examine(context, findings);
        return findings.list();
    }

    private static boolean dependsOnOthers(Conversation c) {
        return c.handshake().outcome() != Outcome.COMPLETE || c.handshake().syns() > 1
                || c.end() != Conversation.End.CLOSED;
    }

    private void judge(Conversation conversation) {
        var findings = new Findings(conversation.toString());
        if (!conversation.isOneSided()) {
            for (var rule : RuleBook.OF_CONVERSATIONS) rule.examine(conversation, context, findings);
        }
        judged.accept(conversation, findings.list());
    }
}
