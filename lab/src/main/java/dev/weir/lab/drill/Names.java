package dev.weir.lab.drill;

import dev.weir.core.event.Counter;
import dev.weir.core.event.Counters;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.SendLimit;
import dev.weir.core.event.State;
import dev.weir.core.tcp.TcpInfo;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What the names in an {@code %{ assert }%} stand for: fields of Linux's tcp_info where there is such a value here,
 * components of {@link TcpInfo}, and {@code drops.REASON}, {@code counters.COUNTER}, {@code events.KIND} of the stack.
 */
final class Names {
    private static final Map<String, ToLongFunction<TcpInfo>> LINUX = Map.ofEntries(
            Map.entry("tcpi_state", info -> number(info.state())),
            Map.entry("tcpi_retransmits", TcpInfo::backoff),
            Map.entry("tcpi_backoff", TcpInfo::backoff),
            Map.entry("tcpi_options", info -> (info.timestamps() ? 1 : 0) | (info.sack() ? 2 : 0)
                    | (info.sendWindowScale() > 0 || info.receiveWindowScale() > 0 ? 4 : 0)
                    | (info.ecn() ? 8 : 0) | (info.ecnSeen() ? 16 : 0)
                    | (info.synDataBytes() > 0 ? 32 : 0)),
            Map.entry("tcpi_snd_wscale", TcpInfo::sendWindowScale),
            Map.entry("tcpi_rcv_wscale", TcpInfo::receiveWindowScale),
            Map.entry("tcpi_rto", info -> info.rtoNanos() / 1000),
            Map.entry("tcpi_rtt", info -> info.srttNanos() / 1000),
            Map.entry("tcpi_rttvar", info -> info.rttvarNanos() / 1000),
            Map.entry("tcpi_min_rtt", info -> info.minimumRttNanos() / 1000),
            Map.entry("tcpi_snd_mss", TcpInfo::sendMss),
            Map.entry("tcpi_pmtu", TcpInfo::pathMtu),
            Map.entry("tcpi_snd_cwnd", info -> info.cwndBytes() / info.sendMss()),
            Map.entry("tcpi_snd_ssthresh", info -> info.ssthreshBytes() / info.sendMss()),
            Map.entry("tcpi_unacked", info -> Math.ceilDiv(info.bytesInFlight(), info.sendMss())),
            Map.entry("tcpi_notsent_bytes", TcpInfo::unsentBytes),
            Map.entry("tcpi_sacked", info -> Math.ceilDiv(info.sackedBytes(), info.sendMss())),
            Map.entry("tcpi_ca_state", info -> info.recoveryState().ordinal()),
            Map.entry("tcpi_advmss", TcpInfo::advertisedMss),
            Map.entry("tcpi_rcv_mss", TcpInfo::receiveMss),
            Map.entry("tcpi_probes", TcpInfo::windowProbesUnanswered),
            Map.entry("tcpi_busy_time", info -> info.busyNanos() / 1000),
            Map.entry("tcpi_sndbuf_limited", info -> info.sendBufferLimitedNanos() / 1000),
            Map.entry("tcpi_rwnd_limited", info -> info.limited().getOrDefault(SendLimit.RECEIVER_WINDOW, 0L) / 1000),
            Map.entry("tcpi_delivered_ce", TcpInfo::deliveredCe),
            Map.entry("tcpi_delivered_ce_bytes", TcpInfo::deliveredCeBytes),
            Map.entry("tcpi_delivered_e0_bytes", TcpInfo::deliveredEct0Bytes),
            Map.entry("tcpi_delivered_e1_bytes", TcpInfo::deliveredEct1Bytes),
            Map.entry("tcpi_total_retrans", TcpInfo::segmentsRetransmitted),
            Map.entry("tcpi_bytes_sent", TcpInfo::bytesSent),
            Map.entry("tcpi_bytes_retrans", TcpInfo::bytesRetransmitted),
            Map.entry("tcpi_bytes_acked", TcpInfo::bytesAcknowledged),
            Map.entry("tcpi_bytes_received", TcpInfo::bytesReceived),
            Map.entry("tcpi_segs_out", TcpInfo::segmentsSent),
            Map.entry("tcpi_segs_in", TcpInfo::segmentsReceived));

    /** What FreeBSD has otherwise: bytes where Linux counts segments; and what Linux has not. */
    private static final Map<String, ToLongFunction<TcpInfo>> FREEBSD = Map.of(
            "tcpi_snd_cwnd", TcpInfo::cwndBytes,
            "tcpi_snd_ssthresh", TcpInfo::ssthreshBytes,
            "tcpi_snd_wnd", TcpInfo::sendWindowBytes,
            "tcpi_snd_rexmitpack", TcpInfo::segmentsRetransmitted);

    private static final Map<String, Long> OPTION_BITS = Map.of("TCPI_OPT_TIMESTAMPS", 1L, "TCPI_OPT_SACK", 2L,
            "TCPI_OPT_WSCALE", 4L, "TCPI_OPT_ECN", 8L, "TCPI_OPT_ECN_SEEN", 16L,
            "TCPI_OPT_SYN_DATA", 32L);

    private Names() {}

    /** Null for an unknown name. */
    static Object ofConnection(String name, TcpInfo info, boolean freebsd) {
        ToLongFunction<TcpInfo> field = freebsd && FREEBSD.containsKey(name) ? FREEBSD.get(name) : LINUX.get(name);
        if (field != null) return field.applyAsLong(info);
        for (RecordComponent component : TcpInfo.class.getRecordComponents()) {
            if (!component.getName().equals(name)) continue;
            try {
                return value(component.getAccessor().invoke(info));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return null;
    }

    /** Whether a name needs a connection. */
    static boolean isOfConnection(String name, boolean freebsd) {
        return LINUX.containsKey(name) || freebsd && FREEBSD.containsKey(name) || Arrays.stream(TcpInfo.class.getRecordComponents())
                .anyMatch(component -> component.getName().equals(name));
    }

    /** Null for an unknown name. */
    static Object ofStack(String name, Counters counters, Map<EventKind, Long> events) {
        if (name.startsWith("TCP_") || name.startsWith("TCPS_")) return states(name);
        if (OPTION_BITS.containsKey(name)) return OPTION_BITS.get(name);
        int dot = name.indexOf('.');
        String constant = name.substring(dot + 1);
        return switch (name.substring(0, Math.max(dot, 0))) {
            case "drops" -> counters.count(DropReason.valueOf(constant));
            case "counters" -> counters.count(Counter.valueOf(constant));
            case "events" -> events.getOrDefault(EventKind.valueOf(constant), 0L);
            default -> null;
        };
    }

    /** {@code TCP_ESTABLISHED}: the number that Linux gives the state. */
    private static Object states(String name) {
        for (State state : State.values()) {
            String linux = switch (state) {
                case SYN_RECEIVED -> "TCP_SYN_RECV";
                case FIN_WAIT_1 -> "TCP_FIN_WAIT1";
                case FIN_WAIT_2 -> "TCP_FIN_WAIT2";
                case CLOSED -> "TCP_CLOSE";
                case LISTEN, SYN_SENT, ESTABLISHED, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT -> "TCP_" + state.name();
            };
            if (name.equals(linux) || name.equals("TCPS_" + state.name())) return number(state);
        }
        return null;
    }

    /** Linux's numbers, whatever the profile: scripts compare them with names of either system. */
    static long number(State state) {
        return switch (state) {
            case CLOSED -> 7;
            case LISTEN -> 10;
            case SYN_SENT -> 2;
            case SYN_RECEIVED -> 3;
            case ESTABLISHED -> 1;
            case CLOSE_WAIT -> 8;
            case FIN_WAIT_1 -> 4;
            case CLOSING -> 11;
            case LAST_ACK -> 9;
            case FIN_WAIT_2 -> 5;
            case TIME_WAIT -> 6;
        };
    }

    private static Object value(Object value) {
        return switch (value) {
            case Integer number -> number.longValue();
            case Long number -> number;
            case Boolean truth -> truth ? 1L : 0L;
            case Enum<?> constant -> constant.name();
            default -> value.toString();
        };
    }
}
