package dev.weir.analysis.trail;

import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.analysis.conversation.Conversation;
import dev.weir.analysis.tshark.TsharkLabels;
import dev.weir.wire.TcpFlags;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The segments of one connection in the order of the capture. Bounded: of a longer one the first and the last
 * {@value #MOST} are kept. Not thread-safe.
 */
public final class Trail {
    /** Steps kept of the beginning, and of the end. */
    public static final int MOST = 100_000;

    private static final long[] NO_EDGES = {};

    /** One sender's numbers, made long. */
    private static final class Stream {
        private boolean known;
        private int base;
        private long highest;

        void begin(int sequenceOfSyn) {
            known = true;
            base = sequenceOfSyn;
            highest = 0;
        }

        long position(int wire) {
            return highest + (wire - (base + (int) highest));
        }

        void reached(long position) {
            highest = Math.max(highest, position);
        }
    }

    private final Conversation conversation;
    private final TsharkLabels labels = new TsharkLabels();
    private final Stream client = new Stream();
    private final Stream server = new Stream();
    private final List<Step> first = new ArrayList<>();
    private final ArrayDeque<Step> last = new ArrayDeque<>();
    private long leftOut;

    /** @param conversation whose segments will be added; it is complete */
    public Trail(Conversation conversation) {
        this.conversation = conversation;
    }

    /** Whose it is. */
    public Conversation conversation() {
        return conversation;
    }

    /** Whether a segment is one of the conversation: its ports, between its first packet and its last. */
    public boolean isOf(CapturedSegment s) {
        if (s.frame() < conversation.firstFrame() || s.frame() > conversation.lastFrame()) return false;
        return isFromClient(s) || isFromServer(s);
    }

    private boolean isFromClient(CapturedSegment s) {
        return s.sourcePort() == conversation.client().port() && s.destinationPort() == conversation.server().port()
                && s.source().equals(conversation.client().address())
                && s.destination().equals(conversation.server().address());
    }

    private boolean isFromServer(CapturedSegment s) {
        return s.sourcePort() == conversation.server().port() && s.destinationPort() == conversation.client().port()
                && s.source().equals(conversation.server().address())
                && s.destination().equals(conversation.client().address());
    }

    /** The next of its segments. */
    public void add(CapturedSegment s) {
        boolean fromClient = isFromClient(s);
        var stream = fromClient ? client : server;
        var other = fromClient ? server : client;
        if (s.has(TcpFlags.SYN) && !stream.known) stream.begin(s.sequence());
        if (!stream.known) stream.begin(s.sequence() - 1);
        boolean acknowledges = s.has(TcpFlags.ACK);
        if (acknowledges && !other.known) other.begin(s.acknowledgment() - 1);
        long sequence = stream.position(s.sequence());
        var step = new Step(s.frame(), s.timestampNanos(), fromClient, s.flags(), sequence,
                acknowledges ? other.position(s.acknowledgment()) : -1, s.lengthBytes(), window(s, fromClient),
                edges(s, other), labels.label(s));
        stream.reached(sequence + s.spaceLength());
        keep(step);
    }

    private long window(CapturedSegment s, boolean fromClient) {
        int shift = conversation.from(fromClient).window().shift();
        return s.has(TcpFlags.SYN) || shift <= 0 ? s.window() : (long) s.window() << shift;
    }

    private static long[] edges(CapturedSegment s, Stream other) {
        int[] wire = s.options().sackEdges();
        if (wire.length == 0) return NO_EDGES;
        var edges = new long[wire.length];
        for (int i = 0; i < wire.length; i++) edges[i] = other.position(wire[i]);
        return edges;
    }

    private void keep(Step step) {
        if (first.size() < MOST) {
            first.add(step);
            return;
        }
        last.add(step);
        if (last.size() > MOST) {
            last.remove();
            leftOut++;
        }
    }

    /** Those kept, in order. */
    public List<Step> steps() {
        if (last.isEmpty()) return Collections.unmodifiableList(first);
        var all = new ArrayList<>(first);
        all.addAll(last);
        return all;
    }

    /** How many are missing between the first {@value #MOST} and the others. */
    public long leftOut() {
        return leftOut;
    }
}
