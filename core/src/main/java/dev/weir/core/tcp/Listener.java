package dev.weir.core.tcp;

import dev.weir.core.buffer.WaitPoint;
import dev.weir.wire.IpAddress;

/** SKELETON */
public final class Listener implements TcpEndpoint {
    public IpAddress address() { throw new UnsupportedOperationException(); }
    public int port() { throw new UnsupportedOperationException(); }
    /** inside a turn: the oldest established connection, or null */
    public Connection accept(long now) { throw new UnsupportedOperationException(); }
    /** any thread, volatile */
    public boolean hasPending() { throw new UnsupportedOperationException(); }
    public WaitPoint acceptable() { throw new UnsupportedOperationException(); }
    /** any thread, volatile */
    public boolean isClosed() { throw new UnsupportedOperationException(); }
    /** inside a turn: connections not accepted yet are reset */
    public void close(long now) { throw new UnsupportedOperationException(); }
    public ConnectionOptions options() { throw new UnsupportedOperationException(); }
    public void options(ConnectionOptions options) { throw new UnsupportedOperationException(); }
}
