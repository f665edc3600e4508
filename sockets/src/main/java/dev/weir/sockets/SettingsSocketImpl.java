package dev.weir.sockets;

import dev.weir.core.tcp.ConnectionOptions;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.net.StandardSocketOptions;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;

/** The options of a socket, by both of the ways that {@code java.net} has to them. */
abstract sealed class SettingsSocketImpl extends SocketImpl permits TcpSocketImpl {
    final Calls calls;
    /** guards every change of the socket's state; never taken inside a turn */
    final Object lock = new Object();
    /** null until the socket is created or accepted */
    volatile Settings settings;

    private final Set<SocketOption<?>> supported;
    private volatile int timeoutMillis;

    SettingsSocketImpl(Calls calls, Set<SocketOption<?>> supported) {
        this.calls = calls;
        this.supported = supported;
    }

    /** @throws SocketException if the socket is not created yet, or closed */
    abstract void requireOpen() throws SocketException;

    abstract IpAddress localAddress();

    /** Hands changed options to what exists in the stack; called with the lock held. */
    abstract void use(ConnectionOptions options) throws SocketException;

    /** TCP_QUICKACK, which is no setting but a request. */
    abstract void quickAck(boolean on) throws SocketException;

    abstract boolean isQuickAck();

    /** SO_TIMEOUT; 0 for none. */
    final int timeoutMillis() {
        return timeoutMillis;
    }

    @Override
    protected final Set<SocketOption<?>> supportedOptions() {
        return supported;
    }

    @Override
    protected final <T> void setOption(SocketOption<T> option, T value) throws IOException {
        requireSupported(option);
        change(option, value);
    }

    @Override
    @SuppressWarnings("unchecked") // each option is read as its own type
    protected final <T> T getOption(SocketOption<T> option) throws IOException {
        requireSupported(option);
        requireOpen();
        return (T) (option == ExtendedSocketOptions.TCP_QUICKACK ? (Object) isQuickAck() : settings.read(option));
    }

    private void requireSupported(SocketOption<?> option) {
        if (!supported.contains(option)) throw new UnsupportedOperationException("'" + option + "' not supported");
    }

    /** The older way to the same options; Socket and ServerSocket have checked the values. */
    @Override
    public final void setOption(int id, Object value) throws SocketException {
        requireOpen();
        switch (id) {
            case SocketOptions.SO_TIMEOUT -> timeoutMillis = (int) value;
            case SocketOptions.SO_LINGER -> change(StandardSocketOptions.SO_LINGER, value instanceof Integer ? value : -1);
            case SocketOptions.SO_OOBINLINE -> {
                synchronized (lock) {
                    requireOpen();
                    replace(settings.with(settings.connection().withUrgentInline((boolean) value)));
                }
            }
            default -> change(standard(id), value);
        }
    }

    @Override
    public final Object getOption(int id) throws SocketException {
        requireOpen();
        return switch (id) {
            case SocketOptions.SO_TIMEOUT -> timeoutMillis;
            case SocketOptions.SO_LINGER -> settings.lingerSeconds() < 0 ? Boolean.FALSE : (Object) settings.lingerSeconds();
            case SocketOptions.SO_OOBINLINE -> settings.connection().urgentInline();
            case SocketOptions.SO_BINDADDR -> localAddress().toInetAddress();
            default -> settings.read(standard(id));
        };
    }

    private static SocketOption<?> standard(int id) throws SocketException {
        return switch (id) {
            case SocketOptions.SO_RCVBUF -> StandardSocketOptions.SO_RCVBUF;
            case SocketOptions.SO_SNDBUF -> StandardSocketOptions.SO_SNDBUF;
            case SocketOptions.SO_REUSEADDR -> StandardSocketOptions.SO_REUSEADDR;
            case SocketOptions.SO_KEEPALIVE -> StandardSocketOptions.SO_KEEPALIVE;
            case SocketOptions.TCP_NODELAY -> StandardSocketOptions.TCP_NODELAY;
            case SocketOptions.IP_TOS -> StandardSocketOptions.IP_TOS;
            default -> throw new SocketException("Unknown option " + id);
        };
    }

    private void change(SocketOption<?> option, Object value) throws SocketException {
        if (!option.type().isInstance(value)) throw new IllegalArgumentException("Invalid value '" + value + "'");
        synchronized (lock) {
            requireOpen();
            if (option == ExtendedSocketOptions.TCP_QUICKACK) quickAck((boolean) value);
            else replace(settings.change(option, value));
        }
    }

    private void replace(Settings changed) throws SocketException {
        if (!changed.connection().equals(settings.connection())) use(changed.connection());
        settings = changed;
    }
}
