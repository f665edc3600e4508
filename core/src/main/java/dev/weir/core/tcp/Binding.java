package dev.weir.core.tcp;

import dev.weir.wire.IpAddress;

/**
 * A reserved local address and port. The address is {@link IpAddress#ANY_IPV6} (both versions, as in the JDK), {@link
 * IpAddress#ANY_IPV4}, or one of ours.
 *
 * <p>Held by the socket that asked for it, and by the listener and connections that grew out of it; free when nobody
 * holds it any more. Inside a turn only.
 */
public final class Binding {
    private final Bindings table;
    private final IpAddress address;
    private final int port;
    private final boolean reuse;
    private final boolean reusePort;
    private int holders = 1;
    private boolean listening;
    private boolean released;
    private ConnectionOptions answering; // null: as new sockets have them

    Binding(Bindings table, IpAddress address, int port, boolean reuse, boolean reusePort) {
        this.table = table;
        this.address = address;
        this.port = port;
        this.reuse = reuse;
        this.reusePort = reusePort;
    }

    public IpAddress address() {
        return address;
    }

    /** 1..65535. */
    public int port() {
        return port;
    }

    /** What a socket that has bound, but does not listen, says of resets: their traffic class and hops; FreeBSD's way. */
    public void answersWith(ConnectionOptions options) {
        answering = options;
    }

    ConnectionOptions answering() {
        return answering;
    }

    /** The socket that bound no longer needs it; idempotent. */
    public void release() {
        if (released) return;
        released = true;
        drop();
    }

    boolean isWildcard() {
        return address.isUnspecified();
    }

    boolean covers(IpAddress other) {
        return address.equals(IpAddress.ANY_IPV6)
                || address.equals(IpAddress.ANY_IPV4) && other.isIpv4()
                || address.equals(other);
    }

    boolean overlaps(IpAddress other) {
        return covers(other) || other.equals(IpAddress.ANY_IPV6) || other.equals(IpAddress.ANY_IPV4) && address.isIpv4();
    }

    boolean reuse() {
        return reuse;
    }

    boolean reusePort() {
        return reusePort;
    }

    boolean listening() {
        return listening;
    }

    void listening(boolean isListening) {
        listening = isListening;
    }

    void hold() {
        holders++;
    }

    void drop() {
        if (--holders == 0) table.remove(this);
    }
}
