package dev.weir.core.tcp;

/** What a segment can be for: RFC 9293 3.10.7 asks first which of these it meets. */
public sealed interface TcpEndpoint permits Listener, HalfOpen, Connection, TimeWait {}
