package dev.weir.core.config;

import java.time.Duration;

/**
 * TCP Fast Open: data in the SYN (RFC 7413). It is for applications that ask for it, since a SYN that the network doubles
 * may bring its data twice (section 6.1).
 *
 * @param client connections that ask for it may use it
 * @param server listeners that ask for it may use it
 * @param clientWithoutCookie data goes with the SYN even where no cookie is known (7.3)
 * @param serverWithoutCookie data in a SYN is taken without a cookie (7.3): only where nobody forges addresses
 * @param pending of each listener that asks for nothing: connections at a time whose handshake is not complete, 0..65535; 0:
 *     it does not use it
 * @param tolerated failures in a row after which the next connection to the same peer still tries, 0..100 (4.1.3.1)
 * @param retryAfter how long it is not tried with a peer after more failures, 0..1 day; each further one doubles it
 * @param sparesWithoutCookie a peer that answers the request for a cookie with none is a failure too: it is not asked again
 *     for a while
 * @param experimental a peer that answers the request for a cookie with none is asked once with the experimental option
 * @param key of the cookies that listeners make: 32 hexadecimal digits, in which {@code -} may stand, as Linux's
 *     {@code tcp_fastopen_key}; behind a comma an old one, whose cookies are still good; empty: drawn from the stack's seed
 */
public record FastOpen(
        boolean client,
        boolean server,
        boolean clientWithoutCookie,
        boolean serverWithoutCookie,
        int pending,
        int tolerated,
        Duration retryAfter,
        boolean sparesWithoutCookie,
        boolean experimental,
        String key) {
    /** For applications that ask for it, both roles, with cookies. */
    public static final FastOpen ON_REQUEST =
            new FastOpen(true, true, false, false, 0, 0, Duration.ofMinutes(1), false, false, "");

    private static final String ONE_KEY = "([0-9a-fA-F]{32}|([0-9a-fA-F]{1,8}-){3}[0-9a-fA-F]{1,8})";

    public FastOpen {
        Range.check("pending", pending, 0, 65535);
        Range.check("tolerated", tolerated, 0, 100);
        Range.check("retryAfter", retryAfter, "PT0S", "PT24H");
        if (!key.matches("|" + ONE_KEY + "(," + ONE_KEY + ")?")) {
            throw new IllegalArgumentException("key must be 32 hexadecimal digits, or two such with a comma between them");
        }
    }

    public FastOpen withClient(boolean client) {
        return new FastOpen(client, server, clientWithoutCookie, serverWithoutCookie, pending, tolerated, retryAfter,
                sparesWithoutCookie, experimental, key);
    }

    public FastOpen withServer(boolean server) {
        return new FastOpen(client, server, clientWithoutCookie, serverWithoutCookie, pending, tolerated, retryAfter,
                sparesWithoutCookie, experimental, key);
    }

    public FastOpen withClientWithoutCookie(boolean clientWithoutCookie) {
        return new FastOpen(client, server, clientWithoutCookie, serverWithoutCookie, pending, tolerated, retryAfter,
                sparesWithoutCookie, experimental, key);
    }

    public FastOpen withServerWithoutCookie(boolean serverWithoutCookie) {
        return new FastOpen(client, server, clientWithoutCookie, serverWithoutCookie, pending, tolerated, retryAfter,
                sparesWithoutCookie, experimental, key);
    }

    public FastOpen withPending(int pending) {
        return new FastOpen(client, server, clientWithoutCookie, serverWithoutCookie, pending, tolerated, retryAfter,
                sparesWithoutCookie, experimental, key);
    }

    public FastOpen withTolerated(int tolerated) {
        return new FastOpen(client, server, clientWithoutCookie, serverWithoutCookie, pending, tolerated, retryAfter,
                sparesWithoutCookie, experimental, key);
    }

    public FastOpen withRetryAfter(Duration retryAfter) {
        return new FastOpen(client, server, clientWithoutCookie, serverWithoutCookie, pending, tolerated, retryAfter,
                sparesWithoutCookie, experimental, key);
    }

    public FastOpen withSparesWithoutCookie(boolean sparesWithoutCookie) {
        return new FastOpen(client, server, clientWithoutCookie, serverWithoutCookie, pending, tolerated, retryAfter,
                sparesWithoutCookie, experimental, key);
    }

    public FastOpen withExperimental(boolean experimental) {
        return new FastOpen(client, server, clientWithoutCookie, serverWithoutCookie, pending, tolerated, retryAfter,
                sparesWithoutCookie, experimental, key);
    }

    public FastOpen withKey(String key) {
        return new FastOpen(client, server, clientWithoutCookie, serverWithoutCookie, pending, tolerated, retryAfter,
                sparesWithoutCookie, experimental, key);
    }
}
