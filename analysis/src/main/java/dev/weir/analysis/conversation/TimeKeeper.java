package dev.weir.analysis.conversation;

/**
 * Gives each interval between two packets of a conversation to a {@link Period}. What is a stall, connecting or closing
 * is known when the packet comes that ends it; the rest waits until somebody sends text: if it is the other side, it
 * was that side's thinking (but for the way there and back), if it is the same, the transfer went on.
 */
final class TimeKeeper {
    /** A client that is silent for longer is idle. */
    private static final long IDLE_NANOS = 1_000_000_000;
    /** The least that a delayed acknowledgment waits; Linux's is 40 ms, that of others up to 500 ms. */
    private static final long DELAYED_ACK_NANOS = 25_000_000;
    /** A write that Nagle held back follows the acknowledgment within this and a round trip and a half. */
    private static final long HELD_BACK_NANOS = 2_000_000;

    private enum Speaker { NONE, CLIENT, SERVER }

    private final TimeBudget budget;
    private final Sender client;
    private final Sender server;
    private final Distances distances;
    private final TlsPhase tls;

    private Speaker speaker = Speaker.NONE;
    private long inTransfer;
    private long quiet;
    private boolean keptAlive;
    private long delayedNanos;
    private long delayedUntil;
    private long smallFrame;
    private long ackFrame;

    // as they were when the last packet had been dealt with
    private boolean open;
    private boolean closing;
    private boolean recovering;
    private boolean windowClosed;
    private boolean windowFull;
    private boolean outstanding;

    TimeKeeper(TimeBudget budget, Sender client, Sender server, Distances distances, TlsPhase tls) {
        this.budget = budget;
        this.client = client;
        this.server = server;
        this.distances = distances;
        this.tls = tls;
    }

    /** What passed until this packet. */
    void passed(long nanos, boolean fromClient, Arrival what) {
        if (nanos > 0) {
            if (!open) {
                budget.add(Period.CONNECT, nanos);
            } else if (windowClosed) {
                budget.add(Period.ZERO_WINDOW, nanos);
            } else if (what == Arrival.TIMEOUT) {
                budget.add(Period.RETRANSMISSION_TIMEOUT, nanos);
            } else if (what == Arrival.REPAIR || recovering && what != Arrival.NEW) {
                budget.add(Period.LOSS_RECOVERY, nanos);
            } else if (closing) {
                budget.add(Period.CLOSING, nanos);
            } else if (windowFull) {
                budget.add(Period.RECEIVER_WINDOW, nanos);
            } else if (!outstanding) {
                quiet += nanos;
            } else {
                inTransfer += nanos;
            }
        }
        if (what == Arrival.PROBE) keptAlive = true;
    }

    /** An acknowledgment took all of its peer's data. */
    void allAcknowledged(boolean fromClient, long frame, long now) {
        var peer = fromClient ? server : client;
        long waitedNanos = now - peer.half.lastDataNanos;
        long extra = waitedNanos - distances.nanos(fromClient);
        boolean small = peer.latestLengthBytes < peer.fullSizeBytes();
        boolean speaks = speaker == (fromClient ? Speaker.SERVER : Speaker.CLIENT);
        if (extra >= DELAYED_ACK_NANOS && small && speaks) {
            delayedNanos = Math.min(extra, inTransfer);
            smallFrame = peer.half.lastDataFrame;
            ackFrame = frame;
            delayedUntil = now + HELD_BACK_NANOS + distances.nanos(!fromClient) * 3 / 2;
        }
    }

    /** Text that is new: decides what the time before it was. */
    void text(boolean fromClient, long frame, long now) {
        var says = fromClient ? Speaker.CLIENT : Speaker.SERVER;
        boolean ofServer = speaker == Speaker.SERVER || speaker == Speaker.NONE && !fromClient;
        Period transfer = ofServer ? Period.RESPONSE : Period.REQUEST;
        Period think = fromClient ? Period.CLIENT_THINK : Period.SERVER_THINK;
        if (speaker == says) {
            var sender = fromClient ? client : server;
            if (delayedNanos > 0 && now <= delayedUntil) {
                add(Period.DELAYED_ACK, delayedNanos);
                sender.half.heldWrites().add(smallFrame, ackFrame, frame, delayedNanos);
                inTransfer -= delayedNanos;
            }
            add(transfer, inTransfer);
            switch (sender.gapLimit()) {
                case RECEIVER_WINDOW -> add(Period.RECEIVER_WINDOW, quiet);
                case CONGESTION, LOSS, HANDSHAKE -> add(transfer, quiet);
                case APPLICATION -> {
                    add(keptAlive ? Period.IDLE : think, quiet);
                    sender.half.gaps().add(quiet, frame);
                }
            }
        } else {
            long all = inTransfer + quiet;
            long way = Math.min(all, way(fromClient));
            boolean idle = keptAlive || fromClient && all - way >= IDLE_NANOS;
            add(transfer, way);
            add(idle ? Period.IDLE : think, all - way);
        }
        speaker = says;
        settled();
    }

    /** FIN or RST. */
    void end(boolean fromClient) {
        boolean owes = speaker == (fromClient ? Speaker.SERVER : Speaker.CLIENT);
        Period transfer = speaker == Speaker.SERVER ? Period.RESPONSE : Period.REQUEST;
        Period think = fromClient ? Period.CLIENT_THINK : Period.SERVER_THINK;
        if (owes && !fromClient) {
            long way = Math.min(inTransfer + quiet, way(false));
            add(transfer, way);
            add(think, inTransfer + quiet - way);
        } else {
            add(transfer, inTransfer);
            add(keptAlive || quiet >= IDLE_NANOS ? Period.IDLE : think, quiet);
        }
        settled();
    }

    /** The end of what was captured. */
    void complete() {
        add(speaker == Speaker.SERVER ? Period.RESPONSE : Period.REQUEST, inTransfer);
        add(Period.IDLE, quiet);
        settled();
    }

    /** After each packet. */
    void look(boolean isOpen, boolean isReset) {
        open = isOpen;
        var talking = speaker == Speaker.SERVER ? server : client;
        outstanding = talking.outstandingBytes() > 0;
        boolean fin = client.half.finFrame != 0 || server.half.finFrame != 0;
        closing = isReset || fin && client.unacknowledgedText() == 0 && server.unacknowledgedText() == 0;
        recovering = client.recovery.isActive() || server.recovery.isActive();
        windowClosed = client.latestLengthBytes > 0 && server.half.window().isZero()
                || server.latestLengthBytes > 0 && client.half.window().isZero();
        windowFull = talking.isWindowFull();
    }

    /**
     * How long the last words of the other side are on their way to one that answers, and its answer back. After many
     * segments at once they wait in a queue.
     */
    private long way(boolean toClient) {
        if (speaker == Speaker.NONE) return toClient ? 0 : distances.nanos(false);
        long shortest = distances.nanos(toClient);
        var talking = toClient ? server : client;
        return talking.hasSentMany() ? Math.max(shortest, talking.half.roundTrips().smoothedNanos()) : shortest;
    }

    private void settled() {
        inTransfer = 0;
        quiet = 0;
        keptAlive = false;
        delayedNanos = 0;
    }

    private void add(Period period, long nanos) {
        if (nanos == 0) return;
        boolean handshakeOfTls = tls.isActive() && switch (period) {
            case REQUEST, RESPONSE, CLIENT_THINK, SERVER_THINK -> true;
            default -> false;
        };
        budget.add(handshakeOfTls ? Period.TLS : period, nanos);
    }
}
