package dev.weir.analysis.conversation;

import dev.weir.analysis.capture.CapturedSegment;

/**
 * Finds the handshake of TLS at the beginning of a connection by the types of its records (RFC 8446 5.1). It lasts
 * until
 * the client sends application data, of which in TLS 1.3 the end of the handshake is a part.
 */
final class TlsPhase {
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int RECORD_HEADER = 5;

    private enum Stage { UNDECIDED, HANDSHAKE, OVER }

    private Stage stage = Stage.UNDECIDED;
    private boolean sawTls;
    private boolean serverSpoke;
    private boolean blind;
    /** Position of the client's next record. */
    private long recordAt = 1;

    boolean isActive() {
        return stage == Stage.HANDSHAKE;
    }

    /** Whether there was a handshake of TLS. */
    boolean isSeen() {
        return sawTls;
    }

    /** Text that is new, with the position of its first byte. */
    void text(CapturedSegment s, boolean fromClient, long start) {
        if (stage == Stage.OVER) return;
        if (stage == Stage.UNDECIDED) {
            boolean hello = fromClient && s.capturedLengthBytes() > 1 && s.textAt(0) == HANDSHAKE && s.textAt(1) == 3;
            stage = hello ? Stage.HANDSHAKE : Stage.OVER;
            sawTls = hello;
            recordAt = start;
        }
        if (stage != Stage.HANDSHAKE) return;
        if (!fromClient) serverSpoke = true;
        else if (blind ? serverSpoke : walk(s, start)) stage = Stage.OVER;
    }

    /** Whether a record of application data begins in this segment. */
    private boolean walk(CapturedSegment s, long start) {
        int captured = s.capturedLengthBytes();
        while (recordAt < start + s.lengthBytes()) {
            long at = recordAt - start;
            if (at < 0 || at + RECORD_HEADER > captured) {
                blind = true; // cut, split or missing: the client's next flight counts
                return false;
            }
            if (s.textAt((int) at) == APPLICATION_DATA) return true;
            recordAt += RECORD_HEADER + (s.textAt((int) at + 3) << 8 | s.textAt((int) at + 4));
        }
        return false;
    }
}
