package dev.weir.sockets;

import dev.weir.core.Gate;
import dev.weir.core.ip.IcmpError;
import dev.weir.core.time.Deadline;
import dev.weir.core.udp.UdpDatagram;
import dev.weir.core.udp.UdpEndpoint;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.net.StandardSocketOptions;
import java.util.Set;

/** What is behind a {@link WeirDatagramSocket}: one endpoint of the stack's UDP. */
final class UdpSocketImpl extends UnicastSocketImpl {
    private static final String TIMED_OUT = "Receive timed out";

    /** The outcome of one look at the queue: one of the two, or neither. */
    private record Arrival(UdpDatagram datagram, IcmpError.Meaning error) {}

    private record Sent(boolean taken, IcmpError.Meaning error) {}

    private final Calls calls;
    private final Gate receiving; // guards what is received, and into what
    private UdpDatagram ahead; // peeked at
    private DatagramPacket lastPacket;
    private byte[] lastData;
    private int lastLength;
    private int lastRoom;
    private volatile UdpEndpoint endpoint; // null before bind
    private volatile boolean closed;
    private volatile int timeoutMillis;
    private volatile int trafficClass;
    private volatile int timeToLive;
    private volatile int queueBytes;

    UdpSocketImpl(Calls calls) {
        this.calls = calls;
        this.receiving = calls.driver().gate();
    }

    int timeoutMillis() {
        return timeoutMillis;
    }

    void timeoutMillis(int millis) {
        timeoutMillis = millis;
    }

    private UdpEndpoint requireOpen() throws SocketException {
        if (closed) throw Failures.closed();
        return endpoint;
    }

    // ---- bind, connect, close

    @Override
    protected void create() throws SocketException {
        var config = calls.ask((stack, now) -> stack.config());
        trafficClass = config.ip().trafficClass();
        timeToLive = config.ip().timeToLive();
        queueBytes = config.limits().udpQueueBytes();
    }

    @Override
    protected void bind(int port, InetAddress address) throws SocketException {
        var local = address.isAnyLocalAddress() ? IpAddress.ANY_IPV6 : IpAddress.of(address);
        var bound = calls.ask((stack, now) -> {
            var fresh = stack.udp().bind(local, port);
            fresh.useTrafficClass(trafficClass);
            fresh.useTimeToLive(timeToLive);
            return fresh;
        });
        endpoint = bound;
        localPort = bound.port();
        if (closed) release(bound);
    }

    @Override
    protected void connect(InetAddress address, int port) throws SocketException {
        var peer = IpAddress.of(calls.destination(address));
        var connecting = requireOpen();
        calls.ask((stack, now) -> {
            stack.udp().connect(connecting, peer, port);
            return null;
        });
    }

    @Override
    protected void disconnect() {
        var connected = endpoint;
        try {
            calls.ask((stack, now) -> {
                stack.udp().disconnect(connected);
                return null;
            });
        } catch (SocketException e) {
            assert calls.driver().isClosed(); // disconnecting is never refused, and then nothing is connected
        }
    }

    @Override
    protected void close() {
        closed = true;
        var bound = endpoint;
        if (bound != null) release(bound);
    }

    private void release(UdpEndpoint bound) {
        try {
            calls.ask((stack, now) -> {
                stack.udp().close(bound);
                return null;
            });
        } catch (SocketException e) {
            assert calls.driver().isClosed(); // closing is never refused, and a closed stack has closed it
        }
    }

    // ---- send, receive

    @Override
    protected void send(DatagramPacket packet) throws IOException {
        var peer = IpAddress.of(calls.destination(packet.getAddress()));
        int port = packet.getPort();
        byte[] bytes = packet.getData(); // read here: our caller holds the packet's monitor, and another thread may drive
        int offset = packet.getOffset();
        int length = packet.getLength();
        while (true) {
            var sender = requireOpen();
            var sent = calls.ask((stack, now) -> {
                var error = sender.takeError();
                if (isReported(error)) return new Sent(false, error);
                return new Sent(stack.udp().send(sender, peer, port, bytes, offset, length, now), null);
            });
            if (sent.error() != null) throw Failures.ofDatagrams(sent.error());
            if (sent.taken()) return;
            calls.await(sender.writable(), () -> sender.isWritable() || closed, Deadline.NEVER);
        }
    }

    @Override
    protected void receive(DatagramPacket packet) throws IOException {
        long deadline = calls.deadline(timeoutMillis);
        calls.enter(receiving, deadline, TIMED_OUT);
        try {
            var datagram = next(deadline);
            ahead = null;
            fill(packet, datagram);
        } finally {
            receiving.leave();
        }
    }

    @Override
    protected int peekData(DatagramPacket packet) throws IOException {
        long deadline = calls.deadline(timeoutMillis);
        calls.enter(receiving, deadline, TIMED_OUT);
        try {
            fill(packet, next(deadline));
            return packet.getPort();
        } finally {
            receiving.leave();
        }
    }

    private UdpDatagram next(long deadline) throws IOException {
        while (ahead == null) {
            var receiver = requireOpen();
            var arrival = calls.ask((stack, now) -> {
                var error = receiver.takeError(); // before what arrived, as in Linux
                return isReported(error) ? new Arrival(null, error) : new Arrival(fromPeer(receiver), null);
            });
            if (arrival.error() != null) throw Failures.ofDatagrams(arrival.error());
            ahead = arrival.datagram();
            if (ahead == null) {
                calls.await(receiver.readable(), () -> receiver.isReadable() || closed, deadline, TIMED_OUT);
            }
        }
        return ahead;
    }

    /** Inside a turn: what others sent before the socket was connected is thrown away. */
    private static UdpDatagram fromPeer(UdpEndpoint receiver) {
        UdpDatagram datagram = receiver.receive();
        while (datagram != null && receiver.isConnected()
                && !(datagram.source().equals(receiver.remote()) && datagram.sourcePort() == receiver.remotePort())) {
            datagram = receiver.receive();
        }
        return datagram;
    }

    private static boolean isReported(IcmpError.Meaning error) {
        return error != null && Failures.ofDatagrams(error) != null;
    }

    /** {@link DatagramPacket#setLength} shrinks the packet's room too, which has to outlast a short datagram. */
    private void fill(DatagramPacket packet, UdpDatagram datagram) {
        boolean untouched = packet == lastPacket && packet.getData() == lastData && packet.getLength() == lastLength;
        int room = untouched ? lastRoom : packet.getLength();
        int length = Math.min(room, datagram.bytes().length);
        System.arraycopy(datagram.bytes(), 0, packet.getData(), packet.getOffset(), length);
        packet.setLength(length);
        packet.setAddress(datagram.source().toInetAddress());
        packet.setPort(datagram.sourcePort());
        lastPacket = packet;
        lastData = packet.getData();
        lastLength = length;
        lastRoom = room;
    }

    // ---- options

    @Override
    protected Set<SocketOption<?>> supportedOptions() {
        return Set.of(StandardSocketOptions.IP_TOS);
    }

    @Override
    protected <T> void setOption(SocketOption<T> option, T value) throws IOException {
        if (option != StandardSocketOptions.IP_TOS) super.setOption(option, value);
        if (!(value instanceof Integer bits)) throw new IllegalArgumentException("Invalid value '" + value + "'");
        trafficClass(bits);
    }

    void trafficClass(int bits) throws SocketException {
        if (bits < 0 || bits > 255) throw new IllegalArgumentException("Invalid IP_TOS value");
        trafficClass = bits;
        use();
    }

    @Override
    protected <T> T getOption(SocketOption<T> option) throws IOException {
        return option == StandardSocketOptions.IP_TOS ? option.type().cast(trafficClass) : super.getOption(option);
    }

    private void use() throws SocketException {
        var bound = requireOpen();
        if (bound == null) return;
        calls.ask((stack, now) -> {
            bound.useTrafficClass(trafficClass);
            bound.useTimeToLive(timeToLive);
            return null;
        });
    }

    @Override
    public void setOption(int id, Object value) throws SocketException {
        switch (id) {
            case SocketOptions.IP_TOS -> trafficClass((int) value);
            case SocketOptions.SO_RCVBUF, SocketOptions.SO_SNDBUF -> { } // hints
            default -> {
                if (!value.equals(getOption(id))) throw new SocketException("Option not supported");
            }
        }
    }

    @Override
    public Object getOption(int id) throws SocketException {
        var bound = requireOpen();
        return switch (id) {
            case SocketOptions.IP_TOS -> trafficClass;
            case SocketOptions.SO_RCVBUF, SocketOptions.SO_SNDBUF -> queueBytes;
            case SocketOptions.SO_REUSEADDR, SocketOptions.SO_BROADCAST -> false;
            case SocketOptions.SO_BINDADDR -> bound == null
                    ? IpAddress.ANY_IPV6.toInetAddress()
                    : calls.ask((stack, now) -> bound.local()).toInetAddress();
            default -> throw new SocketException("Unknown option " + id);
        };
    }

    @Override
    protected void setTimeToLive(int hops) throws IOException {
        if (hops < 1 || hops > 255) throw new IllegalArgumentException("ttl out of range");
        timeToLive = hops;
        use();
    }

    @Override
    protected int getTimeToLive() {
        return timeToLive;
    }
}
