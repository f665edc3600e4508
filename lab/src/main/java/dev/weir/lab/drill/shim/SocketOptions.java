package dev.weir.lab.drill.shim;

import dev.weir.core.event.CloseReason;
import dev.weir.core.tcp.ConnectionOptions;
import dev.weir.core.tcp.FastOpenOptions;
import dev.weir.core.tcp.TcpInfo;
import dev.weir.core.tcp.fastopen.KeyedCookies;
import dev.weir.lab.Host;
import dev.weir.lab.drill.script.Call;
import dev.weir.lab.drill.script.NotApplicable;
import dev.weir.lab.drill.script.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;

/** setsockopt, getsockopt and ioctl of stream sockets. */
final class SocketOptions {
    private static final int LARGEST_KEEPALIVE_SECONDS = 32767;
    private static final int MOST_PROBES = 127;
    private static final int FREEBSD_MSS_IPV4 = 536; // mssdflt
    private static final int FREEBSD_MSS_IPV6 = 1220;
    private static final int MOST_PENDING = 1024; // of Fast Open

    /** An option that is one number of the connection. */
    private record Setting(
            ToLongFunction<ConnectionOptions> reader,
            BiFunction<ConnectionOptions, Integer, ConnectionOptions> writer) {}

    private static final Setting CORK = new Setting(o -> o.cork() ? 1 : 0, (o, value) -> o.withCork(value != 0));
    private static final Setting TRAFFIC_CLASS =
            new Setting(ConnectionOptions::trafficClass, ConnectionOptions::withTrafficClass);
    private static final Setting TIME_TO_LIVE =
            new Setting(ConnectionOptions::timeToLive, ConnectionOptions::withTimeToLive);
    private static final Setting SOFT_ERRORS =
            new Setting(o -> o.reportSoftErrors() ? 1 : 0, (o, value) -> o.withReportSoftErrors(value != 0));

    private static final Map<String, Setting> SETTINGS = Map.ofEntries(
            setting("TCP_NODELAY", o -> o.noDelay() ? 1 : 0, (o, value) -> o.withNoDelay(value != 0)),
            Map.entry("TCP_CORK", CORK),
            Map.entry("TCP_NOPUSH", CORK),
            setting("SO_KEEPALIVE", o -> o.keepAlive() ? 1 : 0, (o, value) -> o.withKeepAlive(value != 0)),
            setting("TCP_KEEPIDLE", o -> o.keepAliveIdle().toSeconds(),
                    (o, value) -> o.withKeepAliveIdle(Duration.ofSeconds(value))),
            setting("TCP_KEEPINTVL", o -> o.keepAliveInterval().toSeconds(),
                    (o, value) -> o.withKeepAliveInterval(Duration.ofSeconds(value))),
            setting("TCP_KEEPCNT", ConnectionOptions::keepAliveProbes, ConnectionOptions::withKeepAliveProbes),
            setting("TCP_USER_TIMEOUT", o -> o.userTimeout().toMillis(),
                    (o, value) -> o.withUserTimeout(Duration.ofMillis(value))),
            setting("TCP_MAXSEG", ConnectionOptions::maximumMss, ConnectionOptions::withMaximumMss),
            setting("TCP_NOOPT", o -> o.withoutOptions() ? 1 : 0, (o, value) -> o.withWithoutOptions(value != 0)),
            setting("SO_SNDBUF", ConnectionOptions::sendBytes, ConnectionOptions::withSendBytes),
            setting("SO_RCVBUF", ConnectionOptions::receiveBytes, ConnectionOptions::withReceiveBytes),
            setting("SO_OOBINLINE", o -> o.urgentInline() ? 1 : 0, (o, value) -> o.withUrgentInline(value != 0)),
            Map.entry("IP_TOS", TRAFFIC_CLASS),
            Map.entry("IPV6_TCLASS", TRAFFIC_CLASS),
            Map.entry("IP_TTL", TIME_TO_LIVE),
            Map.entry("IPV6_UNICAST_HOPS", TIME_TO_LIVE),
            Map.entry("IP_RECVERR", SOFT_ERRORS),
            Map.entry("IPV6_RECVERR", SOFT_ERRORS));

    /** Options that change nothing that a script can see: routing, scheduling, tracing. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("SO_DEBUG", "SO_PRIORITY", "SO_MARK", "SO_BUSY_POLL",
            "SO_BROADCAST", "SO_NOSIGPIPE", "SO_INCOMING_CPU", "IPV6_V6ONLY", "IP_FREEBIND", "IPV6_FREEBIND", "IP_MTU_DISCOVER",
            "IPV6_MTU_DISCOVER");

    private static final Set<String> DISCOVERIES = Set.of("IP_PMTUDISC_DONT", "IP_PMTUDISC_WANT", "IP_PMTUDISC_DO",
            "IPV6_PMTUDISC_DONT", "IPV6_PMTUDISC_WANT", "IPV6_PMTUDISC_DO");

    private final Host host;
    private final Constants constants;
    private final Platform platform;
    private final boolean ipv4;

    SocketOptions(Host host, Constants constants, Platform platform, boolean ipv4) {
        this.host = host;
        this.constants = constants;
        this.platform = platform;
        this.ipv4 = ipv4;
    }

    private static Map.Entry<String, Setting> setting(String name, ToLongFunction<ConnectionOptions> reader,
            BiFunction<ConnectionOptions, Integer, ConnectionOptions> writer) {
        return Map.entry(name, new Setting(reader, writer));
    }

    Answer set(TcpSocket socket, Call call) {
        String name = name(call, 2);
        Value value = call.argument(3);
        switch (name) {
            case "SO_REUSEADDR" -> socket.reuseAddress = constants.number(value) != 0;
            case "SO_REUSEPORT" -> socket.reusePort = constants.number(value) != 0;
            case "TCP_QUICKACK" -> quickAck(socket, constants.number(value) != 0);
            case "SO_LINGER" -> {
                socket.lingers = field(value, "onoff", "l_onoff") != 0;
                socket.lingerSeconds = (int) field(value, "linger", "l_linger");
            }
            case "SO_ZEROCOPY" -> socket.errors.zeroCopy = constants.number(value) != 0;
            case "SO_TIMESTAMPING" -> socket.errors.stamp(value);
            case "TCP_NOTSENT_LOWAT" -> {
                socket.memory.lowWater = constants.number(value) & SendMemory.NO_LOW_WATER;
                apply(socket);
            }
            case "TCP_INQ" -> socket.tellsQueue = constants.number(value) != 0;
            case "TCP_KEEPINIT" -> {
                long seconds = constants.number(value);
                if (seconds < 1 || seconds > LARGEST_KEEPALIVE_SECONDS) return Answer.failed(Errno.EINVAL);
                socket.openingSeconds = (int) seconds;
            }
            case "TCP_FASTOPEN", "TCP_FASTOPEN_CONNECT", "TCP_FASTOPEN_NO_COOKIE" -> {
                return fastOpen(socket, name, constants.number(value));
            }
            case "TCP_FASTOPEN_KEY" -> {
                return fastOpenKey(socket, value, constants.number(call.argument(4)));
            }
            case "SO_RCVLOWAT" -> socket.receiveLowWater = (int) Math.max(1, constants.number(value));
            case "SO_RCVTIMEO" -> socket.receiveTimeoutNanos = time(value);
            case "SO_SNDTIMEO" -> socket.sendTimeoutNanos = time(value);
            default -> {
                if (name.endsWith("MTU_DISCOVER")) demandDiscovery(value);
                if (WITHOUT_EFFECT.contains(name)) return Answer.ZERO;
                return change(socket, name, (int) constants.number(value));
            }
        }
        return Answer.ZERO;
    }

    /** Paths are always discovered here; what a path would not fit is seen only where an ICMP error comes. */
    private static void demandDiscovery(Value value) {
        List<String> names = value.allSymbols().toList();
        if (names.size() != 1 || !DISCOVERIES.contains(names.getFirst())) throw new NotApplicable("path MTU " + value);
    }

    /** Of listeners the length of the queue, or on FreeBSD a switch; of connections to come switches. */
    private Answer fastOpen(TcpSocket socket, String name, long value) {
        var before = socket.options.fastOpen();
        boolean isSwitch = !name.equals("TCP_FASTOPEN");
        if (value < 0 || isSwitch && value > 1 || socket.connection != null) return Answer.failed(Errno.EINVAL);
        boolean allowed = host.submit((stack, _) -> stack.tcp().mayFastOpen());
        if (name.equals("TCP_FASTOPEN_CONNECT") && !allowed) return Answer.failed(Errno.EOPNOTSUPP);
        int pending = platform.isLinux() ? (int) Math.min(value, MOST_PENDING) : value == 0 ? 0 : MOST_PENDING;
        return fastOpen(socket, switch (name) {
            case "TCP_FASTOPEN" -> before.withPending(pending).withConnect(value != 0 && !platform.isLinux());
            case "TCP_FASTOPEN_CONNECT" -> before.withConnect(value != 0).withAwaitsData(value != 0);
            default -> before.withWithoutCookie(value != 0);
        });
    }

    /** One key or two of 16 bytes, in the order of Linux: words of four bytes, the last of each first. */
    private Answer fastOpenKey(TcpSocket socket, Value value, long length) {
        if (length != 16 && length != 32) return Answer.failed(Errno.EINVAL);
        if (!(value instanceof Value.Text(String text, _)) || text.length() < length) {
            throw new NotApplicable("the key " + value);
        }
        var keys = new StringBuilder();
        for (int word = 0; word < length / 4; word++) {
            if (word > 0) keys.append(word == 4 ? "," : "-");
            for (int i = 3; i >= 0; i--) keys.append("%02x".formatted((int) text.charAt(4 * word + i)));
        }
        return fastOpen(socket, socket.options.fastOpen().withCookies(KeyedCookies.of(keys.toString())));
    }

    private static Answer fastOpen(TcpSocket socket, FastOpenOptions changed) {
        socket.options = socket.options.withFastOpen(changed);
        if (socket.listener != null) socket.listener.options(socket.effective());
        return Answer.ZERO;
    }

    private Answer change(TcpSocket socket, String name, int value) {
        Setting setting = SETTINGS.get(name);
        if (setting == null) throw new NotApplicable(name);
        if (!isValid(name, value)) return Answer.failed(Errno.EINVAL);
        boolean pushes = platform.isLinux() && name.equals("TCP_NODELAY") && value != 0;
        if (pushes) socket.corkedForMore = false;
        try {
            var before = socket.corkedForMore ? options(socket).withCork(socket.options.cork()) : options(socket);
            if (pushes) before = before.withCork(false); // on Linux it lets go what a cork holds
            socket.options = setting.writer().apply(before, value);
        } catch (IllegalArgumentException e) {
            return Answer.failed(Errno.EINVAL);
        }
        if (name.equals("SO_SNDBUF")) socket.memory.limited = true;
        if (socket.binding != null && !platform.isLinux()) socket.binding.answersWith(socket.options);
        apply(socket);
        return Answer.ZERO;
    }

    private void apply(TcpSocket socket) {
        if (socket.connection != null) {
            host.submit((_, now) -> {
                boolean corked = socket.corkedForMore || socket.options.cork();
                socket.connection.options(socket.effective().withCork(corked), now);
                return null;
            });
        } else if (socket.listener != null) {
            socket.listener.options(socket.effective());
        }
    }

    private static boolean isValid(String name, int value) {
        return switch (name) {
            case "TCP_KEEPIDLE", "TCP_KEEPINTVL" -> value >= 1 && value <= LARGEST_KEEPALIVE_SECONDS;
            case "TCP_KEEPCNT" -> value >= 1 && value <= MOST_PROBES;
            case "TCP_USER_TIMEOUT" -> value >= 0;
            default -> true;
        };
    }

    Answer read(TcpSocket socket, Call call) {
        String name = name(call, 2);
        Value expected = call.argument(3);
        if (name.equals("SO_LINGER")) return Readback.linger(socket, expected, constants);
        if (name.equals("SO_RCVTIMEO")) return Readback.time(name, socket.receiveTimeoutNanos, expected, constants);
        if (name.equals("SO_SNDTIMEO")) return Readback.time(name, socket.sendTimeoutNanos, expected, constants);
        long value = switch (name) {
            case "SO_ERROR" -> {
                Errno error = socket.takeError();
                yield error == null ? 0 : error.number(platform);
            }
            case "SO_REUSEADDR" -> socket.reuseAddress ? 1 : 0;
            case "SO_REUSEPORT" -> socket.reusePort ? 1 : 0;
            case "TCP_FASTOPEN" -> socket.options.fastOpen().pending();
            case "TCP_FASTOPEN_CONNECT" -> socket.options.fastOpen().connect() ? 1 : 0;
            case "TCP_FASTOPEN_NO_COOKIE" -> socket.options.fastOpen().withoutCookie() ? 1 : 0;
            case "SO_ACCEPTCONN" -> socket.listener == null ? 0 : 1;
            case "TCP_KEEPINIT" -> socket.openingSeconds;
            case "SO_TYPE" -> 1;
            case "SO_PROTOCOL" -> 6;
            case "SO_RCVLOWAT" -> socket.receiveLowWater;
            case "SO_ZEROCOPY" -> socket.errors.zeroCopy ? 1 : 0;
            case "TCP_NOTSENT_LOWAT" -> socket.memory.lowWater;
            case "TCP_INQ" -> socket.tellsQueue ? 1 : 0;
            case "TCP_MAXSEG" -> socket.connection != null ? info(socket).sendMss() : unconnectedMss(socket);
            // Linux doubles what is asked for, and keeps the other half for its books
            case "SO_SNDBUF", "SO_RCVBUF" -> setting(socket, name) * (platform == Platform.LINUX ? 2 : 1);
            case "TCP_QUICKACK" -> socket.connection == null || quickAck(socket) ? 1 : 0;
            default -> setting(socket, name);
        };
        return output(name, expected, Readback.number(name, value, platform), constants);
    }

    /** FreeBSD shows what it would use with a peer that does not say its MSS. */
    private long unconnectedMss(TcpSocket socket) {
        long set = setting(socket, "TCP_MAXSEG");
        if (platform.isLinux()) return set;
        return Math.min(set, ipv4 ? FREEBSD_MSS_IPV4 : FREEBSD_MSS_IPV6);
    }

    private void quickAck(TcpSocket socket, boolean on) {
        if (socket.connection == null) return;
        host.submit((_, now) -> {
            socket.connection.quickAck(on, now);
            return null;
        });
    }

    private boolean quickAck(TcpSocket socket) {
        return host.submit((_, now) -> socket.connection.isQuickAck(now));
    }

    private long setting(TcpSocket socket, String name) {
        Setting setting = SETTINGS.get(name);
        if (setting == null) throw new NotApplicable(name);
        return setting.reader().applyAsLong(options(socket));
    }

    /** What is queued: SIOCINQ, SIOCOUTQ, SIOCOUTQNSD, SIOCATMARK, and FreeBSD's names for them. */
    Answer ioctl(TcpSocket socket, Call call) {
        String request = name(call, 1);
        if (request.equals("FIONBIO")) {
            socket.nonBlocking = constants.number(call.argument(2)) != 0;
            return Answer.ZERO;
        }
        if (socket.listener != null) return Answer.failed(Errno.EINVAL);
        boolean connected = socket.connection != null;
        long value = switch (request) {
            case "SIOCINQ", "FIONREAD" -> connected ? socket.connection.available() : 0;
            case "SIOCOUTQ", "TIOCOUTQ", "FIONWRITE" ->
                connected ? info(socket).bytesInFlight() + info(socket).unsentBytes() : 0;
            case "FIONSPACE" -> connected ? Math.max(0, options(socket).sendBytes() - info(socket).bytesInFlight()
                    - info(socket).unsentBytes()) : options(socket).sendBytes();
            case "SIOCOUTQNSD" -> connected ? info(socket).unsentBytes() : 0;
            case "SIOCATMARK" -> connected && socket.connection.isAtUrgentMark() ? 1 : 0;
            default -> throw new NotApplicable("ioctl(" + request + ")");
        };
        return output(request, call.argument(2), value, constants);
    }

    /** An output argument: {@code ...} takes any value, {@code [7]} only 7. */
    static Answer output(String what, Value expected, long actual, Constants constants) {
        boolean any = expected instanceof Value.Any
                || expected instanceof Value.Items(List<Value> items) && items.size() == 1
                        && items.getFirst() instanceof Value.Any;
        if (any || constants.number(expected) == actual) return Answer.ZERO;
        return Answer.surprising(0, what + " is " + actual + " instead of " + expected);
    }

    private ConnectionOptions options(TcpSocket socket) {
        boolean open = socket.connection != null && socket.connection.closeReason() == CloseReason.NONE;
        if (!open) return socket.options;
        ConnectionOptions live = host.submit((_, _) -> socket.connection.options());
        var options = socket.memory.isActive() ? live.withSendBytes(socket.options.sendBytes()) : live;
        return socket.isLimited ? options.withUserTimeout(socket.options.userTimeout()) : options;
    }

    private TcpInfo info(TcpSocket socket) {
        return host.submit((_, now) -> socket.connection.info(now));
    }

    private long field(Value value, String name, String otherName) {
        if (!(value instanceof Value.Fields(Map<String, Value> fields))) {
            throw new IllegalArgumentException("{" + name + "=...} expected instead of " + value);
        }
        return constants.number(fields.containsKey(name) ? fields.get(name) : fields.getOrDefault(otherName, Value.ANY));
    }

    /** <code>{tv_sec=1, tv_usec=0}</code>, in nanoseconds. */
    private long time(Value value) {
        return field(value, "tv_sec", "sec") * 1_000_000_000L + field(value, "tv_usec", "usec") * 1000L;
    }

    static String name(Call call, int argument) {
        List<String> symbols = call.argument(argument).symbols();
        if (symbols.size() == 1) return symbols.getFirst();
        throw new NotApplicable(call.name() + "(" + call.argument(argument) + ")");
    }
}
