package dev.weir.sockets;

import dev.weir.core.Driver;
import dev.weir.core.Gate;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Flow;
import dev.weir.core.tcp.Admission;
import dev.weir.core.tcp.Binding;
import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.ConnectionOptions;
import dev.weir.core.tcp.Listener;
import dev.weir.core.time.Deadline;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

/**
 * The life of one socket: created, bound, connected or listening, closed. {@link SocketInput} and {@link SocketOutput}
 * are its two streams, {@link Ending} its close. The order of checks and the wording follow the JDK's {@code
 * NioSocketImpl}, and where that leaves it to the operating system, Linux.
 *
 * <p>Requests run in anybody's turn, so they take no lock of a socket; a thread may hold {@link #lock} while it submits.
 */
final class TcpSocketImpl extends SettingsSocketImpl {
    /** Only forward. A server socket stays UNCONNECTED until it is closed. */
    private enum Phase { NEW, UNCONNECTED, CONNECTING, CONNECTED, CLOSED }

    private final Admission admission;
    private final Gate waiting; // one thread in connect or accept
    private volatile Phase phase = Phase.NEW; // changes of what follows are guarded by lock
    private Binding binding;
    private Listener listener;
    private volatile Connection connection;
    private volatile boolean inputShutdown;
    private boolean outputShutdown;
    private final AtomicBoolean errorTaken = new AtomicBoolean();
    private final AtomicBoolean lingered = new AtomicBoolean();
    private final SocketInput input;
    private final SocketOutput output;

    /** @param admission of a server; null for a client */
    TcpSocketImpl(Driver driver, Admission admission) {
        super(new Calls(driver), admission == null ? Settings.OF_CLIENTS : Settings.OF_SERVERS);
        this.admission = admission;
        this.waiting = driver.gate();
        this.input = new SocketInput(this);
        this.output = new SocketOutput(this);
    }

    // ---- for the streams and WeirSocket

    Calls calls() {
        return calls;
    }

    Connection connection() {
        return connection;
    }

    boolean isOpen() {
        return phase != Phase.CLOSED;
    }

    boolean isInputShutdown() {
        return inputShutdown;
    }

    Connection requireConnected() throws SocketException {
        return switch (phase) {
            case NEW, UNCONNECTED, CONNECTING -> throw new SocketException("Not connected");
            case CONNECTED -> connection;
            case CLOSED -> throw Failures.closed();
        };
    }

    /** True for the first read or write that meets the error; later ones meet an end of stream or a broken pipe. */
    boolean takeError(CloseReason reason) {
        return reason != CloseReason.NONE && reason != CloseReason.CLOSED && errorTaken.compareAndSet(false, true);
    }

    <R> Optional<R> ask(BiFunction<Connection, Long, R> question) {
        Connection subject = connection;
        if (subject == null) return Optional.empty();
        try {
            return Optional.of(calls.ask((stack, now) -> question.apply(subject, now)));
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    @Override
    void requireOpen() throws SocketException {
        if (phase == Phase.NEW) throw new SocketException("Socket not created");
        if (phase == Phase.CLOSED) throw Failures.closed();
    }

    // ---- create, bind, connect

    @Override
    protected void create(boolean stream) throws IOException {
        if (!stream) throw new IOException("Datagram socket creation not supported");
        synchronized (lock) {
            if (phase != Phase.NEW) throw new IOException("Already created");
            settings = Settings.of(calls.ask((stack, now) -> stack.tcp().defaultOptions()), admission != null);
            phase = Phase.UNCONNECTED;
        }
    }

    @Override
    protected void bind(InetAddress host, int port) throws IOException {
        synchronized (lock) {
            requireOpen();
            if (localport != 0) throw new SocketException("Already bound");
            // as the JDK where there is IPv6: either wildcard means both versions
            var local = host.isAnyLocalAddress() ? IpAddress.ANY_IPV6 : IpAddress.of(host);
            boolean reuse = settings.reuseAddress();
            boolean reusePort = settings.reusePort();
            binding = calls.ask((stack, now) -> stack.tcp().bind(local, port, reuse, reusePort, now));
            address = host;
            localport = binding.port();
        }
    }

    @Override
    protected void connect(String host, int port) throws IOException {
        connect(new InetSocketAddress(host, port), 0);
    }

    @Override
    protected void connect(InetAddress address, int port) throws IOException {
        connect(new InetSocketAddress(address, port), 0);
    }

    /** @param timeout in milliseconds; 0 for none but the stack's own */
    @Override
    protected void connect(SocketAddress remote, int timeout) throws IOException {
        if (!(remote instanceof InetSocketAddress peer)) throw new IOException("Unsupported address type");
        if (peer.isUnresolved()) throw new UnknownHostException(peer.getHostName());
        try {
            waiting.enter(Deadline.NEVER);
            try {
                connect(peer.getAddress(), peer.getPort(), calls.deadline(timeout));
            } finally {
                waiting.leave();
            }
        } catch (SocketTimeoutException e) {
            close();
            throw e;
        } catch (InterruptedIOException e) {
            close();
            throw new SocketException("Closed by interrupt");
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void connect(InetAddress named, int remotePort, long deadline) throws IOException {
        InetAddress remote = calls.destination(named);
        Connection opening;
        synchronized (lock) {
            switch (phase) {
                case NEW -> throw new SocketException("Not created");
                case UNCONNECTED -> phase = Phase.CONNECTING;
                case CONNECTING -> throw new SocketException("Connection in progress");
                case CONNECTED -> throw new SocketException("Already connected");
                case CLOSED -> throw Failures.closed();
            }
            address = remote;
            port = remotePort;
            if (remotePort == 0) throw Failures.ofConnect(CloseReason.REFUSED); // nobody can listen there
            var local = binding;
            var options = settings.connection();
            opening = calls.ask((stack, now) ->
                    stack.tcp().open(local, IpAddress.of(remote), remotePort, options, now));
            connection = opening;
        }
        boolean putOff = calls.ask((stack, now) -> opening.isSynWaiting(now)); // Fast Open: the first write opens it
        if (!putOff) calls.await(opening.opened(), () -> opening.isOpened() || opening.closeReason() != CloseReason.NONE || !isOpen(),
                deadline, "Connect timed out");
        synchronized (lock) {
            if (!isOpen()) throw Failures.closed();
            if (!putOff && !opening.isOpened()) throw Failures.ofConnect(opening.closeReason());
            localport = opening.flow().localPort();
            phase = Phase.CONNECTED;
        }
    }

    // ---- listen, accept

    @Override
    protected void listen(int backlog) throws IOException {
        synchronized (lock) {
            requireOpen();
            if (localport == 0) throw new SocketException("Not bound");
            int length = Math.clamp(backlog < 1 ? WeirServerSocketFactory.DEFAULT_BACKLOG : backlog, 1, 65535);
            var local = binding;
            var options = settings.connection();
            listener = calls.ask((stack, now) -> stack.tcp().listen(local, length, options, admission, now));
        }
    }

    @Override
    protected void accept(SocketImpl target) throws IOException {
        var accepted = (TcpSocketImpl) target;
        if (accepted.phase != Phase.NEW) throw new SocketException("Not a newly created SocketImpl");
        String timedOut = "Accept timed out";
        long deadline = calls.deadline(timeoutMillis());
        calls.enter(waiting, deadline, timedOut);
        try {
            while (true) {
                requireOpen();
                if (localport == 0) throw new SocketException("Not bound");
                Listener source = listener;
                if (source == null) throw new SocketException("Invalid argument"); // bound, but it does not listen
                Connection next = source.hasPending() ? calls.ask((stack, now) -> source.accept(now)) : null;
                if (next != null) {
                    accepted.adopt(next, settings);
                    return;
                }
                if (isOpen() && source.isClosed()) throw Failures.stackClosed();
                calls.await(source.acceptable(), () -> source.hasPending() || source.isClosed() || !isOpen(), deadline,
                        timedOut);
            }
        } finally {
            waiting.leave();
        }
    }

    /** Becomes the socket of an accepted connection, with what Linux lets it inherit. */
    private void adopt(Connection accepted, Settings inherited) {
        synchronized (lock) {
            settings = inherited.with(accepted.options());
            Flow flow = accepted.flow();
            address = flow.remote().toInetAddress();
            port = flow.remotePort();
            localport = flow.localPort();
            connection = accepted;
            phase = Phase.CONNECTED;
        }
    }

    // ---- data

    @Override
    protected InputStream getInputStream() {
        return input;
    }

    @Override
    protected OutputStream getOutputStream() {
        return output;
    }

    @Override
    protected int available() throws IOException {
        Connection source = requireConnected();
        return inputShutdown ? 0 : source.available();
    }

    @Override
    protected boolean supportsUrgentData() {
        return true;
    }

    @Override
    protected void sendUrgentData(int data) throws IOException {
        output.writeUrgent(data);
    }

    // ---- the end

    @Override
    protected void shutdownInput() throws IOException {
        synchronized (lock) {
            Connection half = requireConnected();
            if (inputShutdown) return;
            inputShutdown = true;
            calls.ask((stack, now) -> {
                Ending.unlessOver(() -> half.shutdownInput(now));
                stack.signal(half.readable());
                return null;
            });
        }
    }

    @Override
    protected void shutdownOutput() throws IOException {
        synchronized (lock) {
            Connection half = requireConnected();
            if (outputShutdown) return;
            outputShutdown = true;
            calls.ask((stack, now) -> {
                Ending.unlessOver(() -> half.shutdownOutput(now));
                stack.signal(half.writable());
                return null;
            });
        }
    }

    /** Threads that wait in this socket leave with "Socket closed". */
    @Override
    protected void close() throws IOException {
        synchronized (lock) {
            if (phase == Phase.CLOSED) return;
            phase = Phase.CLOSED;
        }
        try { // the fields do not change any more
            if (connection != null) Ending.close(connection, settings.lingerSeconds(), calls);
            if (listener != null || binding != null) Ending.release(listener, binding, calls);
        } catch (SocketException e) {
            if (!calls.driver().isClosed()) throw e; // a closed stack has closed all this
        }
    }

    /** After {@link #close}, and outside the monitor in which java.net calls that: others need not wait as long. */
    void linger() throws SocketException {
        if (connection == null) return;
        int seconds = settings.lingerSeconds(); // the fields do not change any more
        if (seconds <= 0 || !lingered.compareAndSet(false, true)) return;
        try {
            Ending.linger(connection, seconds, calls);
        } catch (SocketException e) {
            if (!calls.driver().isClosed()) throw e;
        }
    }

    // ---- what SettingsSocketImpl asks

    @Override
    void quickAck(boolean on) throws SocketException {
        var current = connection;
        if (current == null) return; // the start of a connection is quick anyway
        calls.ask((stack, now) -> {
            current.quickAck(on, now);
            return null;
        });
    }

    @Override
    boolean isQuickAck() {
        return ask((current, now) -> current.isQuickAck(now)).orElse(true);
    }

    @Override
    IpAddress localAddress() {
        synchronized (lock) {
            if (connection != null) return connection.flow().local();
            return binding == null ? IpAddress.ANY_IPV6 : binding.address();
        }
    }

    @Override
    void use(ConnectionOptions options) throws SocketException {
        var current = connection;
        var inherited = listener;
        calls.ask((stack, now) -> {
            if (current != null) Ending.unlessOver(() -> current.options(options, now));
            if (inherited != null) inherited.options(options);
            return null;
        });
    }
}
