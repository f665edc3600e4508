package dev.weir.sockets;

import static dev.weir.sockets.WeirSocketOptions.TCP_FASTOPEN;
import static dev.weir.sockets.WeirSocketOptions.TCP_FASTOPEN_CONNECT;
import static java.net.StandardSocketOptions.IP_TOS;
import static java.net.StandardSocketOptions.SO_KEEPALIVE;
import static java.net.StandardSocketOptions.SO_LINGER;
import static java.net.StandardSocketOptions.SO_RCVBUF;
import static java.net.StandardSocketOptions.SO_REUSEADDR;
import static java.net.StandardSocketOptions.SO_REUSEPORT;
import static java.net.StandardSocketOptions.SO_SNDBUF;
import static java.net.StandardSocketOptions.TCP_NODELAY;
import static java.util.Map.entry;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPCOUNT;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPIDLE;
import static jdk.net.ExtendedSocketOptions.TCP_KEEPINTERVAL;
import static jdk.net.ExtendedSocketOptions.TCP_QUICKACK;

import dev.weir.core.tcp.ConnectionOptions;
import java.net.SocketException;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The options of one socket: those of its connection, and those that only the socket knows. An immutable value; limits
 * and wording are those of the JDK on Linux.
 *
 * @param lingerSeconds SO_LINGER: -1 off; 0 close resets; else how long close waits
 * @param reusePort SO_REUSEPORT: shares its port with others that do
 */
record Settings(ConnectionOptions connection, int lingerSeconds, boolean reuseAddress, boolean reusePort) {
    private static final int SMALLEST_BUFFER = 2048; // the range of config.Buffers
    private static final int LARGEST_BUFFER = 1 << 30;
    private static final int LONGEST_KEEP_ALIVE_SECONDS = 32767;
    private static final int MOST_PROBES = 127;
    private static final int LONGEST_LINGER_SECONDS = 65535;
    private static final int ECN_BITS = 3;

    /** How an option is read, and what a new value makes of the settings; every value was checked for its type. */
    private record Access(Function<Settings, Object> read, BiFunction<Settings, Object, Settings> change) {}

    private static final Map<SocketOption<?>, Access> ACCESS = Map.ofEntries(
            entry(SO_RCVBUF, new Access(s -> s.connection.receiveBytes(),
                    (s, v) -> s.with(s.connection.withReceiveBytes(bufferBytes((int) v))))),
            entry(SO_SNDBUF, new Access(s -> s.connection.sendBytes(),
                    (s, v) -> s.with(s.connection.withSendBytes(bufferBytes((int) v))))),
            entry(SO_REUSEADDR, new Access(s -> s.reuseAddress,
                    (s, v) -> new Settings(s.connection, s.lingerSeconds, (boolean) v, s.reusePort))),
            entry(SO_REUSEPORT, new Access(s -> s.reusePort,
                    (s, v) -> new Settings(s.connection, s.lingerSeconds, s.reuseAddress, (boolean) v))),
            entry(SO_LINGER, new Access(s -> s.lingerSeconds,
                    (s, v) -> new Settings(s.connection, Math.clamp((int) v, -1, LONGEST_LINGER_SECONDS), s.reuseAddress,
                            s.reusePort))),
            entry(SO_KEEPALIVE, new Access(s -> s.connection.keepAlive(),
                    (s, v) -> s.with(s.connection.withKeepAlive((boolean) v)))),
            entry(TCP_NODELAY, new Access(s -> s.connection.noDelay(),
                    (s, v) -> s.with(s.connection.withNoDelay((boolean) v)))),
            entry(IP_TOS, new Access(s -> s.connection.trafficClass(),
                    (s, v) -> s.with(s.connection.withTrafficClass(trafficClass((int) v))))),
            entry(TCP_KEEPIDLE, new Access(s -> (int) s.connection.keepAliveIdle().toSeconds(),
                    (s, v) -> s.with(s.connection.withKeepAliveIdle(Duration.ofSeconds((int) v))))),
            entry(TCP_KEEPINTERVAL, new Access(s -> (int) s.connection.keepAliveInterval().toSeconds(),
                    (s, v) -> s.with(s.connection.withKeepAliveInterval(Duration.ofSeconds((int) v))))),
            entry(TCP_KEEPCOUNT, new Access(s -> s.connection.keepAliveProbes(),
                    (s, v) -> s.with(s.connection.withKeepAliveProbes((int) v)))),
            entry(TCP_FASTOPEN_CONNECT, new Access(s -> s.connection.fastOpen().connect(),
                    (s, v) -> s.with(s.connection.withFastOpen(
                            s.connection.fastOpen().withConnect((boolean) v).withAwaitsData((boolean) v))))),
            entry(TCP_FASTOPEN, new Access(s -> s.connection.fastOpen().pending(),
                    (s, v) -> s.with(s.connection.withFastOpen(s.connection.fastOpen().withPending((int) v))))));

    /** TCP_QUICKACK among them, which is a request to a connection rather than a setting. */
    static final Set<SocketOption<?>> OF_CLIENTS =
            Stream.concat(ACCESS.keySet().stream().filter(option -> option != TCP_FASTOPEN), Stream.of(TCP_QUICKACK))
                    .collect(Collectors.toUnmodifiableSet());
    static final Set<SocketOption<?>> OF_SERVERS = Set.of(SO_RCVBUF, SO_REUSEADDR, SO_REUSEPORT, IP_TOS, TCP_KEEPIDLE,
            TCP_KEEPINTERVAL, TCP_KEEPCOUNT, TCP_FASTOPEN);

    /** A new socket; a server may rebind while old connections of its port linger, as the JDK has it on Unix. */
    static Settings of(ConnectionOptions connection, boolean server) {
        return new Settings(connection, -1, server, false);
    }

    Settings with(ConnectionOptions connection) {
        return new Settings(connection, lingerSeconds, reuseAddress, reusePort);
    }

    /** @param option one of {@link #OF_CLIENTS}, and not TCP_QUICKACK */
    Object read(SocketOption<?> option) {
        return ACCESS.get(option).read.apply(this);
    }

    /**
     * @param option one of {@link #OF_CLIENTS}, and not TCP_QUICKACK
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
