package dev.weir.lab.actor;

import dev.weir.lab.Payload;
import dev.weir.lab.Session;

/** So many bytes of a payload on their way into a session; those that were not taken wait here. */
final class Outflow {
    private static final int CHUNK = 16 << 10;

    private final Payload payload;
    private final long bytes;
    private final byte[] buffer = new byte[CHUNK];
    private long made;
    private long written;

    /** @param bytes at least 0 */
    Outflow(Payload payload, long bytes) {
        this.payload = payload;
        this.bytes = bytes;
    }

    /** Writes what is taken; true if that was the rest. */
    boolean writeTo(Session session) {
        return writeTo(session, bytes);
    }

    /** Writes what is taken up to a position of the stream; true if it was reached. */
    boolean writeTo(Session session, long position) {
        while (written < position) {
            if (written == made) {
                int next = (int) Math.min(CHUNK, bytes - made);
                payload.fill(buffer, 0, next, made);
                made += next;
            }
            int left = (int) (made - written);
            int end = (int) ((made - 1) % CHUNK) + 1; // chunks are full but for the last
            int wanted = (int) Math.min(left, position - written);
            int taken = session.write(buffer, end - left, wanted);
            if (taken > 0) written += taken;
            if (taken < wanted) return false;
        }
        return true;
    }

    long written() {
        return written;
    }
}
