package dev.weir.lab.packet;

import dev.weir.core.event.Flow;

/**
 * Something that the network did to a packet.
 *
 * @param at virtual time, nanoseconds
 * @param place the link's direction, router, box or host that did it
 * @param serial of the packet; 0 if there is none
 * @param detail numbers for people; may be empty
 * @param flow as the packet's sender names it; null for what has no ports
 */
public record Decision(long at, String place, Cause cause, long serial, String detail, Flow flow) {
    /** {@code left->right: random loss (2%), packet 77 of 10.0.0.1:40000 -> 10.0.0.2:80}. */
    @Override
    public String toString() {
        return at + " " + place + ": " + cause.text() + (detail.isEmpty() ? "" : " (" + detail + ")")
                + (serial == 0 ? "" : ", packet " + serial) + (flow == null ? "" : " of " + flow);
    }
}
