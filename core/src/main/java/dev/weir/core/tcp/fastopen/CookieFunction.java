package dev.weir.core.tcp.fastopen;

import dev.weir.wire.FastOpenOption;
import dev.weir.wire.IpAddress;

/**
 * Makes the cookies of a listener, and knows them again. A cookie proves that its bearer can receive at its address: it
 * must follow from the address and a secret, and cost little, since every SYN asks for it.
 *
 * <p>Called inside turns: no blocking, no clock; the same arguments give the same answer.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc7413#section-4.1.2 RFC 7413, section 4.1.2
 */
public interface CookieFunction {
    /** What a cookie is worth. */
    enum Verdict {
        /** The data of the SYN may be taken. */
        GOOD,
        /** The same, and the SYN-ACK brings a new cookie instead of this one. */
        GOOD_BUT_OLD,
        /** Forged, of another address, or too old; the SYN-ACK brings a new one. */
        BAD
    }

    /** The cookie of {@code client}, which asks {@code server}. */
    FastOpenOption make(IpAddress client, IpAddress server, long now);

    /** Judges a cookie that {@code client} shows to {@code server}. */
    default Verdict judge(FastOpenOption shown, IpAddress client, IpAddress server, long now) {
        return make(client, server, now).sameCookie(shown) ? Verdict.GOOD : Verdict.BAD;
    }
}
