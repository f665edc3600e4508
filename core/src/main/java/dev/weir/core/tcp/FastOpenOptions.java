package dev.weir.core.tcp;

import dev.weir.core.tcp.fastopen.CookieFunction;
import java.util.Optional;

/**
 * What an application wants of Fast Open. It is never used unasked, since the network may double a SYN, and a doubled SYN
 * may bring its data to the server twice: requests must bear to be answered twice.
 *
 * @param connect our SYN takes along what has been written by then, if there is a cookie, and asks for one if there is none
 * @param awaitsData where there is a cookie, the SYN waits for the first write
 * @param withoutCookie data goes, or is taken, without any cookie (RFC 7413, section 7.3)
 * @param pending of a listener: connections at a time that the application may have before their handshake is complete,
 *     0..65535; 0: no Fast Open
 * @param cookies of a listener; empty: those of the stack
 * @spec https://www.rfc-editor.org/rfc/rfc7413#section-4.2 RFC 7413, section 4.2 and appendix A
 */
public record FastOpenOptions(
        boolean connect, boolean awaitsData, boolean withoutCookie, int pending, Optional<CookieFunction> cookies) {
    /** Not used. */
    public static final FastOpenOptions OFF = new FastOpenOptions(false, false, false, 0, Optional.empty());

    private static final int MOST_PENDING = 65535;

    public FastOpenOptions {
        if (pending < 0 || pending > MOST_PENDING) {
            throw new IllegalArgumentException("pending must be 0.." + MOST_PENDING + ", not " + pending);
        }
    }

    public FastOpenOptions withConnect(boolean connect) {
        return new FastOpenOptions(connect, awaitsData, withoutCookie, pending, cookies);
    }

    public FastOpenOptions withAwaitsData(boolean awaitsData) {
        return new FastOpenOptions(connect, awaitsData, withoutCookie, pending, cookies);
    }

    public FastOpenOptions withWithoutCookie(boolean withoutCookie) {
        return new FastOpenOptions(connect, awaitsData, withoutCookie, pending, cookies);
    }

    public FastOpenOptions withPending(int pending) {
        return new FastOpenOptions(connect, awaitsData, withoutCookie, pending, cookies);
    }

    public FastOpenOptions withCookies(CookieFunction cookies) {
        return new FastOpenOptions(connect, awaitsData, withoutCookie, pending, Optional.of(cookies));
    }
}
