package dev.weir.core.link;

/**
 * What a link takes over from the stack.
 *
 * @param mtu largest IP packet that goes on the wire, 68..65535 bytes (IPv6 needs 1280)
 * @param maximumSuperPacket largest IP packet that {@link Link#send} takes with {@link OutgoingPacket#segmentSize()}
 *     set, to be cut by the link; equal to {@code mtu} where it cannot cut; at most 65535 bytes
 * @param finishesChecksums takes TCP checksums that hold only the pseudo header's sum
 */
public record LinkCapabilities(int mtu, int maximumSuperPacket, boolean finishesChecksums) {
    public LinkCapabilities {
        if (mtu < 68 || mtu > 65535) throw new IllegalArgumentException("mtu must be 68..65535, not " + mtu);
        if (maximumSuperPacket < mtu || maximumSuperPacket > 65535) {
            throw new IllegalArgumentException("super-packet must be " + mtu + "..65535, not " + maximumSuperPacket);
        }
    }

    /** A link that leaves everything to the stack. */
    public static LinkCapabilities plain(int mtu) {
        return new LinkCapabilities(mtu, mtu, false);
    }

    public boolean segments() {
        return maximumSuperPacket > mtu;
    }
}
