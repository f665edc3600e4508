package dev.weir.lab.swarm;

import java.time.Duration;

/**
 * What the application at one end of a conversation does.
 *
 * @param sendBytes written in all
 * @param writeBytes at a time
 * @param writePause between writes; zero: as fast as they are taken
 * @param awaitBytes read before the first write
 * @param readBytes at a time
 * @param readPause between reads; zero: as soon as something is there
 * @param ending what it does when all is written
 * @param noDelay Nagle's algorithm is off
 * @param cork switched on at first and off when all is written
 * @param urgent the first write is followed by an urgent mark; urgent data stays in the stream
 * @param resizeBytes capacity of the receive buffer after the first read; 0: as it was
 */
public record Behaviour(
        long sendBytes,
        int writeBytes,
        Duration writePause,
        long awaitBytes,
        int readBytes,
        Duration readPause,
        Ending ending,
        boolean noDelay,
        boolean cork,
        boolean urgent,
        int resizeBytes) {

    /** How an application leaves. */
    public enum Ending {
        /** Half closes when all is written, and closes at the end of the stream. */
        GRACEFUL,
        /** Closes when all is written, and expects nothing. */
        HASTY,
        /** Aborts when all is written. */
        ABORT,
        /** Closes as soon as something can be read, without reading it. */
        UNREAD
    }

    static Behaviour of(long sendBytes) {
        return new Behaviour(sendBytes, 16 << 10, Duration.ZERO, 0, 16 << 10, Duration.ZERO, Ending.GRACEFUL, false, false,
                false, 0);
    }

    Behaviour withSendBytes(long bytes) {
        return new Behaviour(bytes, writeBytes, writePause, awaitBytes, readBytes, readPause, ending, noDelay, cork, urgent,
                resizeBytes);
    }

    Behaviour withWrites(int bytes, Duration pause) {
        return new Behaviour(sendBytes, bytes, pause, awaitBytes, readBytes, readPause, ending, noDelay, cork, urgent,
                resizeBytes);
    }

    Behaviour withReads(int bytes, Duration pause) {
        return new Behaviour(sendBytes, writeBytes, writePause, awaitBytes, bytes, pause, ending, noDelay, cork, urgent,
                resizeBytes);
    }

    Behaviour withAwaitBytes(long bytes) {
        return new Behaviour(sendBytes, writeBytes, writePause, bytes, readBytes, readPause, ending, noDelay, cork, urgent,
                resizeBytes);
    }

    Behaviour withEnding(Ending ending) {
        return new Behaviour(sendBytes, writeBytes, writePause, awaitBytes, readBytes, readPause, ending, noDelay, cork,
                urgent, resizeBytes);
    }

    Behaviour withSocket(boolean noDelay, boolean cork, boolean urgent, int resizeBytes) {
        return new Behaviour(sendBytes, writeBytes, writePause, awaitBytes, readBytes, readPause, ending, noDelay, cork,
                urgent, resizeBytes);
    }

    /** The same bytes, as fast as possible and with nothing special. */
    Behaviour plain() {
        return of(sendBytes).withAwaitBytes(awaitBytes).withEnding(ending);
    }
}
