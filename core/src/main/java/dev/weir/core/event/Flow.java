package dev.weir.core.event;

import dev.weir.wire.IpAddress;

/** The two ends of a connection, seen from this stack. Ports 0..65535. */
public record Flow(IpAddress local, int localPort, IpAddress remote, int remotePort) {
    /** The same connection as its other end names it. */
    public Flow reversed() {
        return new Flow(remote, remotePort, local, localPort);
    }

    @Override
    public String toString() {
        return endpoint(local, localPort) + " -> " + endpoint(remote, remotePort);
    }

    /** {@code 10.0.0.1:80}, {@code [2001:db8::1]:80}. */
    public static String endpoint(IpAddress address, int port) {
        return address.isIpv4() ? address + ":" + port : "[" + address + "]:" + port;
    }
}
