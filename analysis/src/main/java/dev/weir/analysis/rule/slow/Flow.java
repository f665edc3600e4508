package dev.weir.analysis.rule.slow;

import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.conversation.Half;
import dev.weir.analysis.conversation.Handshake.Outcome;
import dev.weir.analysis.conversation.SenderLimit;
import dev.weir.analysis.finding.Culprit;
import dev.weir.analysis.finding.FaultClass;
import dev.weir.analysis.rule.Findings;
import java.util.ArrayList;
import java.util.List;

/** The data of one side, and what may be concluded from how it flowed. */
final class Flow {
    /** What somebody waits for takes at least so long; below it nobody asks why. */
    static final long NOTICED_NANOS = 1_000_000_000L;
    /**
     * Round trips that grow by less with what is in flight: no queue stands, so that the path carries more than it
     * got.
     */
    private static final double IDLE_PATH = 1.06;
    /** Clocks and scheduling, where round trips are short. */
    private static final long TREMBLE_NANOS = 100_000L;
    /** Samples of the round trip from which on their distribution says something. */
    private static final int SAMPLES = 20;

    private final Conversation c;
    private final boolean fromClient;

    private Flow(Conversation c, boolean fromClient) {
        this.c = c;
        this.fromClient = fromClient;
    }

    /**
     * Both directions that carried data; none where the capture does not tell enough, or where the connection broke:
     * then that is what is wrong with it.
     */
    static List<Flow> of(Conversation c, Findings findings) {
        var outcome = c.handshake().outcome();
        if (outcome != Outcome.COMPLETE && outcome != Outcome.NOT_SEEN || c.isOneSided()) return List.of();
        if (findings.hasAny(FaultClass.CUT, FaultClass.PATH, FaultClass.SILENT, FaultClass.REFUSED,
                FaultClass.SERVICE)) {
            return List.of();
        }
        if (c.fromClient().unseenBytes() + c.fromServer().unseenBytes() > 0) return List.of();
        var flows = new ArrayList<Flow>(2);
        for (boolean client : new boolean[] {true, false}) {
            if (c.from(client).acknowledgedBytes() > 0) flows.add(new Flow(c, client));
        }
        return flows;
    }

    Conversation conversation() {
        return c;
    }

    boolean isFromClient() {
        return fromClient;
    }

    Half sender() {
        return c.from(fromClient);
    }

    Half receiver() {
        return c.from(!fromClient);
    }

    String senderName() {
        return fromClient ? "client" : "server";
    }

    String receiverName() {
        return fromClient ? "server" : "client";
    }

    Culprit senderHost() {
        return fromClient ? Culprit.CLIENT_HOST : Culprit.SERVER_HOST;
    }

    Culprit senderApplication() {
        return fromClient ? Culprit.CLIENT_APPLICATION : Culprit.SERVER_APPLICATION;
    }

    Culprit receiverHost() {
        return fromClient ? Culprit.SERVER_HOST : Culprit.CLIENT_HOST;
    }

    Culprit receiverApplication() {
        return fromClient ? Culprit.SERVER_APPLICATION : Culprit.CLIENT_APPLICATION;
    }

    /** Where the network lies that lost segments before, or after, the point of capture. */
    Culprit network(boolean beforeCapture) {
        return fromClient == beforeCapture ? Culprit.NETWORK_BEFORE : Culprit.NETWORK_AFTER;
    }

    /** From its first data to its last, nanoseconds. */
    long nanos() {
        return Math.max(1, sender().lastDataNanos() - sender().firstDataNanos());
    }

    long limitedNanos(SenderLimit limit) {
        return sender().flight().limitedNanos(limit);
    }

    /** The share of its time in which this limited it, 0..1. */
    double share(SenderLimit limit) {
        return Math.min(1, (double) limitedNanos(limit) / nanos());
    }

    /** Whether the point of capture is so near to the sender that its round trips are the path's. */
    boolean isSeenFromSender() {
        var samples = sender().roundTrips().histogram();
        if (samples.count() < SAMPLES) return false;
        long path = c.handshake().rttNanos();
        return path == 0 ? samples.least() > 0 : samples.least() >= path - path / 4;
    }

    /** The round trip of the empty path, nanoseconds; 0 unknown. */
    long leastRttNanos() {
        return sender().roundTrips().histogram().least();
    }

    long medianRttNanos() {
        return sender().roundTrips().histogram().median();
    }

    /** Whether no queue stood on the path for most of the time. */
    boolean isPathIdle() {
        return medianRttNanos() <= leastRttNanos() * IDLE_PATH + TREMBLE_NANOS;
    }

    /** Bits per second. */
    long meanRate() {
        return 8 * sender().rate().meanBytesPerSecond();
    }
}
