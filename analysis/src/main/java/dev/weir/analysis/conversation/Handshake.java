package dev.weir.analysis.conversation;

import dev.weir.wire.TcpOptions;
import java.util.Arrays;

/**
 * How a conversation was opened. Times in nanoseconds since 1970 UTC, 0 where there was none; options as the packets at
 * the point of capture had them.
 */
public final class Handshake {
    /** How far it came. */
    public enum Outcome {
        /** The capture began later. */
        NOT_SEEN,
        /** SYNs and no answer. */
        UNANSWERED,
        /** SYN-ACK, but no ACK of it. */
        HALF_OPEN,
        /** RST in answer to a SYN or SYN-ACK. */
        REFUSED,
        /** The client acknowledged a SYN-ACK (which need not be in the capture). */
        COMPLETE
    }

    /** Of a side whose SYN was not seen. */
    public static final byte[] NO_OPTIONS = {};

    private final int limit;
    private long[] synNanos = {};
    private long[] synFrames = {};
    private int[] synFlags = {};
    private int[] synLengths = {};
    private long[] synAckNanos = {};
    private long[] synAckFrames = {};
    private int syns;
    private int synAcks;
    private long completedNanos;
    private long completedFrame;
    private long refusedFrame;
    private long challengedFrame;
    private TcpOptions clientOptions = TcpOptions.NONE;
    private TcpOptions serverOptions = TcpOptions.NONE;
    private byte[] clientOptionBytes = NO_OPTIONS;
    private byte[] serverOptionBytes = NO_OPTIONS;
    private int clientFlags;
    private int serverFlags;
    private int clientWindow;
    private int serverWindow;
    private int synDataBytes;
    private boolean synDataTaken;

    Handshake(int limit) {
        this.limit = limit;
    }

    public Outcome outcome() {
        if (completedFrame != 0) return Outcome.COMPLETE;
        if (refusedFrame != 0) return Outcome.REFUSED;
        if (synAcks > 0) return Outcome.HALF_OPEN;
        return syns > 0 ? Outcome.UNANSWERED : Outcome.NOT_SEEN;
    }

    /** SYNs of the client. */
    public int syns() {
        return syns;
    }

    /** Times of the first SYNs. */
    public long[] synNanos() {
        return synNanos.clone();
    }

    /** Frames of the first SYNs. */
    public long[] synFrames() {
        return synFrames.clone();
    }

    /** Flags of the first SYNs. */
    public int[] synFlags() {
        return synFlags.clone();
    }

    /** Text in the first SYNs, bytes (Fast Open, RFC 7413). */
    public int[] synLengthsBytes() {
        return synLengths.clone();
    }

    /** SYN-ACKs of the server (or, where both opened at once, its SYNs). */
    public int synAcks() {
        return synAcks;
    }

    /** Times of the first SYN-ACKs. */
    public long[] synAckNanos() {
        return synAckNanos.clone();
    }

    /** Frames of the first SYN-ACKs. */
    public long[] synAckFrames() {
        return synAckFrames.clone();
    }

    /** When the client's acknowledgment of the SYN-ACK came by. */
    public long completedNanos() {
        return completedNanos;
    }

    /** The client's acknowledgment of the SYN-ACK; 0 without. */
    public long completedFrame() {
        return completedFrame;
    }

    /** The RST that answered; 0 without. */
    public long refusedFrame() {
        return refusedFrame;
    }

    /**
     * An ACK of the server for another connection between the same ports, in answer to a SYN (RFC 5961 4): it has not
     * forgotten that one; 0 without.
     */
    public long challengedFrame() {
        return challengedFrame;
    }

    /** Of the first SYN. */
    public TcpOptions clientOptions() {
        return clientOptions;
    }

    /** Of the first SYN-ACK. */
    public TcpOptions serverOptions() {
        return serverOptions;
    }

    /** Of the first SYN, as in the header. */
    public byte[] clientOptionBytes() {
        return clientOptionBytes.clone();
    }

    /** Of the first SYN-ACK, as in the header. */
    public byte[] serverOptionBytes() {
        return serverOptionBytes.clone();
    }

    /** Flags of the first SYN. */
    public int clientFlags() {
        return clientFlags;
    }

    /** Flags of the first SYN-ACK. */
    public int serverFlags() {
        return serverFlags;
    }

    /** The window of the first SYN, never scaled. */
    public int clientWindow() {
        return clientWindow;
    }

    /** The window of the first SYN-ACK, never scaled. */
    public int serverWindow() {
        return serverWindow;
    }

    /** Text in the first SYN (Fast Open, RFC 7413). */
    public int synDataBytes() {
        return synDataBytes;
    }

    /** Whether the server acknowledged the text of the SYN at once. */
    public boolean isSynDataTaken() {
        return synDataTaken;
    }

    /** Both SYNs were seen, so what holds is known. */
    public boolean isNegotiationKnown() {
        return syns > 0 && synAcks > 0;
    }

    /** Both offered window scale (RFC 7323 2.2). */
    public boolean hasWindowScale() {
        return clientOptions.windowScale() >= 0 && serverOptions.windowScale() >= 0;
    }

    /** Both offered SACK. */
    public boolean hasSack() {
        return clientOptions.sackPermitted() && serverOptions.sackPermitted();
    }

    /** Both offered timestamps. */
    public boolean hasTimestamps() {
        return clientOptions.hasTimestamps() && serverOptions.hasTimestamps();
    }

    /** From the last SYN before the first SYN-ACK to it: between the point of capture and the server; 0 unknown. */
    public long serverSideRttNanos() {
        return syns == 0 || synAcks == 0 ? 0 : sinceLatest(synNanos, synAckNanos[0]);
    }

    /** From the last SYN-ACK before it to the client's ACK: between the point of capture and the client; 0 unknown. */
    public long clientSideRttNanos() {
        return synAcks == 0 || completedFrame == 0 ? 0 : sinceLatest(synAckNanos, completedNanos);
    }

    /** Both sides together; 0 unknown. */
    public long rttNanos() {
        return syns == 0 || synAcks == 0 || completedFrame == 0 ? 0 : serverSideRttNanos() + clientSideRttNanos();
    }

    void syn(long now, long frame, int flags, int window, int dataBytes, TcpOptions options, byte[] optionBytes) {
        if (syns++ == 0) {
            clientFlags = flags;
            clientWindow = window;
            clientOptions = options;
            clientOptionBytes = optionBytes;
            synDataBytes = dataBytes;
        }
        if (synNanos.length < limit) {
            synNanos = plus(synNanos, now);
            synFrames = plus(synFrames, frame);
            synFlags = plus(synFlags, flags);
            synLengths = plus(synLengths, dataBytes);
        }
    }

    void synAck(long now, long frame, int flags, int window, TcpOptions options, byte[] optionBytes, boolean tookData) {
        if (synAcks++ == 0) {
            serverFlags = flags;
            serverWindow = window;
            serverOptions = options;
            serverOptionBytes = optionBytes;
            synDataTaken = tookData;
        }
        if (synAckNanos.length < limit) {
            synAckNanos = plus(synAckNanos, now);
            synAckFrames = plus(synAckFrames, frame);
        }
    }

    void completed(long now, long frame) {
        completedNanos = now;
        completedFrame = frame;
    }

    void refused(long frame) {
        refusedFrame = frame;
    }

    void challenged(long frame) {
        if (challengedFrame == 0) challengedFrame = frame;
    }

    /** Begun and neither complete nor refused. */
    boolean isPending() {
        return syns + synAcks > 0 && completedFrame == 0 && refusedFrame == 0;
    }

    /** From the last of these before then; 0 without one. */
    private static long sinceLatest(long[] times, long then) {
        long since = 0;
        for (long at : times) {
            if (at <= then) since = then - at;
        }
        return since;
    }

    private static int[] plus(int[] values, int value) {
        int[] more = Arrays.copyOf(values, values.length + 1);
        more[values.length] = value;
        return more;
    }

    private static long[] plus(long[] values, long value) {
        long[] more = Arrays.copyOf(values, values.length + 1);
        more[values.length] = value;
        return more;
    }
}
