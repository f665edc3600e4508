package dev.weir.core.tcp;

import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Counter;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.FastOpenStep;
import dev.weir.core.ip.IpOutput;
import dev.weir.core.tcp.fastopen.CookieCache;
import dev.weir.wire.FastOpenOption;
import dev.weir.wire.TcpOption;

/**
 * Fast Open as the side that opens has it: which option and how much data its first SYN carries, and what follows from the
 * SYN-ACK. A SYN that is sent again has neither: it may be what the path does not bear.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc7413#section-4.2 RFC 7413, sections 4.1.3 and 4.2
 */
final class FastOpenClient {
    private static final int DEFAULT_MSS_IPV4 = 536; // 4.1.3: where the peer's is not known
    private static final int DEFAULT_MSS_IPV6 = 1220;

    /** Where it is not asked for. */
    static final FastOpenClient UNUSED = new FastOpenClient(null, null, FastOpenOption.ABSENT, false);

    private final Connection connection; // null where it is unused
    private final CookieCache cache;
    private final FastOpenOption option; // of our first SYN
    private final boolean takesData;
    private boolean awaitsData;
    private FastOpenStep outcome = FastOpenStep.NOT_USED;
    private int synBytes; // data that our first SYN took along

    private FastOpenClient(Connection connection, CookieCache cache, FastOpenOption option, boolean takesData) {
        this.connection = connection;
        this.cache = cache;
        this.option = option;
        this.takesData = takesData;
    }

    /** OPEN: looks for a cookie. */
    static FastOpenClient of(Connection connection, CookieCache cache, long now) {
        var wanted = connection.options().fastOpen();
        var config = connection.tcp().config().fastOpen();
        if (!wanted.connect() || !config.client()) return UNUSED;
        var flow = connection.flow();
        var known = cache.option(flow.local(), flow.remote(), now);
        boolean bare = wanted.withoutCookie() || config.clientWithoutCookie();
        boolean tries = !known.isAbsent();
        var client = new FastOpenClient(connection, cache, bare ? FastOpenOption.ABSENT : known,
                tries && (bare || known.isCookie()));
        client.awaitsData = wanted.awaitsData() && client.takesData;
        if (!tries) client.outcome(FastOpenStep.AVOIDED, 0, now);
        return client;
    }

    /** It is used on this connection. */
    boolean isUsed() {
        return takesData || !option.isAbsent();
    }

    /** What is written before the handshake is complete is sent, whatever the application does then. */
    boolean keepsPromise(long written) {
        return isUsed() && written > 0;
    }

    /** The SYN waits for what the application writes first. */
    boolean isWaiting(long written) {
        return awaitsData && written == 0;
    }

    /** The SYN does not wait any longer. */
    void goAhead() {
        awaitsData = false;
    }

    /** How many of {@code written} bytes the first SYN takes along. */
    int take(long written) {
        return takesData ? (int) Math.min(written, mostBytes()) : 0;
    }

    /** 4.1.3: one segment of the size that the peer has announced, with room for all the options that there can be. */
    private int mostBytes() {
        var flow = connection.flow();
        int known = cache.mss(flow.local(), flow.remote());
        int mss = known > 0 ? known : flow.remote().isIpv4() ? DEFAULT_MSS_IPV4 : DEFAULT_MSS_IPV6;
        int path = connection.pathMtu() - IpOutput.headerLength(flow.remote()) - 20;
        int least = Math.min(Math.min(mss, path), connection.options().maximumMss());
        return Math.max(0, least - TcpOption.MAXIMUM_OPTIONS_LENGTH);
    }

    /** Of our first SYN. */
    FastOpenOption option() {
        return option;
    }

    /** The first SYN has left. */
    void sent(int bytes, long now) {
        awaitsData = false;
        synBytes = bytes;
        if (option.isRequest()) outcome(FastOpenStep.COOKIE_REQUESTED, 0, now);
        else if (takesData) outcome(FastOpenStep.COOKIE_SHOWN, bytes, now);
    }

    /** A SYN-ACK came, and SND.UNA says what it acknowledged: what it did not, of our data, is sent again at once. */
    void answered(Segment seg, int peerMss, long now) {
        if (!isUsed()) return;
        var flow = connection.flow();
        boolean lost = connection.sender().retransmission().synTimedOut();
        var cookie = option.isAbsent() ? FastOpenOption.ABSENT : seg.options().fastOpen(); // not one that nobody asked for
        long unacknowledged = connection.sender().sequence().nxt() - connection.sender().sequence().una();
        cache.answered(flow.local(), flow.remote(), cookie, peerMss);
        if (cookie.isCookie()) step(FastOpenStep.COOKIE_LEARNED, 0, now);
        if (lost && !cookie.isCookie()) {
            cache.failed(flow.local(), flow.remote(), now);
        } else if (option.isRequest() && !cookie.isCookie()) {
            cache.notGiven(flow.local(), flow.remote(), now);
        }
        if (unacknowledged > 0) {
            boolean refused = unacknowledged == synBytes && !lost && !cookie.isCookie();
            if (refused) cache.failed(flow.local(), flow.remote(), now);
            notAcknowledged(lost, (int) unacknowledged, now);
        } else if (synBytes > 0) {
            cache.worked(flow.local(), flow.remote());
            connection.tcp().counters().add(Counter.FAST_OPEN_ACTIVE);
            outcome(FastOpenStep.DATA_ACKNOWLEDGED, synBytes, now);
        }
    }

    private void notAcknowledged(boolean lost, int bytes, long now) {
        connection.sender().synTextNotAcknowledged();
        connection.tcp().counters().add(Counter.FAST_OPEN_ACTIVE_FAILED);
        if (!lost) outcome(FastOpenStep.DATA_NOT_ACKNOWLEDGED, bytes, now);
    }

    /** The SYN is due again; it goes without option and data. */
    void timedOut(long now) {
        if (isUsed() && outcome != FastOpenStep.SYN_RETRANSMITTED) {
            outcome(FastOpenStep.SYN_RETRANSMITTED, synBytes, now);
        }
    }

    /** The connection has ended before it was open. */
    void ended(CloseReason reason, long now) {
        if (outcome != FastOpenStep.SYN_RETRANSMITTED || reason != CloseReason.CONNECT_TIMED_OUT) return;
        cache.failed(connection.flow().local(), connection.flow().remote(), now);
    }

    /** How far it came. */
    FastOpenStep outcome() {
        return outcome;
    }

    /** Bytes of our SYN's data that the SYN-ACK acknowledged. */
    int acknowledgedBytes() {
        return outcome == FastOpenStep.DATA_ACKNOWLEDGED ? synBytes : 0;
    }

    private void outcome(FastOpenStep reached, int bytes, long now) {
        outcome = reached;
        step(reached, bytes, now);
    }

    private void step(FastOpenStep step, int bytes, long now) {
        if (connection.observer().wants(EventKind.FAST_OPEN)) {
            connection.observer().on(new Event.FastOpen(now, connection.flow(), step, bytes));
        }
    }
}
