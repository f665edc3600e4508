package dev.weir.analysis.rule;

import dev.weir.analysis.conversation.Conversation;

/**
 * Looks for one fault, or a few that must be told apart, in one conversation. A rule that is not sure claims nothing: a
 * wrong verdict costs more trust than none. Without state, so one object serves all conversations.
 */
@FunctionalInterface
public interface Rule {
    /**
     * @param conversation complete
     * @param context the rest of the file
     * @param findings what earlier rules found in this conversation; takes what this one finds
     */
    void examine(Conversation conversation, FileContext context, Findings findings);
}
