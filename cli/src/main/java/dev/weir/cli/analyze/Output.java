package dev.weir.cli.analyze;

import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.finding.Finding;
import java.util.List;

/** A form in which the results are told. */
interface Output {
    /** A connection that is complete; they come in the order in which they end. */
    void connection(Conversation conversation, List<Finding> findings);

    /** After the last connection. */
    void end(Result result);
}
