package dev.weir.sockets;

import static java.net.StandardSocketOptions.IP_TOS;
import static java.net.StandardSocketOptions.SO_KEEPALIVE;
import static java.net.StandardSocketOptions.SO_LINGER;
import static java.net.StandardSocketOptions.SO_RCVBUF;
import static java.net.StandardSocketOptions.SO_REUSEADDR;
import static java.net.StandardSocketOptions.SO_SNDBUF;
import static java.net.StandardSocketOptions.TCP_NODELAY;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPCOUNT;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL;

import dev.weir.core.tcp.ConnectionOptions;
import java.net.SocketException;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The options of one socket: those of its connection, and those that only the socket knows. An immutable value; limits
 * and wording are those of the JDK on Linux.
 *
 * @param lingerSeconds SO_LINGER: -1 off; 0 close resets; else how long close waits
 */
record Settings(ConnectionOptions connection, int lingerSeconds, boolean reuseAddress) {
    private static final int SMALLEST_BUFFER = 2048; // the range of config.Buffers
    private static final int LARGEST_BUFFER = 1 << 30;
    private static final int LONGEST_KEEP_ALIVE_SECONDS = 32767;
    private static final int MOST_PROBES = 127;
    private static final int LONGEST_LINGER_SECONDS = 65535;
    private static final int ECN_BITS = 3;

    /** How an option is read, and what a new value makes of the settings; every value was checked for its type. */
    private record Access(Function<Settings, Object> read, BiFunction<Settings, Object, Settings> change) {}

    private static final Map<SocketOption<?>, Access> ACCESS = Map.of(
            SO_RCVBUF, new Access(s -> s.connection.receiveBytes(),
                    (s, v) -> s.with(s.connection.withReceiveBytes(bufferBytes((int) v)))),
            SO_SNDBUF, new Access(s -> s.connection.sendBytes(),
                    (s, v) -> s.with(s.connection.withSendBytes(bufferBytes((int) v)))),
            SO_REUSEADDR, new Access(s -> s.reuseAddress,
                    (s, v) -> new Settings(s.connection, s.lingerSeconds, (boolean) v)),
            SO_LINGER, new Access(s -> s.lingerSeconds,
                    (s, v) -> new Settings(s.connection, Math.clamp((int) v, -1, LONGEST_LINGER_SECONDS), s.reuseAddress)),
            SO_KEEPALIVE, new Access(s -> s.connection.keepAlive(),
                    (s, v) -> s.with(s.connection.withKeepAlive((boolean) v))),
            TCP_NODELAY, new Access(s -> s.connection.noDelay(),
                    (s, v) -> s.with(s.connection.withNoDelay((boolean) v))),
            IP_TOS, new Access(s -> s.connection.trafficClass(),
                    (s, v) -> s.with(s.connection.withTrafficClass(trafficClass((int) v)))),
            TCP_KEEPIDLE, new Access(s -> (int) s.connection.keepAliveIdle().toSeconds(),
                    (s, v) -> s.with(s.connection.withKeepAliveIdle(Duration.ofSeconds((int) v)))),
            TCP_KEEPINTERVAL, new Access(s -> (int) s.connection.keepAliveInterval().toSeconds(),
                    (s, v) -> s.with(s.connection.withKeepAliveInterval(Duration.ofSeconds((int) v)))),
            TCP_KEEPCOUNT, new Access(s -> s.connection.keepAliveProbes(),
                    (s, v) -> s.with(s.connection.withKeepAliveProbes((int) v))));

    static final Set<SocketOption<?>> OF_CLIENTS = ACCESS.keySet();
    static final Set<SocketOption<?>> OF_SERVERS =
            Set.of(SO_RCVBUF, SO_REUSEADDR, IP_TOS, TCP_KEEPIDLE, TCP_KEEPINTERVAL, TCP_KEEPCOUNT);

    /** A new socket; a server may rebind while old connections of its port linger, as the JDK has it on Unix. */
    static Settings of(ConnectionOptions connection, boolean server) {
        return new Settings(connection, -1, server);
    }

    Settings with(ConnectionOptions connection) {
        return new Settings(connection, lingerSeconds, reuseAddress);
    }

    /** @param option one of {@link #OF_CLIENTS} */
    Object read(SocketOption<?> option) {
        return ACCESS.get(option).read.apply(this);
    }

    /**
     * @param option one of {@link #OF_CLIENTS}
     * @param value of the option's type
     * @throws IllegalArgumentException if the JDK refuses the value
     * @throws SocketException if Linux does
     */
    Settings change(SocketOption<?> option, Object value) throws SocketException {
        if (option == TCP_KEEPIDLE || option == TCP_KEEPINTERVAL) check((int) value, LONGEST_KEEP_ALIVE_SECONDS);
        if (option == TCP_KEEPCOUNT) check((int) value, MOST_PROBES);
        return ACCESS.get(option).change.apply(this, value);
    }

    private static void check(int value, int last) throws SocketException {
        if (value < 1 || value > last) throw new SocketException("Invalid argument");
    }

    private static int bufferBytes(int bytes) {
        if (bytes < 0) throw new IllegalArgumentException("Invalid send/receive buffer size");
        return Math.clamp(bytes, SMALLEST_BUFFER, LARGEST_BUFFER);
    }

    private static int trafficClass(int value) {
        if (value < 0 || value > 255) throw new IllegalArgumentException("Invalid IP_TOS value");
        return value & ~ECN_BITS; // they are TCP's (MUST-48)
    }
}
