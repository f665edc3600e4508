/**
 * How a conversation is judged: a {@link dev.weir.analysis.rule.Rule} looks at one
 * {@link dev.weir.analysis.conversation.Conversation} and what else the file holds, and claims what it can prove. The
 * rules stand in packages by what they are about: {@code open} how connections come to be, {@code cut} how they break,
 * {@code path} what the path does not carry, {@code talk} what applications say, {@code slow} where time goes,
 * {@code artefact} what is due to the way of capturing.
 */
package dev.weir.analysis.rule;
