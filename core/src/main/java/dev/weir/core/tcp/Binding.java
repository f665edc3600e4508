package dev.weir.core.tcp;

import dev.weir.wire.IpAddress;

/** A reserved local address and port; the address is ANY_IPV6 (both versions), ANY_IPV4 or one of ours. SKELETON */
public final class Binding {
    public IpAddress address() { throw new UnsupportedOperationException(); }
    /** 1..65535 */
    public int port() { throw new UnsupportedOperationException(); }
    /** gives the port back unless a listener or connection uses it; inside a turn; idempotent */
    public void release() { throw new UnsupportedOperationException(); }
}
