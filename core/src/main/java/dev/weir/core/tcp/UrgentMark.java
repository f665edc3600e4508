package dev.weir.core.tcp;

/**
 * The receiver's half of urgent mode: RCV.UP, the position behind the urgent data (MUST-62), which only moves forward.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.8.5 RFC 9293, section 3.8.5; RFC 6093
 */
final class UrgentMark {
    private volatile long mark; // written in turns, read by the application

    /** True if this pointer announces something new (MUST-32). */
    boolean advance(long position) {
        if (position <= mark) return false;
        mark = position;
        return true;
    }

    /** Position behind the last urgent byte; 0 if there never was one. */
    long mark() {
        return mark;
    }
}
