/**
 * Connections rebuilt from a capture, in one pass and with bounded memory:
 * {@link dev.weir.analysis.conversation.ConversationTable} takes segments and hands out each
 * {@link dev.weir.analysis.conversation.Conversation} once it is complete, with all that was measured.
 */
package dev.weir.analysis.conversation;
