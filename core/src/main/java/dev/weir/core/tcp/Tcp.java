package dev.weir.core.tcp;

import dev.weir.core.buffer.ChunkPool;
import dev.weir.core.buffer.WaitPoint;
import dev.weir.core.config.StackConfig;
import dev.weir.core.config.TcpConfig;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Counter;
import dev.weir.core.event.Counters;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Flow;
import dev.weir.core.event.Observer;
import dev.weir.core.event.State;
import dev.weir.core.ip.Addresses;
import dev.weir.core.ip.IcmpError;
import dev.weir.core.ip.IpDatagram;
import dev.weir.core.ip.IpOutput;
import dev.weir.core.ip.SipHash;
import dev.weir.core.ip.UpperLayer;
import dev.weir.core.tcp.fastopen.CookieCache;
import dev.weir.core.tcp.fastopen.CookieFunction;
import dev.weir.core.tcp.fastopen.KeyedCookies;
import dev.weir.core.time.TimerQueue;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/**
 * TCP of one stack: the tables, the user calls that make endpoints, and what its endpoints share. What a segment does is
 * in {@link SegmentArrives}, what is sent in {@link Sender}.
 *
 * <p>Every method inside a turn.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293 RFC 9293
 */
public final class Tcp implements UpperLayer {
    private StackConfig config;
    private final Addresses addresses;
    private final IpOutput ip;
    private final TimerQueue timers;
    private final ChunkPool pool;
    private final MemoryQueue memory;
    private final Counters counters;
    private final Observer observer;
    private final Consumer<Object> wake;
    private final Endpoints endpoints;
    private final Bindings bindings;
    private final Handshakes handshakes = new Handshakes(this);
    private final InitialSequence initialSequence;
    private final SynCookies cookies;
    private final Challenges challenges;
    private final Replies replies;
    private final TcpOutput output;
    private final TcpInput input = new TcpInput(this);
    private final IcmpArrives icmp = new IcmpArrives(this);
    private CookieFunction fastOpenCookies;
    private final CookieCache cookieCache;
    private ConnectionOptions defaultOptions;
    private final ArrayDeque<Connection> due = new ArrayDeque<>();
    private boolean closing;

    /**
     * @param hash keyed by the stack's secret
     * @param fastOpenCookies of listeners that have none of their own
     */
    Tcp(StackConfig config, Addresses addresses, IpOutput ip, TimerQueue timers, ChunkPool pool, SipHash hash,
            CookieFunction fastOpenCookies, Counters counters, Observer observer, Consumer<Object> wake) {
        this.config = config;
        this.addresses = addresses;
        this.ip = ip;
        this.timers = timers;
        this.pool = pool;
        this.memory = new MemoryQueue(pool);
        this.counters = counters;
        this.observer = observer;
        this.wake = wake;
        this.bindings = new Bindings(config.ip().ephemeralFirst(), config.ip().ephemeralLast(), hash);
        this.endpoints = new Endpoints(this, bindings, hash, config.limits());
        this.initialSequence = new InitialSequence(hash);
        this.cookies = new SynCookies(hash);
        this.challenges = new Challenges(config.tcp().security().challengesPerSecond(), hash);
        this.replies = new Replies(config.limits().replies(), counters);
        this.output = new TcpOutput(ip, config.tcp().options().layout(), counters, observer);
        this.fastOpenCookies = fastOpenCookies;
        this.cookieCache = new CookieCache(config.limits().fastOpenPeers(), config.tcp().fastOpen());
        this.defaultOptions = ConnectionOptions.of(config);
    }

    /** @param seed of every secret: initial sequence numbers, ports, cookies, table */
    public static Tcp create(StackConfig config, Addresses addresses, IpOutput ip, TimerQueue timers, ChunkPool pool,
            long seed, Counters counters, Observer observer, Consumer<Object> wake) {
        String key = config.tcp().fastOpen().key();
        var cookies = key.isEmpty() ? KeyedCookies.derived(seed) : KeyedCookies.of(key);
        return new Tcp(config, addresses, ip, timers, pool, SipHash.derived(seed, 0), cookies, counters, observer, wake);
    }

    // ------------------------------------------------------------------------------- user calls

    /**
     * Other choices from now on: for connections to come, and for what is decided about those that there are. What these
     * were made with stays: timers, windows, congestion control; and what is the whole stack's: the layout of options and
     * the budget of challenges.
     */
    public void configure(TcpConfig changed) {
        String key = changed.fastOpen().key();
        if (!key.isEmpty() && !key.equals(config.tcp().fastOpen().key())) fastOpenCookies = KeyedCookies.of(key);
        cookieCache.configure(changed.fastOpen());
        config = config.withTcp(_ -> changed);
        defaultOptions = ConnectionOptions.of(config);
    }

    /** What a new socket has. */
    public ConnectionOptions defaultOptions() {
        return defaultOptions;
    }

    /**
     * Reserves an address and port.
     *
     * @param address {@link IpAddress#ANY_IPV6} for both versions, {@link IpAddress#ANY_IPV4}, or one of ours
     * @param port 0..65535; 0: a free one out of the ephemeral range
     * @param reuseAddress a port whose connections linger in TIME-WAIT, or that another bound with this flag, will do
     * @throws CallRefused ADDRESS_IN_USE, ADDRESS_NOT_AVAILABLE, NO_FREE_PORT, STACK_CLOSED
     */
    public Binding bind(IpAddress address, int port, boolean reuseAddress, long now) {
        return bind(address, port, reuseAddress, false, now);
    }

    /**
     * As {@link #bind(IpAddress, int, boolean, long)}.
     *
     * @param reusePort a port that others bound with this flag will do, even if they listen: connections are spread over
     *     those that listen
     */
    public Binding bind(IpAddress address, int port, boolean reuseAddress, boolean reusePort, long now) {
        refuseIf(closing, CallRefused.Why.STACK_CLOSED);
        refuseIf(!address.isUnspecified() && !addresses.isLocal(address), CallRefused.Why.ADDRESS_NOT_AVAILABLE);
        return bindings.bind(address, port, reuseAddress, reusePort, endpoints::isInTimeWait);
    }

    /**
     * OPEN, passive (MUST-41, MUST-42: existing connections of the port are not disturbed).
     *
     * @param backlog established connections that may wait to be accepted, 1..65535
     * @throws CallRefused ADDRESS_IN_USE if somebody listens there, STACK_CLOSED
     */
    public Listener listen(Binding binding, int backlog, ConnectionOptions options, Admission admission, long now) {
        refuseIf(closing, CallRefused.Why.STACK_CLOSED);
        refuseIf(binding.listening() || bindings.hasOtherListener(binding), CallRefused.Why.ADDRESS_IN_USE);
        var listener = new Listener(this, binding, Math.clamp(backlog, 1, 65535), options, admission);
        endpoints.listens(listener);
        return listener;
    }

    /**
     * OPEN, active: the SYN leaves with the next flush. MUST-43 to MUST-46. With Fast Open, what is written before that goes
     * with it, as far as it can.
     *
     * @param binding the local end; null: address and port are chosen
     * @throws CallRefused INVALID_DESTINATION, NO_ROUTE, CONNECTION_EXISTS, NO_FREE_PORT, TOO_MANY_CONNECTIONS, STACK_CLOSED
     */
    public Connection open(Binding binding, IpAddress remote, int remotePort, ConnectionOptions options, long now) {
        refuseIf(closing, CallRefused.Why.STACK_CLOSED);
        refuseIf(!addresses.isUnicast(remote) || remotePort == 0, CallRefused.Why.INVALID_DESTINATION);
        refuseIf(!endpoints.hasRoomForConnection(), CallRefused.Why.TOO_MANY_CONNECTIONS);
        var local = binding != null && !binding.isWildcard() ? binding.address() : addresses.sourceFor(remote);
        refuseIf(local == null || local.isIpv4() != remote.isIpv4(), CallRefused.Why.NO_ROUTE);
        var used = binding;
        if (binding == null) {
            used = bindings.bindFor(local, remote, remotePort,
                    port -> endpoints.table().find(new Flow(local, port, remote, remotePort)) == null);
        } else {
            binding.hold();
        }
        var flow = new Flow(local, used.port(), remote, remotePort);
        if (endpoints.table().find(flow) != null) {
            used.drop();
            throw new CallRefused(CallRefused.Why.CONNECTION_EXISTS);
        }
        int iss = initialSequence.of(flow, now);
        var connection = new Connection(this, flow, endpoints.nextSerial(), iss, 0, handshakes.offer(flow, options, now),
                options, used, null, now);
        endpoints.add(connection);
        counters.add(Counter.CONNECTIONS_OPENED);
        connection.open(now);
        return connection;
    }

    /** Connections that ask for Fast Open may use it. */
    public boolean mayFastOpen() {
        return config.tcp().fastOpen().client();
    }

    /** The Fast Open cookies that peers gave us, and with whom it failed. */
    public CookieCache fastOpenPeers() {
        return cookieCache;
    }

    /** Connections that are neither CLOSED nor in TIME-WAIT, in the order of their opening. */
    public List<Connection> connections() {
        return endpoints.connections();
    }

    /** How many connections linger in TIME-WAIT. */
    public int timeWaitCount() {
        return endpoints.timeWaitCount();
    }

    /** Half-open connections of all listeners. */
    public int halfOpenCount() {
        return endpoints.halfOpenCount();
    }

    /** Listeners close, connections get CLOSE; new calls are refused. */
    public void beginClose(long now) {
        closing = true;
        endpoints.closeListeners(now);
        for (var connection : connections()) connection.close(now);
    }

    /** Everything given to us is acknowledged, our FINs included, and no answer waits to be sent. */
    public boolean isQuiet() {
        return replies.isEmpty() && connections().stream().allMatch(Connection::isFinished);
    }

    /** Resets what is left. The resets leave with the next flush. */
    public void abortAll(long now) {
        closing = true;
        endpoints.closeListeners(now);
        for (var connection : connections()) connection.stackClosed(now);
    }

    /** One of our addresses is gone: its connections end without a word on the wire (RFC 9293 has none for it). */
    public void addressRemoved(IpAddress address, long now) {
        for (var connection : connections()) {
            if (connection.flow().local().equals(address)) connection.end(CloseReason.ADDRESS_REMOVED, "address removed", now);
        }
    }

    // ------------------------------------------------------------------------------- UpperLayer

    @Override
    public int protocol() {
        return IpProtocol.TCP;
    }

    @Override
    public DropReason receive(IpDatagram datagram, long now) {
        return input.receive(datagram, now);
    }

    @Override
    public DropReason error(IcmpError error, long now) {
        return icmp.receive(error, now);
    }

    // ------------------------------------------------------------------------------- flush

    /** The application wrote to or read from this connection. */
    public void applicationChanged(Connection connection, long now) {
        connection.applicationChanged(now);
    }

    /** Replies first, then each connection that is due, with a quota each. */
    public void flush(long now) {
        if (!replies.flush(output, now)) return;
        for (int n = due.size(); n > 0; n--) {
            var connection = due.poll();
            connection.due(false);
            switch (flush(connection, now)) {
                case DONE -> { }
                case MORE -> due(connection);
                case BLOCKED -> {
                    due(connection);
                    if (ip.blocked()) return; // a full loopback queue blocks nobody else
                }
            }
        }
    }

    /** A broken invariant aborts the connection that it concerns, and no other. */
    private Sender.Flushed flush(Connection connection, long now) {
        try {
            return connection.flush(now);
        } catch (AssertionError invariant) {
            connection.broken(invariant, now);
            return Sender.Flushed.DONE;
        }
    }

    /** At the end of a turn: writers that waited for memory learn that there is some. */
    public void serveWriters() {
        memory.serve(wake);
    }

    /** Something waits for a flush. */
    public boolean hasDue() {
        return !due.isEmpty() || !replies.isEmpty();
    }

    void due(Connection connection) {
        if (connection.isDue()) return;
        connection.due(true);
        due.add(connection);
    }

    // ------------------------------------------------------------------------------- what endpoints share

    void signal(WaitPoint point) {
        point.signal(wake);
    }

    Consumer<Object> wake() {
        return wake;
    }

    void stateChanged(Flow flow, State from, State to, String trigger, long now) {
        if (observer.wants(EventKind.STATE_CHANGED)) observer.on(new Event.StateChanged(now, flow, from, to, trigger));
    }

    void filterDecided(Flow flow, Admission.Verdict verdict, long now) {
        boolean allowed = verdict.action() == Admission.Action.ALLOW;
        counters.add(allowed ? Counter.FILTER_ALLOWED : Counter.FILTER_DENIED);
        if (observer.wants(EventKind.FILTER_DECIDED)) {
            observer.on(new Event.FilterDecided(now, flow, verdict.action().name(), verdict.rule()));
        }
    }

    private static void refuseIf(boolean refused, CallRefused.Why why) {
        if (refused) throw new CallRefused(why);
    }

    /** Traffic class and hops of resets to this flow, whose port nobody listens at. */
    ConnectionOptions answering(Flow flow) {
        var bound = bindings.answering(flow);
        return bound == null ? defaultOptions : bound;
    }

    TcpConfig config() {
        return config.tcp();
    }

    Addresses addresses() {
        return addresses;
    }

    IpOutput ip() {
        return ip;
    }

    TimerQueue timers() {
        return timers;
    }

    ChunkPool pool() {
        return pool;
    }

    MemoryQueue memory() {
        return memory;
    }

    Counters counters() {
        return counters;
    }

    Observer observer() {
        return observer;
    }

    Endpoints endpoints() {
        return endpoints;
    }

    Handshakes handshakes() {
        return handshakes;
    }

    InitialSequence initialSequence() {
        return initialSequence;
    }

    SynCookies cookies() {
        return cookies;
    }

    CookieFunction fastOpenCookies() {
        return fastOpenCookies;
    }

    Challenges challenges() {
        return challenges;
    }

    Replies replies() {
        return replies;
    }

    TcpOutput output() {
        return output;
    }
}
