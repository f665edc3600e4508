package dev.weir.core.tcp.fastopen;

import dev.weir.core.config.FastOpen;
import dev.weir.core.time.Deadline;
import dev.weir.wire.FastOpenOption;
import dev.weir.wire.IpAddress;
import java.util.LinkedHashMap;

/**
 * What a client knows of its peers: the cookie that each gave to an address of ours, the MSS that it announced, and how
 * often it failed of late. Where there are more than the limit, the one that was not used for longest is forgotten.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc7413#section-4.1.3 RFC 7413, sections 4.1.3 and 4.1.3.1
 */
public final class CookieCache {
    private static final int MOST_DOUBLINGS = 10;

    /** What the next request asks with. */
    private enum Asking { STANDARD, EXPERIMENTAL_NEXT, STANDARD_FOR_EVER }

    private final int limit;
    private FastOpen config;
    private final LinkedHashMap<Peer, Entry> entries = new LinkedHashMap<>(16, 0.75f, true); // the longest unused first

    private record Peer(IpAddress local, IpAddress remote) {}

    private static final class Entry {
        private FastOpenOption cookie = FastOpenOption.ABSENT;
        private Asking asking = Asking.STANDARD;
        private int mss;
        private int failures; // in a row
        private long retryAt = Long.MIN_VALUE;
    }

    /** @param limit peers, at least 1 */
    public CookieCache(int limit, FastOpen config) {
        this.limit = limit;
        this.config = config;
    }

    /** Other choices from now on. */
    public void configure(FastOpen changed) {
        config = changed;
    }

    /** What a SYN to this peer carries: a cookie, or the request for one; absent while it is better not to try. */
    public FastOpenOption option(IpAddress local, IpAddress remote, long now) {
        var entry = entries.get(new Peer(local, remote));
        if (entry == null) return FastOpenOption.REQUEST;
        if (now < entry.retryAt) return FastOpenOption.ABSENT;
        if (entry.cookie.isCookie()) return entry.cookie;
        return FastOpenOption.REQUEST.withExperimental(entry.asking == Asking.EXPERIMENTAL_NEXT);
    }

    /** The MSS option of this peer's last SYN-ACK; 0 if it is not known. */
    public int mss(IpAddress local, IpAddress remote) {
        var entry = entries.get(new Peer(local, remote));
        return entry == null ? 0 : entry.mss;
    }

    /**
     * A SYN-ACK came to a SYN that had the option: it replaces what is known.
     *
     * @param cookie that it brought, if any
     * @param mss that it announced
     */
    public void answered(IpAddress local, IpAddress remote, FastOpenOption cookie, int mss) {
        var entry = entry(local, remote);
        entry.mss = mss;
        if (!cookie.isCookie()) return;
        entry.cookie = cookie;
        entry.asking = Asking.STANDARD;
        worked(entry);
    }

    /** The SYN-ACK acknowledged what the SYN carried. */
    public void worked(IpAddress local, IpAddress remote) {
        worked(entry(local, remote));
    }

    private static void worked(Entry entry) {
        entry.failures = 0;
        entry.retryAt = Long.MIN_VALUE;
    }

    /** The SYN-ACK brought no cookie, though we asked for one: what the next one asks with. */
    public void notGiven(IpAddress local, IpAddress remote, long now) {
        if (config.sparesWithoutCookie()) failed(local, remote, now);
        if (!config.experimental()) return;
        var entry = entry(local, remote);
        entry.asking = entry.asking == Asking.STANDARD ? Asking.EXPERIMENTAL_NEXT : Asking.STANDARD_FOR_EVER;
    }

    /** Nobody answered the SYN that carried it, or the data in it was refused: perhaps the path does not bear it. */
    public void failed(IpAddress local, IpAddress remote, long now) {
        var entry = entry(local, remote);
        int beyond = ++entry.failures - config.tolerated() - 1;
        if (beyond < 0) return;
        entry.retryAt = Deadline.after(now, config.retryAfter().toNanos() << Math.min(beyond, MOST_DOUBLINGS));
    }

    /** Everything is forgotten. */
    public void clear() {
        entries.clear();
    }

    private Entry entry(IpAddress local, IpAddress remote) {
        var entry = entries.computeIfAbsent(new Peer(local, remote), _ -> new Entry());
        if (entries.size() > limit) entries.pollFirstEntry();
        return entry;
    }
}
