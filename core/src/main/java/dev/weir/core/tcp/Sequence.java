package dev.weir.core.tcp;

/**
 * The border between 32-bit sequence numbers on the wire and positions inside a connection.
 *
 * <p>A position is a {@code long} relative to the initial sequence number: the SYN is 0, the first byte 1. Wrap exists
 * only here and in the truncation back to 32 bits.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.4 RFC 9293, section 3.4
 */
final class Sequence {
    private Sequence() {}

    /**
     * The position nearest to {@code reference} whose wire number is {@code wire}. A tie at 2^31 counts as older. The
     * result may be negative: an old duplicate from before the initial number, to be rejected before any buffer.
     */
    static long unwrap(int initial, long reference, int wire) {
        int distance = wire - initial - (int) reference;
        return reference + distance;
    }

    static int wrap(int initial, long position) {
        return initial + (int) position;
    }

    /** RFC 7323 5.2: timestamps wrap too; true if {@code a} is older than {@code b}. */
    static boolean timestampBefore(int a, int b) {
        return a - b < 0;
    }
}
