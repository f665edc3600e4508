package dev.weir.analysis.conversation;

import dev.weir.wire.IpAddress;

/**
 * The DNS lookup that told a client the address of its server, right before it connected. Times since 1970 UTC.
 *
 * @param questionFrame the first copy of the question
 */
public record NamePhase(
        String name, IpAddress nameServer, long questionFrame, long answerFrame, long questionNanos,
        long answerNanos) {}
