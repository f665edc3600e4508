package dev.weir.analysis.pair;

import java.util.List;

/**
 * One connection, seen at two places.
 *
 * @param atClient its endpoints in the capture nearer to the client, as {@code 10.0.0.1:4711 > 10.0.0.2:80}
 * @param atServer likewise at the other place
 * @param clock of the server's capture against the client's
 * @param hopsToServer routers between the places by the time to live, -1 if it does not tell
 */
public record PairedConnection(
        String atClient, String atServer, Clock clock, Way toServer, Way toClient, int hopsToServer, int hopsToClient,
        List<Change> changes) {
    public PairedConnection {
        changes = List.copyOf(changes);
    }

    /** Of both ways together, nanoseconds: the round trip between the places, by the quickest packet each way. */
    public long roundTripNanos() {
        return toServer.delays().least() + toClient.delays().least();
    }
}
