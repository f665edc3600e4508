package dev.weir.analysis.pair;

import dev.weir.analysis.pair.Change.Kind;
import dev.weir.core.event.Flow;
import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What differs between the two places. */
final class Changes {
    private static final int NOT_ECN_CAPABLE = 0;

    private final List<Change> found = new ArrayList<>();

    private Changes() {}

    static List<Change> between(Recorded client, Recorded server) {
        var changes = new Changes();
        var sent = client.opening;
        var arrived = server.opening;
        changes.endpoint("client", sent.client(), sent.clientPort(), arrived.client(), arrived.clientPort());
        changes.endpoint("server", sent.server(), sent.serverPort(), arrived.server(), arrived.serverPort());
        if (sent.initialNumber() != arrived.initialNumber()) {
            changes.add(Kind.SEQUENCE_SHIFTED, true, "the client's sequence numbers are others behind it (shifted by "
                    + Integer.toUnsignedString(arrived.initialNumber() - sent.initialNumber()) + ")");
        }
        changes.handshake(client, server, true);
        changes.handshake(server, client, false);
        changes.marks(client, server, true);
        changes.marks(server, client, false);
        return changes.found;
    }

    private void add(Kind kind, boolean toServer, String text) {
        found.add(new Change(kind, toServer, text));
    }

    private void endpoint(String whose, IpAddress address, int port, IpAddress translated, int translatedPort) {
        boolean toServer = whose.equals("client");
        if (!address.equals(translated)) {
            add(Kind.ADDRESS_TRANSLATED, toServer, "the " + whose + " " + Flow.endpoint(address, port) + " is "
                    + Flow.endpoint(translated, translatedPort) + " at the server's side");
        } else if (port != translatedPort) {
            add(Kind.PORT_TRANSLATED, toServer, "the " + whose + "'s port " + port + " is " + translatedPort
                    + " at the server's side");
        }
    }

    private void handshake(Recorded sender, Recorded receiver, boolean ofClient) {
        var sent = syn(sender, ofClient);
        var arrived = syn(receiver, ofClient);
        if (sent.isEmpty() || arrived.isEmpty()) return;
        String segment = ofClient ? "SYN" : "SYN-ACK";
        var before = sent.get().options();
        var after = arrived.get().options();
        if (before.mss() != after.mss()) {
            if (after.mss() == TcpOptions.ABSENT) add(Kind.MSS_STRIPPED, ofClient, segment + ": its MSS is gone");
            else add(Kind.MSS_CLAMPED, ofClient, segment + ": MSS " + before.mss() + " became " + after.mss());
        }
        if (before.windowScale() != after.windowScale()) {
            boolean gone = after.windowScale() == TcpOptions.ABSENT;
            add(gone ? Kind.WINDOW_SCALE_STRIPPED : Kind.WINDOW_SCALE_CHANGED, ofClient, segment + ": window scale "
                    + before.windowScale() + (gone ? " is gone" : " became " + after.windowScale()));
        }
        if (before.sackPermitted() && !after.sackPermitted()) {
            add(Kind.SACK_STRIPPED, ofClient, segment + ": SACK-permitted is gone");
        }
        if (before.hasTimestamps() && !after.hasTimestamps()) {
            add(Kind.TIMESTAMPS_STRIPPED, ofClient, segment + ": timestamps are gone");
        }
    }

    private static Optional<Sighting> syn(Recorded at, boolean ofClient) {
        return at.from(ofClient).stream().filter(Sighting::isSyn).findFirst();
    }

    private void marks(Recorded sender, Recorded receiver, boolean ofClient) {
        boolean capable = sender.from(ofClient).stream().anyMatch(seen -> seen.ecn() != NOT_ECN_CAPABLE);
        boolean arrives = receiver.from(ofClient).stream().anyMatch(seen -> seen.ecn() != NOT_ECN_CAPABLE);
        if (capable && !arrives) add(Kind.ECN_CLEARED, ofClient, "the ECN field is cleared on the way");
    }
}
