package dev.weir.core.config;

/**
 * Explicit congestion notification: RFC 3168 and 9768.
 *
 * @param ask what our SYNs ask for
 * @param accept what a peer's SYN that asks is granted
 * @param setupRetries SYNs sent again that still ask, 0..30, before the next one asks no more (6.1.1.1): a box
 *     on the way may drop those that ask
 * @param plainAfterReset a SYN that asks and is answered with a reset goes out again, at once, without asking
 *     (6.1.1.1); otherwise the reset counts
 * @param accurateOption with accurate feedback, the Accurate ECN option goes with every segment; otherwise never
 * @param generalized with accurate feedback, acknowledgments, probes and what is sent again may be marked too;
 *     otherwise only new data
 * @param proportional DCTCP (RFC 8257): marks reduce cwnd by as much as is marked, and classic feedback tells
 *     exactly which bytes were; only where every host and queue does so
 */
public record EcnConfig(Feedback ask, Feedback accept, int setupRetries, boolean plainAfterReset,
        boolean accurateOption, boolean generalized, boolean proportional) {
    /** No ECN at all. */
    public static final EcnConfig OFF = new EcnConfig(Feedback.NONE, Feedback.NONE, 0, false, true, false, false);
    /** Granted where the peer asks for it, never asked for: the default of Linux and FreeBSD. */
    public static final EcnConfig PASSIVE =
            new EcnConfig(Feedback.NONE, Feedback.CLASSIC, 0, false, true, false, false);
    /** Asked for, and granted. */
    public static final EcnConfig ACTIVE =
            new EcnConfig(Feedback.CLASSIC, Feedback.CLASSIC, 0, true, true, false, false);

    /** How a receiver tells the sender of congestion. */
    public enum Feedback {
        /** Not at all: no packet says that it may be marked. */
        NONE,
        /** One flag, once per round trip: RFC 3168. */
        CLASSIC,
        /** How many packets and bytes: RFC 9768. Whoever asks for it, or grants it, takes classic feedback as well. */
        ACCURATE
    }

    public EcnConfig {
        Range.check("setupRetries", setupRetries, 0, 30);
    }

    public EcnConfig withAsk(Feedback ask) {
        return new EcnConfig(ask, accept, setupRetries, plainAfterReset, accurateOption, generalized,
                proportional);
    }

    public EcnConfig withAccept(Feedback accept) {
        return new EcnConfig(ask, accept, setupRetries, plainAfterReset, accurateOption, generalized,
                proportional);
    }

    public EcnConfig withSetupRetries(int setupRetries) {
        return new EcnConfig(ask, accept, setupRetries, plainAfterReset, accurateOption, generalized,
                proportional);
    }

    public EcnConfig withPlainAfterReset(boolean plainAfterReset) {
        return new EcnConfig(ask, accept, setupRetries, plainAfterReset, accurateOption, generalized,
                proportional);
    }

    public EcnConfig withAccurateOption(boolean accurateOption) {
        return new EcnConfig(ask, accept, setupRetries, plainAfterReset, accurateOption, generalized,
                proportional);
    }

    public EcnConfig withGeneralized(boolean generalized) {
        return new EcnConfig(ask, accept, setupRetries, plainAfterReset, accurateOption, generalized,
                proportional);
    }

    public EcnConfig withProportional(boolean proportional) {
        return new EcnConfig(ask, accept, setupRetries, plainAfterReset, accurateOption, generalized,
                proportional);
    }
}
