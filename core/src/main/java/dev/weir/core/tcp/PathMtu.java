package dev.weir.core.tcp;

import dev.weir.core.ip.IpOutput;
import dev.weir.wire.IpAddress;

/**
 * How large segments may be: the path's MTU, and what follows from it for slicing.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.7.1 RFC 9293, sections 3.7.1 and 3.7.2; RFC 1191; RFC 8201; RFC 6691
 */
final class PathMtu {
    private static final int TIMESTAMPS_BYTES = 12;
    private static final int LONGEST_TCP_HEADER = 60;

    private static final int SACK_HEADER_BYTES = 4; // two NOPs before it
    private static final int SACK_BLOCK_BYTES = 8;

    private final IpOutput ip;
    private final IpAddress remote;
    private int mtu;
    private int segmentSize;

    PathMtu(IpOutput ip, IpAddress remote, long now) {
        this.ip = ip;
        this.remote = remote;
        this.mtu = ip.pathMtu(remote, now);
    }

    /** Bytes of the largest IP packet. */
    int mtu() {
        return mtu;
    }

    /** True if the path carries less than was believed. */
    boolean shrink(int bytes) {
        if (bytes >= mtu) return false;
        mtu = bytes;
        return true;
    }

    /**
     * MUST-16: {@code Eff.snd.MSS = min(SendMSS + 20, MMS_S) - TCP header - IP options}; the peer's MSS does not know of
     * our TCP options (RFC 6691), so they are taken off too.
     */
    void slice(Negotiated negotiated, int maximumMss) {
        int mss = Math.min(Math.min(negotiated.peerMss(), maximumMss), mtu - IpOutput.headerLength(remote) - 20);
        segmentSize = Math.max(1, mss - (negotiated.timestamps() ? TIMESTAMPS_BYTES : 0));
    }

    /** Payload bytes of a full segment that carries {@code optionBytes} besides timestamps. */
    int segmentSize(int optionBytes) {
        return Math.max(1, segmentSize - optionBytes);
    }

    /**
     * How many SACK blocks (RFC 2018 section 3) a packet has room for beside a byte of payload: with timestamps, one at
     * the smallest MTU of IPv4.
     */
    int sackBlocks(boolean timestamps) {
        int room = mtu - IpOutput.headerLength(remote) - 20 - (timestamps ? TIMESTAMPS_BYTES : 0);
        return Math.max(1, (room - SACK_HEADER_BYTES - 1) / SACK_BLOCK_BYTES);
    }

    /** Payload bytes of the largest packet that the link takes: a whole number of segments, if more than one. */
    int largestPayload(int segmentBytes) {
        var link = ip.capabilities(remote);
        if (!link.segments()) return segmentBytes;
        int headers = IpOutput.headerLength(remote) + LONGEST_TCP_HEADER;
        return Math.max(segmentBytes, (link.maximumSuperPacket() - headers) / segmentBytes * segmentBytes);
    }
}
