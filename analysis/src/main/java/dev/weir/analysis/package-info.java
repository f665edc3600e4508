/**
 * Connections rebuilt from live events.
 *
 * <p>Reading order: {@link dev.weir.analysis.Recording} keeps the events of the hosts;
 * {@link dev.weir.analysis.Timeline} joins what one side sent with what the other received into
 * {@link dev.weir.analysis.Passage}s; {@link dev.weir.analysis.Ladder} draws it,
 * {@link dev.weir.analysis.Summary} adds it up.
 */
package dev.weir.analysis;
