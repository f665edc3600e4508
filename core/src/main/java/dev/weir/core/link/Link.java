package dev.weir.core.link;

import dev.weir.core.time.Deadline;

/**
 * A road for whole IP packets, used by the one driver that holds the stack's turn; never blocks.
 *
 * <p>Nothing passed to {@link #send} is kept after the call; what {@link #receive} hands out is valid until the next
 * {@code receive} of the same link. Who keeps bytes longer copies them into a bounded pool of its own.
 */
public interface Link extends AutoCloseable {
    LinkCapabilities capabilities();

    /**
     * Takes one packet, or nothing.
     *
     * @return false if the link is blocked: nothing was taken, and {@link Doorbell#ring()} of {@link #onArrival} will be
     *     called when it is worth trying again. A packet that the road loses counts as taken.
     */
    boolean send(OutgoingPacket packet, long now);

    /** Points {@code frame} at the next packet that has arrived by {@code now}; false if there is none. */
    boolean receive(Frame frame, long now);

    /** When {@link #receive} has something without anybody sending (a delay queue); {@link Deadline#NEVER} if unknown. */
    default long nextDeadline() {
        return Deadline.NEVER;
    }

    /**
     * Tells the link whom to ring when a packet has arrived, or a blocked link takes packets again, and nobody is
     * inside this link's own calls. Links with a descriptor ignore it: their driver waits for the descriptor.
     */
    default void onArrival(Doorbell doorbell) {}

    /**
     * The bell of the stack at the other end of an in-process link, so that a driver can go on with the peer's turn by
     * iteration instead of by a call; null where there is none.
     */
    default Doorbell peer() {
        return null;
    }

    /** The link inside a wrapper; null for a real one. Drivers look here for descriptors. */
    default Link inner() {
        return null;
    }

    /** After this, {@code send} takes and loses, {@code receive} is empty. Idempotent. */
    @Override
    void close();
}
