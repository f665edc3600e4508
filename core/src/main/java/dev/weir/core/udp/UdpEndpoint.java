package dev.weir.core.udp;

import dev.weir.core.buffer.WaitPoint;
import dev.weir.core.ip.IcmpError;
import dev.weir.wire.IpAddress;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * One UDP port of ours, with its two queues. Made by {@link Udp#bind}, which also has its verbs; those and the
 * accessors belong into a turn, except where "any thread" is said.
 */
public final class UdpEndpoint {
    /** What a queued datagram costs besides its bytes, so that empty ones are limited too. */
    static final int OVERHEAD_BYTES = 64;

    record Outgoing(
            IpAddress source, IpAddress destination, int port, int trafficClass, int timeToLive, byte[] bytes) {}

    private final WaitPoint readable = new WaitPoint();
    private final WaitPoint writable = new WaitPoint();
    private final IpAddress bound;
    private final int port;
    private final int limitBytes;
    private final Consumer<Object> wake;
    private final ArrayDeque<UdpDatagram> received = new ArrayDeque<>();
    private final ArrayDeque<Outgoing> outgoing = new ArrayDeque<>();
    private int receivedBytes;
    private int outgoingBytes;
    private IpAddress local; // as bound, or chosen by connect
    private IpAddress remote; // null unless connected
    private int remotePort;
    private IpAddress lastDestination; // of the last datagram sent: what an ICMP error may be about
    private int lastPort;
    private int trafficClass;
    private int timeToLive;
    private IcmpError.Meaning error;
    private volatile boolean hasSomething; // written in turns, read by who waits
    private volatile boolean hasRoom = true;
    private volatile boolean closed;

    UdpEndpoint(IpAddress bound, int port, int limitBytes, int trafficClass, int timeToLive, Consumer<Object> wake) {
        this.bound = bound;
        this.local = bound;
        this.port = port;
        this.limitBytes = limitBytes;
        this.trafficClass = trafficClass;
        this.timeToLive = timeToLive;
        this.wake = wake;
    }

    /** Our address; unspecified if datagrams to all of them are taken. */
    public IpAddress local() {
        return local;
    }

    /** 1..65535. */
    public int port() {
        return port;
    }

    public boolean isConnected() {
        return remote != null;
    }

    /** The only peer; null unless connected. */
    public IpAddress remote() {
        return remote;
    }

    /** 0 unless connected. */
    public int remotePort() {
        return remotePort;
    }

    /** Any thread: where to wait for {@link #isReadable}. */
    public WaitPoint readable() {
        return readable;
    }

    /** Any thread: where to wait for {@link #isWritable}. */
    public WaitPoint writable() {
        return writable;
    }

    /** Any thread: a datagram or an error is there, or the endpoint was closed. */
    public boolean isReadable() {
        return hasSomething || closed;
    }

    /** Any thread: {@link Udp#send} takes something, or the endpoint was closed. */
    public boolean isWritable() {
        return hasRoom || closed;
    }

    /** Any thread. */
    public boolean isClosed() {
        return closed;
    }

    /** From the next datagram on: DSCP and ECN bits, 0..255. */
    public void useTrafficClass(int trafficClass) {
        this.trafficClass = trafficClass;
    }

    /** From the next datagram on: TTL or hop limit, 1..255. */
    public void useTimeToLive(int timeToLive) {
        this.timeToLive = timeToLive;
    }

    /** The oldest datagram; null if there is none. */
    public UdpDatagram receive() {
        UdpDatagram datagram = received.poll();
        if (datagram != null) receivedBytes -= cost(datagram.bytes());
        hasSomething = !received.isEmpty() || error != null;
        return datagram;
    }

    /** What ICMP last said about this connected endpoint's datagrams, once; null if nothing. */
    public IcmpError.Meaning takeError() {
        IcmpError.Meaning taken = error;
        error = null;
        hasSomething = !received.isEmpty();
        return taken;
    }

    /** False if the queue is full; one datagram always finds room, however long. */
    boolean offer(UdpDatagram datagram) {
        int cost = cost(datagram.bytes());
        if (!received.isEmpty() && receivedBytes + cost > limitBytes) return false;
        received.add(datagram);
        receivedBytes += cost;
        hasSomething = true;
        readable.signal(wake);
        return true;
    }

    void failed(IcmpError.Meaning meaning) {
        error = meaning;
        hasSomething = true;
        readable.signal(wake);
    }

    /** False, and {@link #isWritable} false until there is room, if the queue is full. */
    boolean enqueue(IpAddress source, IpAddress destination, int destinationPort, byte[] bytes) {
        if (!outgoing.isEmpty() && outgoingBytes + cost(bytes) > limitBytes) {
            hasRoom = false;
            return false;
        }
        outgoing.add(new Outgoing(source, destination, destinationPort, trafficClass, timeToLive, bytes));
        outgoingBytes += cost(bytes);
        lastDestination = destination;
        lastPort = destinationPort;
        return true;
    }

    /** The next datagram to be sent; null if none. */
    Outgoing next() {
        return outgoing.peek();
    }

    /** The next datagram was sent. Who waits is woken when half of the queue is free, to come with more than one. */
    void sent() {
        outgoingBytes -= cost(outgoing.remove().bytes());
        if (hasRoom || outgoingBytes > limitBytes / 2) return;
        hasRoom = true;
        writable.signal(wake);
    }

    void connect(IpAddress local, IpAddress remote, int remotePort) {
        this.local = local;
        this.remote = remote;
        this.remotePort = remotePort;
        error = null;
        hasSomething = !received.isEmpty();
    }

    void disconnect() {
        connect(bound, null, 0);
    }

    void close() {
        closed = true;
        received.clear();
        receivedBytes = 0;
        readable.signal(wake);
        writable.signal(wake);
    }

    IpAddress bound() {
        return bound;
    }

    int receivedBytes() {
        return receivedBytes;
    }

    int outgoingBytes() {
        return outgoingBytes;
    }

    /** Whether a datagram for this port between these two is ours. */
    boolean accepts(IpAddress to, IpAddress from, int fromPort) {
        return covers(local, to) && (remote == null || remotePort == fromPort && remote.equals(from));
    }

    /** Whether an ICMP error about a datagram to there can be about one that this endpoint sent. */
    boolean hasSentTo(IpAddress destination, int destinationPort) {
        return remote != null ? remotePort == destinationPort && remote.equals(destination)
                : lastPort == destinationPort && destination.equals(lastDestination);
    }

    /** An unspecified address stands for all: {@code 0.0.0.0} for those of IPv4, {@code ::} for both versions. */
    static boolean covers(IpAddress pattern, IpAddress address) {
        return pattern.equals(address) || pattern.equals(IpAddress.ANY_IPV6)
                || pattern.equals(IpAddress.ANY_IPV4) && address.isIpv4();
    }

    private static int cost(byte[] bytes) {
        return bytes.length + OVERHEAD_BYTES;
    }
}
