package dev.weir.sockets;

import dev.weir.core.Driver;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/**
 * A {@link DatagramSocket} over a stack of ours: unicast only. Of the options, {@code SO_TIMEOUT} and {@code IP_TOS} take
 * effect; buffer sizes are hints, as their documentation allows, and the stack's configuration decides.
 *
 * <p>A packet may be received into again and again: its room is what it was before the first time, unless its data or
 * length were set in between. One packet at a time is remembered.
 */
public final class WeirDatagramSocket extends DatagramSocket {
    private final UdpSocketImpl implementation;

    private WeirDatagramSocket(UdpSocketImpl implementation) {
        super(implementation);
        this.implementation = implementation;
    }

    /** A socket of {@code driver}'s stack, neither bound nor connected. */
    static WeirDatagramSocket over(Driver driver) {
        return new WeirDatagramSocket(new UdpSocketImpl(new Calls(driver)));
    }

    @Override
    public void bind(SocketAddress address) throws SocketException {
        if (!isClosed() && isBound()) throw new SocketException("Already bound");
        super.bind(address);
    }

    @Override
    public void send(DatagramPacket packet) throws IOException {
        if (isClosed()) throw Failures.closed();
        if (isConnected() && packet.getAddress() != null && !packet.getSocketAddress().equals(getRemoteSocketAddress())) {
            throw new IllegalArgumentException("Connected and packet address differ");
        }
        closingWhenInterrupted(() -> super.send(packet));
    }

    /** The superclass would hold its monitor while it waits: then nobody could change the timeout. */
    @Override
    public void receive(DatagramPacket packet) throws IOException {
        if (isClosed()) throw Failures.closed();
        if (!isBound()) bind(new InetSocketAddress(0));
        closingWhenInterrupted(() -> {
            synchronized (packet) {
                implementation.receive(packet);
            }
        });
    }

    /** As the JDK: an interrupted virtual thread that would wait closes the socket. */
    private void closingWhenInterrupted(Call call) throws IOException {
        try {
            call.run();
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (InterruptedIOException e) {
            close();
            throw new SocketException("Closed by interrupt");
        }
    }

    @FunctionalInterface
    private interface Call {
        void run() throws IOException;
    }

    @Override
    public void setSoTimeout(int timeout) throws SocketException {
        if (isClosed()) throw new SocketException("Socket is closed");
        if (timeout < 0) throw new IllegalArgumentException("timeout < 0");
        implementation.timeoutMillis(timeout);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        if (isClosed()) throw new SocketException("Socket is closed");
        return implementation.timeoutMillis();
    }

    @Override
    public void setTrafficClass(int trafficClass) throws SocketException {
        if (isClosed()) throw new SocketException("Socket is closed");
        implementation.trafficClass(trafficClass);
    }
}
