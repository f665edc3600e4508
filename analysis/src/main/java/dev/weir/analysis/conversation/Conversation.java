package dev.weir.analysis.conversation;

import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.analysis.capture.Connections;
import dev.weir.analysis.capture.Notice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One TCP connection as a capture shows it. Handed out by {@link ConversationTable} once complete, and then it does not
 * change any more.
 */
public final class Conversation {
    /** How it was told who is the client. */
    public enum Roles {
        /** It sent the SYN. */
        SYN,
        /** The server sent a SYN-ACK, the SYN was not seen. */
        SYN_ACK,
        /** Guessed: the server's port is well known, or the lower one. */
        PORT
    }

    /** How it ended. */
    public enum End {
        /** Both FINs, both acknowledged. */
        CLOSED,
        /** One side sent its FIN, or the second FIN was not acknowledged. */
        HALF_CLOSED,
        /** RST of the client. */
        RESET_BY_CLIENT,
        /** RST of the server. */
        RESET_BY_SERVER,
        /** No answer to SYNs, or at the end none to data sent again and again. */
        UNANSWERED,
        /** It goes on beyond the end of the capture, or silence. */
        OPEN
    }

    /** Retransmissions without any answer after which {@link End#UNANSWERED} is said. */
    public static final int UNANSWERED_RETRANSMISSIONS = 3;

    private final Limits limits;
    private final long number;
    private final Endpoint client;
    private final Endpoint server;
    private final Roles roles;
    private final int version;
    private final boolean clientIsLower;
    private final Handshake handshake;
    private final TimeBudget budget = new TimeBudget();
    private final Half fromClient;
    private final Half fromServer;
    private List<Turn> turns = List.of();
    private List<Reset> resets = List.of();
    private List<Notice.IcmpError> icmpErrors = List.of();
    private List<Pause> pauses = List.of();
    private long icmpErrorCount;
    private Notice.IcmpError latestIcmpError;
    private long resetCount;
    private int turnCount;
    private Turn slowestTurn;
    private Reset ending;
    private NamePhase nameLookup;
    private final long firstFrame;
    private final long firstNanos;
    private long lastFrame;
    private long lastNanos;

    Conversation(long number, CapturedSegment s, long now, boolean fromClient, Roles roles, Limits limits) {
        this.limits = limits;
        this.number = number;
        this.roles = roles;
        var source = new Endpoint(s.source(), s.sourcePort());
        var destination = new Endpoint(s.destination(), s.destinationPort());
        client = fromClient ? source : destination;
        server = fromClient ? destination : source;
        clientIsLower = Connections.fromLower(s) == fromClient;
        version = s.version();
        handshake = new Handshake(limits.examples());
        this.fromClient = new Half(limits);
        fromServer = new Half(limits);
        firstFrame = s.frame();
        firstNanos = now;
        lastNanos = firstNanos;
    }

    /** The same as another interface shows it, where it begins with this segment. */
    Conversation(Conversation same, CapturedSegment s, long now, boolean fromClient) {
        this(same.number, s, now, fromClient, same.roles, same.limits);
        if (same.nameLookup != null) named(same.nameLookup);
    }

    /** From 0, in the order of first packets in the file. */
    public long number() {
        return number;
    }

    public Endpoint client() {
        return client;
    }

    public Endpoint server() {
        return server;
    }

    public Roles roles() {
        return roles;
    }

    /** 4 or 6. */
    public int version() {
        return version;
    }

    public long firstFrame() {
        return firstFrame;
    }

    public long lastFrame() {
        return lastFrame;
    }

    /** Since 1970 UTC. */
    public long firstNanos() {
        return firstNanos;
    }

    /** The latest time seen, since 1970 UTC. */
    public long lastNanos() {
        return lastNanos;
    }

    /** The DNS lookup that it began with; null where none was captured. */
    public NamePhase nameLookup() {
        return nameLookup;
    }

    /**
     * From the first packet to the last, and the {@link #nameLookup()} before, nanoseconds: the sum of
     * {@link #budget()}.
     */
    public long elapsedNanos() {
        return budget.totalNanos();
    }

    public Handshake handshake() {
        return handshake;
    }

    /** Where the time went. */
    public TimeBudget budget() {
        return budget;
    }

    /** What the client sent. */
    public Half fromClient() {
        return fromClient;
    }

    /** What the server sent. */
    public Half fromServer() {
        return fromServer;
    }

    /** What this side sent. */
    public Half from(boolean client) {
        return client ? fromClient : fromServer;
    }

    /** Packets of both sides. */
    public long segments() {
        return fromClient.segments + fromServer.segments;
    }

    /** Whether packets of one side only were captured, although the other must have sent some. */
    public boolean isOneSided() {
        boolean silentServer = fromServer.segments == 0 && fromClient.pureAcks + fromClient.uniqueBytes > 0
                && handshake.outcome() != Handshake.Outcome.UNANSWERED;
        return silentServer || fromClient.segments == 0 && fromServer.segments > 0;
    }

    public End end() {
        if (ending != null) return ending.fromClient() ? End.RESET_BY_CLIENT : End.RESET_BY_SERVER;
        if (fromClient.finFrame != 0 && fromServer.finFrame != 0 && fromClient.finAcknowledged
                && fromServer.finAcknowledged) {
            return End.CLOSED;
        }
        if (handshake.outcome() == Handshake.Outcome.UNANSWERED) return End.UNANSWERED;
        if (isUnanswered(fromClient) || isUnanswered(fromServer)) return End.UNANSWERED;
        return fromClient.finFrame != 0 || fromServer.finFrame != 0 ? End.HALF_CLOSED : End.OPEN;
    }

    private static boolean isUnanswered(Half half) {
        return half.unansweredRetransmissions >= UNANSWERED_RETRANSMISSIONS;
    }

    /** Which side sent its FIN first; null without. */
    public Half firstToClose() {
        long a = fromClient.finFrame;
        long b = fromServer.finFrame;
        if (a == 0 && b == 0) return null;
        return b == 0 || a != 0 && a < b ? fromClient : fromServer;
    }

    /** The RST that ended it; null without. */
    public Reset endingReset() {
        return ending;
    }

    /** The first RSTs, also those that ended nothing. */
    public List<Reset> resets() {
        return Collections.unmodifiableList(resets);
    }

    /** RSTs in all. */
    public long resetCount() {
        return resetCount;
    }

    /** The first requests and responses. */
    public List<Turn> turns() {
        return Collections.unmodifiableList(turns);
    }

    /** Requests and responses in all. */
    public int turnCount() {
        return turnCount;
    }

    /** The turn with the longest wait for the response; null without turns. */
    public Turn slowestTurn() {
        return slowestTurn;
    }

    /** The longest times without packets, longest first. */
    public List<Pause> pauses() {
        return Collections.unmodifiableList(pauses);
    }

    /** The first ICMP errors that quote its segments. */
    public List<Notice.IcmpError> icmpErrors() {
        return Collections.unmodifiableList(icmpErrors);
    }

    /** ICMP errors in all. */
    public long icmpErrorCount() {
        return icmpErrorCount;
    }

    /** {@code 10.0.0.1:49152 > 10.0.0.2:80}. */
    @Override
    public String toString() {
        return client + " > " + server;
    }

    boolean isFromClient(boolean fromLower) {
        return fromLower == clientIsLower;
    }

    void named(NamePhase phase) {
        nameLookup = phase;
        budget.add(Period.NAME_LOOKUP, phase.answerNanos() - phase.questionNanos());
        budget.add(Period.CLIENT_THINK, firstNanos - phase.answerNanos());
    }

    void seen(long frame, long now) {
        lastFrame = frame;
        if (now > lastNanos) lastNanos = now;
    }

    void turn(Turn turn) {
        turnCount++;
        if (slowestTurn == null || turn.waitNanos() > slowestTurn.waitNanos()) slowestTurn = turn;
        turns = plus(turns, turn, limits.turns());
    }

    void reset(Reset reset) {
        resetCount++;
        if (ending == null && reset.isNear()) ending = reset;
        resets = plus(resets, reset, limits.examples());
    }

    Notice.IcmpError latestIcmpError() {
        return latestIcmpError;
    }

    void icmpError(Notice.IcmpError error) {
        icmpErrorCount++;
        latestIcmpError = error;
        icmpErrors = plus(icmpErrors, error, limits.examples());
    }

    /** Nothing came for so long until this frame. */
    void pause(long frame, long nanos) {
        if (pauses.size() == limits.examples() && nanos <= pauses.getLast().durationNanos()) return;
        if (pauses.isEmpty()) pauses = new ArrayList<>(4);
        if (pauses.size() == limits.examples()) pauses.removeLast();
        int at = pauses.size();
        while (at > 0 && pauses.get(at - 1).durationNanos() < nanos) at--;
        pauses.add(at, new Pause(lastFrame, frame, lastNanos, nanos));
    }

    private static <T> List<T> plus(List<T> list, T item, int limit) {
        if (list.size() >= limit) return list;
        List<T> target = list.isEmpty() ? new ArrayList<>(4) : list;
        target.add(item);
        return target;
    }
}
