package dev.weir.lab.drill.script;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers that code compares with, by the names that they have in Linux and FreeBSD. */
final class Constants {
    private static final Map<String, Long> VALUES = new HashMap<>();

    static {
        numbered("", "TCP_ESTABLISHED", "TCP_SYN_SENT", "TCP_SYN_RECV", "TCP_FIN_WAIT1", "TCP_FIN_WAIT2",
                "TCP_TIME_WAIT", "TCP_CLOSE", "TCP_CLOSE_WAIT", "TCP_LAST_ACK", "TCP_LISTEN", "TCP_CLOSING");
        // FreeBSD's names of the states stand for the same numbers here, so that they compare with tcpi_state
        numbered("TCPI_", "ESTABLISHED", "SYN_SENT", "SYN_RECEIVED", "FIN_WAIT_1", "FIN_WAIT_2", "TIME_WAIT", "CLOSED",
                "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING");
        numbered("TCPS_", "ESTABLISHED", "SYN_SENT", "SYN_RECEIVED", "FIN_WAIT_1", "FIN_WAIT_2", "TIME_WAIT", "CLOSED",
                "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING");
        for (String name : List.of("TIMESTAMPS", "TIMESTAMP")) VALUES.put("TCPI_OPT_" + name, 1L);
        VALUES.put("TCPI_OPT_SACK", 2L);
        VALUES.put("TCPI_OPT_WSCALE", 4L);
        VALUES.put("TCPI_OPT_ECN", 8L);
        VALUES.put("TCPI_OPT_ECN_SEEN", 16L);
        VALUES.put("TCPI_OPT_SYN_DATA", 32L);
        List<String> phases = List.of("Open", "Disorder", "CWR", "Recovery", "Loss");
        for (String phase : phases) VALUES.put("TCP_CA_" + phase, (long) phases.indexOf(phase));
        VALUES.put("TCP_INFINITE_SSTHRESH", 0x7fffffffL);
    }

    private Constants() {}

    private static void numbered(String prefix, String... names) {
        for (int i = 0; i < names.length; i++) VALUES.put(prefix + names[i], i + 1L);
    }

    /** Null for an unknown name. */
    static Long valueOf(String name) {
        return VALUES.get(name);
    }
}
