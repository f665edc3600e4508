package dev.weir.lab.drill;

import dev.weir.core.event.CloseReason;
import dev.weir.core.tcp.ConnectionOptions;
import dev.weir.core.tcp.TcpInfo;
import dev.weir.lab.Host;
import dev.weir.lab.drill.script.Call;
import dev.weir.lab.drill.script.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;

/** setsockopt, getsockopt and ioctl of a script. */
final class SocketOptions {
    /** An option that is one number. */
    private record Setting(
            ToLongFunction<ConnectionOptions> reader,
            BiFunction<ConnectionOptions, Integer, ConnectionOptions> writer) {}

    private static final Map<String, Setting> SETTINGS = Map.ofEntries(
            setting("TCP_NODELAY", o -> o.noDelay() ? 1 : 0, (o, value) -> o.withNoDelay(value != 0)),
            setting("TCP_CORK", o -> o.cork() ? 1 : 0, (o, value) -> o.withCork(value != 0)),
            setting("SO_KEEPALIVE", o -> o.keepAlive() ? 1 : 0, (o, value) -> o.withKeepAlive(value != 0)),
            setting("TCP_KEEPIDLE", o -> o.keepAliveIdle().toSeconds(),
                    (o, value) -> o.withKeepAliveIdle(Duration.ofSeconds(value))),
            setting("TCP_KEEPINTVL", o -> o.keepAliveInterval().toSeconds(),
                    (o, value) -> o.withKeepAliveInterval(Duration.ofSeconds(value))),
            setting("TCP_KEEPCNT", ConnectionOptions::keepAliveProbes, ConnectionOptions::withKeepAliveProbes),
            setting("TCP_USER_TIMEOUT", o -> o.userTimeout().toMillis(),
                    (o, value) -> o.withUserTimeout(Duration.ofMillis(value))),
            setting("TCP_MAXSEG", ConnectionOptions::maximumMss, ConnectionOptions::withMaximumMss),
            setting("SO_SNDBUF", ConnectionOptions::sendBytes, ConnectionOptions::withSendBytes),
            setting("SO_RCVBUF", ConnectionOptions::receiveBytes, ConnectionOptions::withReceiveBytes),
            setting("SO_OOBINLINE", o -> o.urgentInline() ? 1 : 0, (o, value) -> o.withUrgentInline(value != 0)),
            setting("IP_TOS", ConnectionOptions::trafficClass, ConnectionOptions::withTrafficClass),
            setting("IP_RECVERR", o -> o.reportSoftErrors() ? 1 : 0, (o, value) -> o.withReportSoftErrors(value != 0)),
            setting("IP_TTL", ConnectionOptions::timeToLive, ConnectionOptions::withTimeToLive));

    private final Host host;

    SocketOptions(Host host) {
        this.host = host;
    }

    private static Map.Entry<String, Setting> setting(String name, ToLongFunction<ConnectionOptions> reader,
            BiFunction<ConnectionOptions, Integer, ConnectionOptions> writer) {
        return Map.entry(name, new Setting(reader, writer));
    }

    Answer set(Descriptor d, Call call) {
        String name = name(call, 2);
        Value value = call.argument(3);
        if (name.equals("SO_REUSEADDR")) {
            d.reuseAddress = SystemCalls.number(value) != 0;
            return Answer.ZERO;
        }
        if (name.equals("SO_LINGER")) {
            if (!(value instanceof Value.Fields(Map<String, Value> fields))) {
                throw new IllegalArgumentException("SO_LINGER needs {onoff=1, linger=SECONDS}");
            }
            d.lingers = SystemCalls.number(fields.getOrDefault("onoff", Value.ANY)) != 0;
            d.lingerSeconds = (int) SystemCalls.number(fields.getOrDefault("linger", Value.ANY));
            return Answer.ZERO;
        }
        int number = (int) SystemCalls.number(value);
        d.options = setting(name).writer().apply(options(d), number);
        if (d.connection != null) {
            host.submit((_, now) -> {
                d.connection.options(d.options, now);
                return null;
            });
        } else if (d.listener != null) {
            d.listener.options(d.options);
        }
        return Answer.ZERO;
    }

    Answer read(Descriptor d, Call call) {
        String name = name(call, 2);
        Value expected = call.argument(3);
        if (name.equals("SO_ERROR")) {
            Errno error = d.takeError();
            return Answer.withOutput(name, expected, error == null ? 0 : error.number());
        }
        if (name.equals("TCP_MAXSEG") && d.connection != null) {
            return Answer.withOutput(name, expected, info(d).sendMss());
        }
        return Answer.withOutput(name, expected, setting(name).reader().applyAsLong(options(d)));
    }

    /** What is queued in the kernel: SIOCINQ, SIOCOUTQ, SIOCOUTQNSD, SIOCATMARK. */
    Answer ioctl(Descriptor d, Call call) {
        String request = name(call, 1);
        if (d.connection == null) return Answer.failed(Errno.EINVAL);
        long value = switch (request) {
            case "SIOCINQ", "FIONREAD" -> d.connection.available();
            case "SIOCOUTQ" -> info(d).bytesInFlight() + info(d).unsentBytes();
            case "SIOCOUTQNSD" -> info(d).unsentBytes();
            case "SIOCATMARK" -> d.connection.isAtUrgentMark() ? 1 : 0;
            default -> throw new IllegalArgumentException("unknown ioctl " + request);
        };
        return Answer.withOutput(request, call.argument(2), value);
    }

    private ConnectionOptions options(Descriptor d) {
        if (d.connection == null || d.connection.closeReason() != CloseReason.NONE) return d.options;
        return host.submit((_, _) -> d.connection.options());
    }

    private TcpInfo info(Descriptor d) {
        return host.submit((_, now) -> d.connection.info(now));
    }

    private static Setting setting(String name) {
        Setting setting = SETTINGS.get(name);
        if (setting == null) {
            String known = String.join(", ", new TreeSet<>(SETTINGS.keySet()));
            throw new IllegalArgumentException(
                    "unknown socket option " + name + "; known: SO_ERROR, SO_LINGER, SO_REUSEADDR, " + known);
        }
        return setting;
    }

    private static String name(Call call, int argument) {
        List<String> symbols = call.argument(argument).symbols();
        if (symbols.size() != 1) {
            throw new IllegalArgumentException("a name expected instead of " + call.argument(argument));
        }
        return symbols.getFirst();
    }
}
