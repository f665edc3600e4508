package dev.weir.core.tcp;

import dev.weir.core.config.Limits;
import dev.weir.core.event.Counter;
import dev.weir.core.event.Flow;
import dev.weir.core.event.State;
import dev.weir.core.ip.SipHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The endpoints of a stack as they come and go: who is in the table, who listens, how many there are, and for how many
 * there is room.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.3.2 RFC 9293, section 3.3.2
 */
final class Endpoints {
    private final Tcp tcp;
    private final Bindings bindings;
    private final Limits limits;
    private final ConnectionTable table;
    private final TimeWaits timeWaits;
    private final Map<Binding, Listener> listeners = new LinkedHashMap<>();
    private long serial;
    private int connections;
    private int halfOpens;

    /** @param hash keyed by the stack's secret */
    Endpoints(Tcp tcp, Bindings bindings, SipHash hash, Limits limits) {
        this.tcp = tcp;
        this.bindings = bindings;
        this.limits = limits;
        this.table = new ConnectionTable(hash);
        this.timeWaits = new TimeWaits(limits.timeWait());
    }

    ConnectionTable table() {
        return table;
    }

    /** Connections that are neither CLOSED nor in TIME-WAIT, in the order of their opening. */
    List<Connection> connections() {
        return table.all().filter(Connection.class::isInstance).map(Connection.class::cast)
                .sorted(Comparator.comparingLong(Connection::serial)).toList();
    }

    /** How many connections linger in TIME-WAIT. */
    int timeWaitCount() {
        return timeWaits.size();
    }

    /** Half-open connections of all listeners. */
    int halfOpenCount() {
        return halfOpens;
    }

    boolean isInTimeWait(int port) {
        return timeWaits.holdsPort(port);
    }

    /** Of the next connection: their order. */
    long nextSerial() {
        return ++serial;
    }

    void add(Connection connection) {
        table.put(connection);
        connections++;
    }

    void halfOpened(HalfOpen endpoint, long now) {
        table.put(endpoint);
        halfOpens++;
        tcp.stateChanged(endpoint.flow(), State.LISTEN, State.SYN_RECEIVED, "SYN received", now);
    }

    void halfOpenEnded(HalfOpen endpoint) {
        table.remove(endpoint);
        halfOpens--;
        endpoint.listener().halfOpenEnded(endpoint);
    }

    void enterTimeWait(Connection connection, long now) {
        left(connection);
        var record = new TimeWait(connection, now);
        table.put(record);
        var evicted = timeWaits.add(record);
        if (evicted != null) evicted.end(now);
    }

    /** The SYN that had reopened it was an old duplicate. */
    void backToTimeWait(TimeWait record, long now) {
        table.put(record);
        var evicted = timeWaits.add(record);
        if (evicted != null) evicted.end(now);
    }

    void timeWaitEnded(TimeWait endpoint) {
        table.remove(endpoint);
        timeWaits.remove(endpoint);
    }

    void remove(Connection connection) {
        table.remove(connection);
        left(connection);
    }

    private void left(Connection connection) {
        connections--;
        connection.binding().drop();
        if (connection.listener() != null) connection.listener().ended(connection.flow().remote());
        if (!connection.isOpened()) tcp.counters().add(Counter.CONNECTIONS_FAILED);
    }

    void listenerClosed(Listener listener, long now) {
        listeners.remove(listener.binding());
        listener.binding().listening(false);
        listener.binding().drop();
        table.all().filter(HalfOpen.class::isInstance).map(HalfOpen.class::cast)
                .filter(waiting -> waiting.listener() == listener)
                .sorted(Comparator.comparingLong(HalfOpen::startedAt)).toList()
                .forEach(waiting -> waiting.end("listener closed", now));
    }

    /** Who listens for this flow; null if nobody. */
    Listener listener(Flow flow) {
        var binding = bindings.listening(flow);
        return binding == null ? null : listeners.get(binding);
    }

    boolean hasRoomForConnection() {
        return connections < limits.connections();
    }

    boolean hasRoomForHalfOpen() {
        return halfOpens < limits.halfOpen() && hasRoomForConnection();
    }

    void listens(Listener listener) {
        listener.binding().hold();
        listener.binding().listening(true);
        listeners.put(listener.binding(), listener);
    }

    void closeListeners(long now) {
        for (var listener : new ArrayList<>(listeners.values())) listener.close(now);
    }
}
