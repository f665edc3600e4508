package dev.weir.core.tcp;

import dev.weir.core.event.Flow;
import dev.weir.core.ip.SipHash;

/**
 * Initial sequence numbers: {@code ISN = M + F(flow, secret)}, where M ticks every 4 microseconds (MUST-8, SHLD-1,
 * MUST-9); and the offset of each flow's timestamp clock (RFC 7323 5.4).
 *
 * @spec https://www.rfc-editor.org/rfc/rfc6528 RFC 6528, section 3
 */
final class InitialSequence {
    private static final long TICK_NANOS = 4_000;

    private final SipHash function;

    InitialSequence(SipHash function) {
        this.function = function;
    }

    int of(Flow flow, long now) {
        return (int) (now / TICK_NANOS) + (int) function.hash(flow, 0);
    }

    /** Milliseconds to add to the clock, so that timestamps tell nothing about other flows or the uptime. */
    int timestampOffset(Flow flow) {
        return (int) function.hash(flow, 1);
    }
}
