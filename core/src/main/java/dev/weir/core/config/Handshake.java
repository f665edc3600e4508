package dev.weir.core.config;

import java.time.Duration;

/**
 * Opening connections: RFC 9293 3.5, 3.8.3; RFC 4987.
 *
 * @param synRetries SYNs sent again with doubling time-outs before giving up, 0..30
 * @param synLinearTimeouts further SYNs sent again first, at the initial time-out without doubling, 0..30
 * @param synAckRetries SYN-ACKs sent again before a half-open connection is dropped, 0..30
 * @param synCookies answer with a cookie when the backlog is full; otherwise drop the SYN
 * @param abortOnOverflow reset a completed handshake that finds the accept queue full; otherwise let the peer try again
 * @param synAgainAfterReset when an old connection answered our SYN, and was reset, the SYN goes out again at once; otherwise
 *     at its time-out
 * @param keepsCrossingText text of a SYN that crosses ours waits until the connection is established (RFC 9293 3.10.7.3);
 *     otherwise the peer has to send it again
 * @param plainSynAfter after so many time-outs the SYN carries no option but the MSS, in case something on the path drops the
 *     others, 0..30; 0: never
 * @param openTimeout an active open ends after this, however many SYNs were sent, 0..1 h; 0: no such limit
 */
public record Handshake(
        int synRetries,
        int synLinearTimeouts,
        int synAckRetries,
        boolean synCookies,
        boolean abortOnOverflow,
        boolean synAgainAfterReset,
        boolean keepsCrossingText,
        int plainSynAfter,
        Duration openTimeout) {
    public Handshake {
        Range.check("synRetries", synRetries, 0, 30);
        Range.check("synLinearTimeouts", synLinearTimeouts, 0, 30);
        Range.check("synAckRetries", synAckRetries, 0, 30);
        Range.check("plainSynAfter", plainSynAfter, 0, 30);
        Range.check("openTimeout", openTimeout, "PT0S", "PT1H");
    }

    public Handshake withSynRetries(int synRetries) {
        return new Handshake(synRetries, synLinearTimeouts, synAckRetries, synCookies, abortOnOverflow,
                synAgainAfterReset, keepsCrossingText, plainSynAfter, openTimeout);
    }

    public Handshake withSynLinearTimeouts(int synLinearTimeouts) {
        return new Handshake(synRetries, synLinearTimeouts, synAckRetries, synCookies, abortOnOverflow,
                synAgainAfterReset, keepsCrossingText, plainSynAfter, openTimeout);
    }

    public Handshake withSynAckRetries(int synAckRetries) {
        return new Handshake(synRetries, synLinearTimeouts, synAckRetries, synCookies, abortOnOverflow,
                synAgainAfterReset, keepsCrossingText, plainSynAfter, openTimeout);
    }

    public Handshake withSynCookies(boolean synCookies) {
        return new Handshake(synRetries, synLinearTimeouts, synAckRetries, synCookies, abortOnOverflow,
                synAgainAfterReset, keepsCrossingText, plainSynAfter, openTimeout);
    }

    public Handshake withAbortOnOverflow(boolean abortOnOverflow) {
        return new Handshake(synRetries, synLinearTimeouts, synAckRetries, synCookies, abortOnOverflow,
                synAgainAfterReset, keepsCrossingText, plainSynAfter, openTimeout);
    }

    public Handshake withSynAgainAfterReset(boolean synAgainAfterReset) {
        return new Handshake(synRetries, synLinearTimeouts, synAckRetries, synCookies, abortOnOverflow,
                synAgainAfterReset, keepsCrossingText, plainSynAfter, openTimeout);
    }

    public Handshake withKeepsCrossingText(boolean keepsCrossingText) {
        return new Handshake(synRetries, synLinearTimeouts, synAckRetries, synCookies, abortOnOverflow,
                synAgainAfterReset, keepsCrossingText, plainSynAfter, openTimeout);
    }

    public Handshake withPlainSynAfter(int plainSynAfter) {
        return new Handshake(synRetries, synLinearTimeouts, synAckRetries, synCookies, abortOnOverflow,
                synAgainAfterReset, keepsCrossingText, plainSynAfter, openTimeout);
    }

    public Handshake withOpenTimeout(Duration openTimeout) {
        return new Handshake(synRetries, synLinearTimeouts, synAckRetries, synCookies, abortOnOverflow,
                synAgainAfterReset, keepsCrossingText, plainSynAfter, openTimeout);
    }
}
