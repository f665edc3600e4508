package dev.weir.io;

import dev.weir.core.link.Link;

/** A link whose arrivals a file descriptor announces; the event loop waits for it. */
interface DescriptorLink extends Link {
    int descriptor();

    /** Inside a turn: the last {@link #receive} found nothing, so that the next packet is worth waiting for. */
    boolean isDrained();

    /** Inside a turn: the last {@link #send} found the device full. */
    boolean isBlocked();

    /** The one that {@code link} is or wraps; null if nothing of it has a descriptor. */
    static DescriptorLink of(Link link) {
        for (var inner = link; inner != null; inner = inner.inner()) {
            if (inner instanceof DescriptorLink found) return found;
        }
        return null;
    }
}
