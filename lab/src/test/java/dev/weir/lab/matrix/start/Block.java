package dev.weir.lab.matrix.start;

import dev.weir.core.event.State;

/**
 * The transmission control block of RFC 9293 3.3.1, as far as the arrival of a segment looks at it. Numbers count from
 * each side's SYN.
 *
 * @param passive SYN-RECEIVED came from LISTEN
 * @param finSent our FIN is the last number before SND.NXT
 * @param closedForReading nobody will read what arrives
 * @param protectedBy5961 RFC 5961 is on
 */
public record Block(State state, boolean passive, long sndUna, long sndNxt, long maxSndWnd, long rcvNxt, long rcvWnd,
        boolean finSent, boolean closedForReading, boolean protectedBy5961) {
    public boolean finReceived() {
        return switch (state) {
            case CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT -> true;
            default -> false;
        };
    }
}
