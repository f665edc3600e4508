package dev.weir.core.tcp;

import dev.weir.core.event.Flow;

/** What a segment can be for: RFC 9293 3.10.7 asks first which of these it meets. */
public sealed interface TcpEndpoint permits Listener, TcpEndpoint.OfFlow {
    /** An endpoint that belongs to one pair of addresses and ports, and stands in the {@link ConnectionTable}. */
    sealed interface OfFlow extends TcpEndpoint permits HalfOpen, Connection, TimeWait {
        Flow flow();
    }
}
