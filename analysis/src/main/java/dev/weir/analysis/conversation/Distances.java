package dev.weir.analysis.conversation;

/** Round trips between the point of capture and each side, as short as they were seen. */
final class Distances {
    private final Handshake handshake;
    private final RoundTrips toServer;
    private final RoundTrips toClient;

    /**
     * @param toServer of the client's data
     * @param toClient of the server's data
     */
    Distances(Handshake handshake, RoundTrips toServer, RoundTrips toClient) {
        this.handshake = handshake;
        this.toServer = toServer;
        this.toClient = toClient;
    }

    /** To the client or to the server and back, nanoseconds; 0 where it was never seen. */
    long nanos(boolean client) {
        long initial = client ? handshake.clientSideRttNanos() : handshake.serverSideRttNanos();
        var samples = (client ? toClient : toServer).histogram();
        if (samples.count() == 0) return initial;
        return initial == 0 ? samples.least() : Math.min(initial, samples.least());
    }
}
