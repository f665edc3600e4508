package dev.weir.lab.drill.shim;

import dev.weir.lab.drill.script.NotApplicable;
import dev.weir.lab.drill.script.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The numbers behind the names in system calls, as a platform has them. */
public final class Constants {
    static final int POLLIN = 1;
    static final int POLLPRI = 2;
    static final int POLLOUT = 4;
    static final int POLLERR = 8;
    static final int POLLHUP = 0x10;
    static final int POLLNVAL = 0x20;
    static final int POLLRDNORM = 0x40;
    static final int POLLWRNORM = 0x100;
    static final int POLLRDHUP = 0x2000;
    static final int EPOLLONESHOT = 1 << 30;
    static final int EPOLLET = 1 << 31;
    static final int O_RDWR = 2;

    private static final Map<String, Integer> COMMON = Map.ofEntries(
            Map.entry("POLLIN", POLLIN), Map.entry("POLLPRI", POLLPRI), Map.entry("POLLOUT", POLLOUT),
            Map.entry("POLLERR", POLLERR), Map.entry("POLLHUP", POLLHUP), Map.entry("POLLNVAL", POLLNVAL),
            Map.entry("POLLRDNORM", POLLRDNORM), Map.entry("POLLRDBAND", 0x80), Map.entry("POLLWRNORM", POLLWRNORM),
            Map.entry("POLLWRBAND", 0x200), Map.entry("POLLRDHUP", POLLRDHUP),
            Map.entry("EPOLLIN", POLLIN), Map.entry("EPOLLPRI", POLLPRI), Map.entry("EPOLLOUT", POLLOUT),
            Map.entry("EPOLLERR", POLLERR), Map.entry("EPOLLHUP", POLLHUP), Map.entry("EPOLLRDNORM", POLLRDNORM),
            Map.entry("EPOLLWRNORM", POLLWRNORM), Map.entry("EPOLLRDHUP", POLLRDHUP),
            Map.entry("EPOLLONESHOT", EPOLLONESHOT), Map.entry("EPOLLET", EPOLLET),
            Map.entry("EPOLL_CTL_ADD", 1), Map.entry("EPOLL_CTL_DEL", 2), Map.entry("EPOLL_CTL_MOD", 3),
            Map.entry("O_RDONLY", 0), Map.entry("O_WRONLY", 1), Map.entry("O_RDWR", O_RDWR),
            Map.entry("SHUT_RD", 0), Map.entry("SHUT_WR", 1), Map.entry("SHUT_RDWR", 2),
            Map.entry("NULL", 0), Map.entry("AF_UNSPEC", 0), Map.entry("AF_INET", 2),
            Map.entry("SOCK_STREAM", 1), Map.entry("SOCK_DGRAM", 2), Map.entry("SOCK_RAW", 3),
            Map.entry("IPPROTO_IP", 0), Map.entry("IPPROTO_ICMP", 1), Map.entry("IPPROTO_TCP", 6),
            Map.entry("IPPROTO_UDP", 17), Map.entry("IPPROTO_IPV6", 41));
    private static final Map<String, Integer> LINUX = Map.ofEntries(
            Map.entry("O_NONBLOCK", 0x800), Map.entry("SOCK_NONBLOCK", 0x800), Map.entry("SOCK_CLOEXEC", 0x80000),
            Map.entry("O_CLOEXEC", 0x80000), Map.entry("AF_INET6", 10), Map.entry("EPOLLEXCLUSIVE", 1 << 28),
            Map.entry("MSG_TRUNC", 0x20), Map.entry("MSG_ERRQUEUE", 0x2000), Map.entry("SCM_TSTAMP_SND", 0),
            Map.entry("SCM_TSTAMP_SCHED", 1), Map.entry("SCM_TSTAMP_ACK", 2), Map.entry("SO_EE_ORIGIN_TIMESTAMPING", 4),
            Map.entry("SO_EE_ORIGIN_ZEROCOPY", 5), Map.entry("SO_EE_CODE_ZEROCOPY_COPIED", 1));
    private static final Map<String, Integer> FREEBSD = Map.of(
            "O_NONBLOCK", 4, "SOCK_NONBLOCK", 0x20000000, "SOCK_CLOEXEC", 0x10000000, "O_CLOEXEC", 0x100000,
            "AF_INET6", 28);

    private final Platform platform;
    private final Map<String, Integer> numbers = new HashMap<>(COMMON);

    private static final Map<String, Integer> TRAFFIC_CLASSES = Map.of("IPTOS_LOWDELAY", 0x10, "IPTOS_THROUGHPUT", 8,
            "IPTOS_RELIABILITY", 4, "IPTOS_MINCOST", 2, "IPTOS_DSCP_EF", 0xb8, "IPTOS_DSCP_VA", 0xb0);

    public Constants(Platform platform) {
        this.platform = platform;
        numbers.putAll(TRAFFIC_CLASSES);
        for (int c = 0; c < 8; c++) {
            numbers.put("IPTOS_DSCP_CS" + c, c << 5);
            for (int drop = 1; drop <= 3; drop++) numbers.put("IPTOS_DSCP_AF" + c + drop, c << 5 | drop << 3);
        }
        numbers.putAll(platform.isLinux() ? LINUX : FREEBSD);
        for (var errno : Errno.values()) numbers.put(errno.name(), errno.number(platform));
    }

    Platform platform() {
        return platform;
    }

    /**
     * A number, a name, or several joined by {@code |}; also alone in brackets.
     *
     * @throws NotApplicable for a name that is not known
     * @throws IllegalArgumentException for anything else
     */
    long number(Value value) {
        return switch (value) {
            case Value.Number(long number) -> number;
            case Value.Symbol(String name) -> number(name);
            case Value.Either(List<Value> parts) -> {
                long all = 0;
                for (Value part : parts) all |= number(part);
                yield all;
            }
            case Value.Items(List<Value> items) when items.size() == 1 -> number(items.getFirst());
            case Value.Applied(String function, List<Value> arguments)
                    when function.matches("hton[sl]|ntoh[sl]") && arguments.size() == 1 -> number(arguments.getFirst());
            default -> throw new IllegalArgumentException("a number expected instead of " + value);
        };
    }

    private long number(String name) {
        Integer number = numbers.get(name);
        if (number == null) throw new NotApplicable(name);
        return number;
    }
}
