package dev.weir.core.tcp;

import dev.weir.wire.IpAddress;
import java.util.List;

/** TCP of one stack. SKELETON; every method inside a turn; all may throw CallRefused. */
public final class Tcp {
    /** port 0: a free one out of the ephemeral range */
    public Binding bind(IpAddress address, int port, boolean reuseAddress, long now) { throw new UnsupportedOperationException(); }
    /** backlog 1..65535 established connections waiting for accept */
    public Listener listen(Binding binding, int backlog, ConnectionOptions options, Admission admission, long now) { throw new UnsupportedOperationException(); }
    /** binding null: address and port are chosen */
    public Connection open(Binding binding, IpAddress remote, int remotePort, ConnectionOptions options, long now) { throw new UnsupportedOperationException(); }
    /** connections that are not CLOSED, in order of their opening */
    public List<Connection> connections() { throw new UnsupportedOperationException(); }
    /** sockets' default */
    public ConnectionOptions defaultOptions() { throw new UnsupportedOperationException(); }
}
