package dev.weir.core.tcp;

import dev.weir.wire.TcpOptions;

/**
 * What both SYNs agreed on, fixed for the life of the connection.
 *
 * @param peerMss the peer's MSS option, or the default (MUST-15); at least {@link #LEAST_MSS}
 * @param ourMss what we offered
 * @param timestamps RFC 7323 section 3, both SYNs had them
 * @param sack RFC 2018, both SYNs permitted it
 * @param sendShift scale of the windows that the peer offers, 0..14
 * @param receiveShift scale of the windows that we offer, 0..14
 */
record Negotiated(int peerMss, int ourMss, boolean timestamps, boolean sack, int sendShift, int receiveShift) {
    /** RFC 7323 2.3: a larger shift is used as 14. */
    static final int MAXIMUM_SHIFT = 14;
    /** Below this an MSS is absurd: options alone may take 40 bytes (edge case: MSS 0, endless empty segments). */
    static final int LEAST_MSS = 48;
    private static final int DEFAULT_MSS_IPV4 = 536;
    private static final int DEFAULT_MSS_IPV6 = 1220;

    /** @param ours what our SYN carried or will carry; @param peer the options of the peer's SYN */
    static Negotiated of(Offer ours, TcpOptions peer, boolean ipv4) {
        boolean scaling = ours.windowShift() >= 0 && peer.windowScale() >= 0;
        int defaultMss = ipv4 ? DEFAULT_MSS_IPV4 : DEFAULT_MSS_IPV6;
        int mss = peer.mss() < 0 || !ours.saysMss() ? defaultMss : Math.max(peer.mss(), LEAST_MSS);
        return new Negotiated(
                mss,
                ours.mss(),
                ours.timestamps() && peer.hasTimestamps(),
                ours.sack() && peer.sackPermitted(),
                scaling ? Math.min(peer.windowScale(), MAXIMUM_SHIFT) : 0,
                scaling ? ours.windowShift() : 0);
    }

    /** Before the peer's SYN is known: the defaults, nothing agreed. */
    static Negotiated nothing(Offer ours, boolean ipv4) {
        return of(ours, TcpOptions.NONE, ipv4);
    }

    /**
     * The options of our SYN.
     *
     * @param windowShift 0..14, or -1 for none
     * @param saysMss false: no option at all is sent or heeded
     */
    record Offer(int mss, int windowShift, boolean sack, boolean timestamps, boolean saysMss) {
        /** No option at all: the peer's are not heeded either. */
        static Offer nothing(int mss) {
            return new Offer(mss, -1, false, false, false);
        }

        /** A SYN-ACK answers only what the SYN offered (RFC 7323 2.2 and 3.2, RFC 2018 2). */
        Offer answering(TcpOptions syn) {
            return new Offer(mss, syn.windowScale() < 0 ? -1 : windowShift, sack && syn.sackPermitted(),
                    timestamps && syn.hasTimestamps(), saysMss);
        }

        Offer withMss(int mss) {
            return new Offer(mss, windowShift, sack, timestamps, saysMss);
        }

        /** What a SYN cookie can keep: the MSS alone. */
        Offer mssOnly() {
            return new Offer(mss, -1, false, false, saysMss);
        }
    }
}
