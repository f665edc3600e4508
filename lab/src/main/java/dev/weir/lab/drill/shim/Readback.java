package dev.weir.lab.drill.shim;

import dev.weir.lab.drill.script.Value;
import java.util.List;
import java.util.Map;

/** What getsockopt shows of an option, where that is not simply the number that was set. */
final class Readback {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int LINGER_BIT = 0x80;
    /** FreeBSD answers with the bit that stands for a flag: SO_ of the socket, TF_ of the connection. */
    private static final Map<String, Long> FREEBSD_BITS = Map.of("SO_DEBUG", 1L, "SO_ACCEPTCONN", 2L,
            "SO_REUSEADDR", 4L, "SO_KEEPALIVE", 8L, "SO_BROADCAST", 0x20L, "SO_OOBINLINE", 0x100L,
            "SO_REUSEPORT", 0x200L, "TCP_NODELAY", 4L, "TCP_NOOPT", 8L, "TCP_NOPUSH", 0x1000L);

    private Readback() {}

    /** The number for an option that is on or off. */
    static long number(String name, long value, Platform platform) {
        boolean bit = !platform.isLinux() && value != 0 && FREEBSD_BITS.containsKey(name);
        return bit ? FREEBSD_BITS.get(name) : value;
    }

    static Answer linger(TcpSocket socket, Value expected, Constants constants) {
        int on = socket.platform.isLinux() ? 1 : LINGER_BIT;
        return structure("SO_LINGER", expected, "onoff", socket.lingers ? on : 0, "linger", socket.lingerSeconds,
                constants);
    }

    /** SO_RCVTIMEO and SO_SNDTIMEO. */
    static Answer time(String name, long nanos, Value expected, Constants constants) {
        return structure(name, expected, "sec", nanos / NANOS_PER_SECOND, "usec", nanos % NANOS_PER_SECOND / 1000,
                constants);
    }

    /** A structure of two numbers; its fields may have the prefix that C gives them, and {@code ...} is any value. */
    private static Answer structure(String name, Value expected, String first, long firstValue, String second,
            long secondValue, Constants constants) {
        if (expected instanceof Value.Any) return Answer.ZERO;
        Value single = expected instanceof Value.Items(List<Value> items) && items.size() == 1 ? items.getFirst() : expected;
        if (!(single instanceof Value.Fields(Map<String, Value> fields))) {
            throw new IllegalArgumentException("{" + first + "=..., " + second + "=...} expected instead of " + expected);
        }
        for (Map.Entry<String, Value> field : fields.entrySet()) {
            String plain = field.getKey().replaceFirst("^(l|tv)_", "");
            if (!plain.equals(first) && !plain.equals(second)) {
                throw new IllegalArgumentException(name + " has no field " + field.getKey());
            }
            long actual = plain.equals(first) ? firstValue : secondValue;
            if (!(field.getValue() instanceof Value.Any) && constants.number(field.getValue()) != actual) {
                return Answer.surprising(0, name + " is {" + first + "=" + firstValue + ", " + second + "=" + secondValue
                        + "} instead of " + expected);
            }
        }
        return Answer.ZERO;
    }
}
