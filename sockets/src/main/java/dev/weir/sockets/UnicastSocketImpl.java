package dev.weir.sockets;

import java.io.IOException;
import java.net.DatagramSocketImpl;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;

/** What {@code java.net} asks of a datagram socket beyond sending and receiving: groups, which we do not have, and old names. */
abstract sealed class UnicastSocketImpl extends DatagramSocketImpl permits UdpSocketImpl {
    @Override
    protected final void join(InetAddress group) throws IOException {
        throw noMulticast();
    }

    @Override
    protected final void leave(InetAddress group) throws IOException {
        throw noMulticast();
    }

    @Override
    protected final void joinGroup(SocketAddress group, NetworkInterface device) throws IOException {
        throw noMulticast();
    }

    @Override
    protected final void leaveGroup(SocketAddress group, NetworkInterface device) throws IOException {
        throw noMulticast();
    }

    private static SocketException noMulticast() {
        return new SocketException("Multicast is not supported");
    }

    @Override
    @Deprecated(forRemoval = true)
    @SuppressWarnings("removal")
    protected final void setTTL(byte hops) throws IOException {
        setTimeToLive(hops & 0xff);
    }

    @Override
    @Deprecated(forRemoval = true)
    @SuppressWarnings("removal")
    protected final byte getTTL() throws IOException {
        return (byte) getTimeToLive();
    }

    /** An address cannot be changed from outside {@code java.net}, so only {@link #peekData} can answer. */
    @Override
    protected final int peek(InetAddress address) throws IOException {
        throw new UnsupportedOperationException("peekData says who sent it");
    }
}
