package dev.weir.cli.demo;

import dev.weir.core.link.Impairment;
import java.time.Duration;

/**
 * What the two hosts do, and how bad the road between them is.
 *
 * @param bytes of the answer
 * @param seed of every random choice
 * @param mtu of the link, 68..65535; at least 1280 for IPv6
 * @param toServer what happens to packets of the client
 * @param toClient what happens to packets of the server
 * @param readerBufferBytes the client's receive buffer; 0 for the default
 * @param readerPauseAfterBytes where the client stops reading
 * @param readerPause for how long; zero: it reads at once
 */
record Scenario(
        long bytes,
        long seed,
        int mtu,
        boolean ipv6,
        Impairment toServer,
        Impairment toClient,
        int readerBufferBytes,
        long readerPauseAfterBytes,
        Duration readerPause) {

    private static final String LESSON_LOSS = "40"; // in the third round trip
    private static final int LESSON_BUFFER_BYTES = 128 << 10;
    private static final Duration LESSON_PAUSE = Duration.ofSeconds(1);

    /** The same road both ways, and a client that reads at once. */
    static Scenario of(long bytes, long seed, int mtu, boolean ipv6, Impairment road) {
        return new Scenario(bytes, seed, mtu, ipv6, road, road, 0, 0, Duration.ZERO);
    }

    /**
     * The same for a lesson: the client's buffer is small, and its program rests in the middle of the answer, so that
     * the window closes.
     *
     * @param lossy whether one packet is lost in slow start
     */
    Scenario forLesson(boolean lossy) {
        return new Scenario(bytes, seed, mtu, ipv6, toServer, lossy ? toClient.withLost(LESSON_LOSS) : toClient,
                LESSON_BUFFER_BYTES, bytes / 2, LESSON_PAUSE);
    }
}
