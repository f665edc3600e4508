package dev.weir.lab.drill;

import dev.weir.core.event.State;
import dev.weir.core.tcp.Connection;
import dev.weir.lab.Host;
import dev.weir.lab.drill.packet.Flows;
import dev.weir.lab.drill.script.NotApplicable;
import dev.weir.lab.drill.shim.SystemCalls;
import java.util.Optional;

/** What a script, or a report about it, can ask the stack. */
final class Views {
    private final Host host;
    private final SystemCalls calls;
    private final Flows flows;
    private final Chronicle chronicle;
    private final boolean freebsd;
    private final int joinedMss;

    /**
     * @param freebsd whose tcp_info it is
     * @param joinedMss an injected segment stands for several of this size, which the device has joined; 0: it does not
     */
    Views(Host host, SystemCalls calls, Flows flows, Chronicle chronicle, boolean freebsd, int joinedMss) {
        this.joinedMss = joinedMss;
        this.host = host;
        this.calls = calls;
        this.flows = flows;
        this.chronicle = chronicle;
        this.freebsd = freebsd;
    }

    /** The value of a name in {@code %{ }%}; null if it has none. */
    Object value(String name) {
        if (name.equals("state")) return chronicle.state(calls.flow(flows.current())).name();
        if (name.equals("tcpi_last_data_recv")) return sinceText();
        if (name.equals("tcpi_sndbuf_limited")) {
            var nanos = calls.starvedNanos(flows.current());
            if (nanos.isPresent()) return nanos.getAsLong() / 1000;
        }
        if (Names.isOfConnection(name, freebsd)) {
            Optional<Connection> connection = calls.connection(flows.current());
            if (connection.isPresent()) {
                Object value = Names.ofConnection(name, host.submit((_, now) -> connection.get().info(now)), freebsd);
                boolean joined = joinedMss > 0 && name.equals("tcpi_rcv_mss");
                return joined ? (Object) Math.min((long) value, joinedMss) : value;
            }
            if (name.equals("tcpi_state")) return Names.number(calls.listening(0) > 0 ? State.LISTEN : State.CLOSED);
            throw new IllegalArgumentException("there is no connection that could have " + name);
        }
        if (name.startsWith("tcpi_")) throw new NotApplicable("tcp_info field " + name);
        return Names.ofStack(name, host.stack().counters(), chronicle.counts());
    }

    /** Milliseconds, as Linux has them. */
    private long sinceText() {
        Long at = chronicle.textAt(calls.flow(flows.current()));
        if (at == null) throw new IllegalArgumentException("there is no connection that could have received");
        return (host.now() - at) / 1_000_000;
    }

    /**
     * How many connections are in a state.
     *
     * @param state null: any but CLOSED
     * @param port on either side; 0: any
     */
    long count(State state, int port) {
        long count = host.stack().tcp().connections().stream()
                .filter(connection -> state == null || connection.state() == state)
                .filter(connection -> port == 0 || connection.flow().localPort() == port
                        || connection.flow().remotePort() == port)
                .count();
        if (state == null || state == State.TIME_WAIT) count += host.stack().tcp().timeWaitCount();
        if (state == null || state == State.SYN_RECEIVED) count += host.stack().tcp().halfOpenCount();
        if (state == null || state == State.LISTEN) count += calls.listening(port);
        if (state == State.CLOSED) count += calls.closed();
        return count;
    }

    /** The current connection, for a report. */
    String describe() {
        if (host.isClosed()) return "none any more";
        try {
            return calls.connection(flows.current())
                    .map(connection -> host.submit((_, now) -> connection.flow() + " " + connection.state() + ", "
                            + connection.closeReason().text() + "; " + connection.explain(now)))
                    .orElse("none; the last state on the script's ports was "
                            + chronicle.state(calls.flow(flows.current())));
        } catch (RuntimeException e) {
            return "cannot be told: " + e;
        }
    }

    /** The last reason why something was dropped. */
    String lastDrop() {
        return chronicle.lastDrop();
    }
}
