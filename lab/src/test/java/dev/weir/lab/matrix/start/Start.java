package dev.weir.lab.matrix.start;

import dev.weir.core.event.State;

/**
 * A state to begin a case in, and how a script gets there. Both sides have sent before, so that there is something to
 * the left of every number; the peer offers 300 bytes at most, we offer 2048.
 */
public enum Start {
    CLOSED("closed", State.CLOSED),
    LISTEN("listen", State.LISTEN),
    SYN_SENT("syn-sent", State.SYN_SENT),
    SYN_RECEIVED_PASSIVE("syn-received-from-listen", State.SYN_RECEIVED),
    SYN_RECEIVED_ACTIVE("syn-received-from-syn-sent", State.SYN_RECEIVED),
    ESTABLISHED("established", State.ESTABLISHED),
    FIN_WAIT_1("fin-wait-1", State.FIN_WAIT_1),
    FIN_WAIT_2("fin-wait-2", State.FIN_WAIT_2),
    /** The application has closed, and reads no more; above it has only closed its output. */
    FIN_WAIT_1_CLOSED("fin-wait-1-after-close", State.FIN_WAIT_1),
    FIN_WAIT_2_CLOSED("fin-wait-2-after-close", State.FIN_WAIT_2),
    CLOSE_WAIT("close-wait", State.CLOSE_WAIT),
    CLOSING("closing", State.CLOSING),
    LAST_ACK("last-ack", State.LAST_ACK),
    TIME_WAIT("time-wait", State.TIME_WAIT);

    public static final int BUFFER_BYTES = 2048;
    private static final int PEER_WINDOW = 300;
    private static final int FIRST_TEXT = 100;

    public final String folder;
    public final State state;

    Start(String folder, State state) {
        this.folder = folder;
        this.state = state;
    }

    /** Its name as the RFC writes it. */
    public String words() {
        return name().replace('_', '-').replace("-PASSIVE", " (from LISTEN)").replace("-ACTIVE", " (from SYN-SENT)")
                .replace("-CLOSED", " (closed for reading too)");
    }

    public boolean isClosedForReading() {
        return this == FIN_WAIT_1_CLOSED || this == FIN_WAIT_2_CLOSED;
    }

    /** The connection is descriptor 4. */
    public boolean hasDescriptor() {
        return isActive() || state.isSynchronized() && !isClosedForReading();
    }

    public boolean isActive() {
        return this == SYN_SENT || this == SYN_RECEIVED_ACTIVE;
    }

    public Block block(boolean zeroWindow, boolean protectedBy5961) {
        boolean passive = this == SYN_RECEIVED_PASSIVE;
        if (!state.isSynchronized()) {
            boolean received = state == State.SYN_RECEIVED;
            return new Block(state, passive, 0, 1, PEER_WINDOW, received ? 1 : 0, received ? BUFFER_BYTES : 0, false,
                    false, protectedBy5961);
        }
        boolean finSent = switch (this) {
            case FIN_WAIT_1, FIN_WAIT_1_CLOSED, FIN_WAIT_2, FIN_WAIT_2_CLOSED, CLOSING, LAST_ACK, TIME_WAIT -> true;
            default -> false;
        };
        boolean finAcknowledged = state == State.FIN_WAIT_2 || this == TIME_WAIT;
        long nxt = finSent ? 402 : 401;
        long text = zeroWindow ? BUFFER_BYTES : FIRST_TEXT;
        var block = new Block(state, false, finAcknowledged ? nxt : 301, nxt, PEER_WINDOW, 1 + text,
                BUFFER_BYTES - text, finSent, isClosedForReading(), protectedBy5961);
        if (!block.finReceived()) return block;
        return new Block(state, false, block.sndUna(), nxt, PEER_WINDOW, block.rcvNxt() + 1,
                Math.max(0, block.rcvWnd() - 1), finSent, isClosedForReading(), protectedBy5961);
    }

    /** The lines that lead here, on a fresh connection. */
    public String lines(boolean zeroWindow) {
        return switch (this) {
            case CLOSED, LISTEN -> "";
            case SYN_SENT -> """
                    +0.001 socket(..., SOCK_STREAM, IPPROTO_TCP) = 4
                    +0     setsockopt(4, SOL_SOCKET, SO_RCVBUF, [2048], 4) = 0
                    +0     fcntl(4, F_SETFL, O_RDWR|O_NONBLOCK) = 0
                    +0     connect(4, ..., ...) = -1 EINPROGRESS (Operation now in progress)
                    +0     > S  0:0(0) <...>
                    """;
            case SYN_RECEIVED_PASSIVE -> """
                    +0.001 < [new] S 0:0(0) win 300 <mss 1000>
                    +0     > S. 0:0(0) ack 1 <...>
                    """;
            case SYN_RECEIVED_ACTIVE -> SYN_SENT.lines(false) + """
                    +0     < S  0:0(0) win 300 <mss 1000>
                    +0     > S. 0:0(0) ack 1 <...>
                    """;
            case ESTABLISHED -> established(zeroWindow);
            case FIN_WAIT_1 -> ESTABLISHED.lines(zeroWindow) + """
                    +0     shutdown(4, SHUT_WR) = 0
                    +0     > F. 401:401(0) ack %d
                    """.formatted(ESTABLISHED.received(zeroWindow));
            case FIN_WAIT_1_CLOSED -> ESTABLISHED.lines(zeroWindow) + """
                    +0     read(4, ..., 2048) = %d
                    +0     close(4) = 0
                    +0     > F. 401:401(0) ack %d
                    """.formatted(ESTABLISHED.received(zeroWindow) - 1, ESTABLISHED.received(zeroWindow));
            case FIN_WAIT_2 -> FIN_WAIT_1.lines(zeroWindow) + acknowledgment(zeroWindow);
            case FIN_WAIT_2_CLOSED -> FIN_WAIT_1_CLOSED.lines(zeroWindow) + acknowledgment(zeroWindow);
            case CLOSE_WAIT -> ESTABLISHED.lines(zeroWindow) + fin(zeroWindow, 301, 401);
            case CLOSING -> FIN_WAIT_1.lines(zeroWindow) + fin(zeroWindow, 301, 402);
            case LAST_ACK -> CLOSE_WAIT.lines(zeroWindow) + """
                    +0     shutdown(4, SHUT_WR) = 0
                    +0     > F. 401:401(0) ack %d
                    """.formatted(received(zeroWindow));
            case TIME_WAIT -> FIN_WAIT_2.lines(zeroWindow) + fin(zeroWindow, 402, 402);
        };
    }

    private static String acknowledgment(boolean zeroWindow) {
        return "+0     < .  %1$d:%1$d(0) ack 402 win 300\n".formatted(ESTABLISHED.received(zeroWindow));
    }

    private long received(boolean zeroWindow) {
        return block(zeroWindow, true).rcvNxt();
    }

    private static String established(boolean zeroWindow) {
        long text = zeroWindow ? BUFFER_BYTES : FIRST_TEXT;
        return """
                +0.001 < [new] S 0:0(0) win 300 <mss 1000>
                +0     > S. 0:0(0) ack 1 <...>
                +0.001 < P. 1:%1$d(%2$d) ack 1 win 300
                +0     > .  1:1(0) ack %1$d
                +0     accept(3, ..., ...) = 4
                +0     write(4, ..., 300) = 300
                +0     > P. 1:301(300) ack %1$d
                +0.001 < .  %1$d:%1$d(0) ack 301 win 300
                +0     write(4, ..., 100) = 100
                +0     > P. 301:401(100) ack %1$d
                """.formatted(text + 1, text);
    }

    private static String fin(boolean zeroWindow, long ack, long next) {
        long at = ESTABLISHED.received(zeroWindow);
        return """
                +0     < F. %1$d:%1$d(0) ack %2$d win 300
                +0     > .  %3$d:%3$d(0) ack %4$d
                """.formatted(at, ack, next, at + 1);
    }
}
