package dev.weir.analysis.tshark;

import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.analysis.capture.Connections;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOptions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Labels segments as tshark does with its default preferences (in one pass; MPTCP left out). The order of the
 * checks is part of the rules: a probe of a zero window skips all other checks of its direction, and a keep-alive is
 * never a retransmission. Not thread-safe.
 */
public final class TsharkLabels {
    private static final int SYN_FIN_RST = TcpFlags.SYN | TcpFlags.FIN | TcpFlags.RST;
    /** How soon after the last ACK a resent segment still answers the duplicates before it, ns. */
    private static final long FAST_RETRANSMISSION_NANOS = 20_000_000;
    /** What counts as reordering where the handshake was not seen, ns. */
    private static final long REORDERING_NANOS = 3_000_000;

    private static final class Stream {
        final int number;
        final Direction fromLower = new Direction();
        final Direction fromUpper = new Direction();
        boolean synSeen;
        long lastSynNanos;
        long firstRttNanos;

        Stream(int number) {
            this.number = number;
        }
    }

    private final Version version;
    private final Connections<Stream> connections = new Connections<>();
    private int streams;
    private int stream;

    /** By the rules of 4.0. */
    public TsharkLabels() {
        this(Version.V4_0);
    }

    public TsharkLabels(Version version) {
        this.version = version;
    }

    /** Number of the stream of the last segment, from 0 in the order of the file ({@code tcp.stream}). */
    public int stream() {
        return stream;
    }

    /** What tshark says of the next segment of the file. */
    public Set<Label> label(CapturedSegment s) {
        var labels = EnumSet.noneOf(Label.class);
        Stream known = streamOf(s, labels);
        stream = known.number;
        boolean fromLower = Connections.fromLower(s);
        Direction forward = fromLower ? known.fromLower : known.fromUpper;
        Direction reverse = fromLower ? known.fromUpper : known.fromLower;
        handshake(known, s, forward, reverse);
        int acknowledgment = s.acknowledgment(); // tshark compares the field whether it counts or not
        checkForward(s, acknowledgment, forward, reverse, labels);
        if (acknowledgment != forward.lastAcknowledgment) forward.duplicateAcks = 0;
        if (reverse.toBeAcknowledged != 0 && s.has(TcpFlags.ACK)
                && after(acknowledgment, reverse.toBeAcknowledged)) {
            labels.add(Label.ACK_LOST_SEGMENT);
            reverse.toBeAcknowledged = reverse.nextSequence;
        }
        if (s.lengthBytes() > 0 || s.has(TcpFlags.SYN | TcpFlags.FIN)) {
            checkRetransmission(known, s, forward, reverse, labels);
        }
        remember(s, acknowledgment, forward, reverse, labels);
        return labels;
    }

    private Stream streamOf(CapturedSegment s, Set<Label> labels) {
        Stream known = connections.find(s);
        if (known != null && s.has(TcpFlags.SYN)) {
            var sender = Connections.fromLower(s) ? known.fromLower : known.fromUpper;
            if (sender.initialSequenceKnown && sender.initialSequence != s.sequence()) {
                labels.add(Label.REUSED_PORTS);
                if (!s.has(TcpFlags.ACK)) known = null;
            }
        }
        if (known == null) {
            known = new Stream(streams++);
            connections.put(s, known);
        }
        return known;
    }

    private static void handshake(Stream stream, CapturedSegment s, Direction forward, Direction reverse) {
        if (!forward.initialSequenceKnown) {
            forward.initialSequenceKnown = true;
            forward.initialSequence = s.has(TcpFlags.SYN) ? s.sequence() : s.sequence() - 1;
        }
        if (!reverse.initialSequenceKnown && s.has(TcpFlags.ACK)) {
            reverse.initialSequenceKnown = true;
            reverse.initialSequence = s.acknowledgment() - 1;
        }
        if (s.has(TcpFlags.SYN)) {
            if (s.options().mss() > 0) forward.mss = s.options().mss();
            if (!s.has(TcpFlags.ACK)) {
                stream.synSeen = true;
                stream.lastSynNanos = s.timestampNanos();
            }
            int scale = s.options().windowScale();
            if (scale != TcpOptions.ABSENT) forward.scale = Math.min(scale, 14);
            else forward.scale = Direction.SCALE_NOT_USED;
            if (s.has(TcpFlags.ACK) && scale == TcpOptions.ABSENT) reverse.scale = Direction.SCALE_NOT_USED;
            if (s.has(TcpFlags.ACK) && reverse.scale == Direction.SCALE_NOT_USED) {
                forward.scale = Direction.SCALE_NOT_USED;
            }
        } else if (s.has(TcpFlags.ACK) && stream.synSeen && stream.firstRttNanos == 0) {
            stream.firstRttNanos = s.timestampNanos() - stream.lastSynNanos;
        }
    }

    private void checkForward(
            CapturedSegment s, int acknowledgment, Direction forward, Direction reverse, Set<Label> labels) {
        int sequence = s.sequence();
        int length = s.lengthBytes();
        boolean plain = !s.has(SYN_FIN_RST);
        if (length == 1 && sequence == forward.nextSequence && reverse.window == 0) {
            labels.add(Label.ZERO_WINDOW_PROBE);
            return;
        }
        if (s.window() == 0 && plain) labels.add(Label.ZERO_WINDOW);
        if (forward.nextSequence != 0 && after(sequence, forward.nextSequence) && !s.has(TcpFlags.RST)) {
            labels.add(Label.LOST_SEGMENT);
        }
        if (!plain) return;
        if (length <= 1 && sequence == forward.nextSequence - 1) labels.add(Label.KEEP_ALIVE);
        boolean repeats = length == 0 && sequence == forward.nextSequence
                && acknowledgment == forward.lastAcknowledgment;
        if (repeats && s.window() != 0 && s.window() != forward.window) labels.add(Label.WINDOW_UPDATE);
        if (length > 0 && reverse.scale != Direction.SCALE_UNKNOWN
                && sequence + length == reverse.lastAcknowledgment + (reverse.window << reverse.shift())) {
            labels.add(Label.WINDOW_FULL);
        }
        if (version == Version.V4_4 && length == 0 && sequence == forward.nextSequence
                && reverse.lastWasZeroWindowProbe && isAnswerToProbe(acknowledgment, forward)) {
            labels.add(s.window() == 0 ? Label.ZERO_WINDOW_PROBE_ACK : Label.WINDOW_UPDATE);
            return;
        }
        if (!repeats || s.window() != forward.window) return;
        if (s.window() == 0) {
            if (reverse.lastWasZeroWindowProbe) labels.add(Label.ZERO_WINDOW_PROBE_ACK);
        } else if (reverse.lastWasKeepAlive) {
            labels.add(Label.KEEP_ALIVE_ACK);
        } else {
            forward.duplicateAcks++;
            labels.add(Label.DUPLICATE_ACK);
        }
    }

    /** It may take the byte of the probe. */
    private static boolean isAnswerToProbe(int acknowledgment, Direction forward) {
        return acknowledgment == forward.lastAcknowledgment || acknowledgment == forward.lastAcknowledgment + 1;
    }

    private void checkRetransmission(
            Stream stream, CapturedSegment s, Direction forward, Direction reverse, Set<Label> labels) {
        int sequence = s.sequence();
        int length = s.lengthBytes();
        boolean behind = forward.nextSequence != 0 && after(forward.nextSequence, sequence);
        if (behind && labels.contains(Label.KEEP_ALIVE)) return;
        // perhaps the byte of a probe came before, and all but one are new
        if (length > 1 && forward.nextSequence - 1 == sequence) behind = false;
        if (length > 0 && reverse.lastAcknowledgment != 0
                && !after(sequence + length, reverse.lastAcknowledgment)) {
            labels.add(Label.SPURIOUS_RETRANSMISSION);
            labels.add(Label.RETRANSMISSION);
            return;
        }
        if (!behind) return;
        if (version == Version.V4_4) {
            labels.addAll(repeated(stream, s, forward, reverse));
            return;
        }
        if (reverse.duplicateAcks >= 2 && reverse.lastAcknowledgment == sequence
                && s.timestampNanos() - reverse.lastAcknowledgmentNanos < FAST_RETRANSMISSION_NANOS) {
            labels.add(Label.FAST_RETRANSMISSION);
            labels.add(Label.RETRANSMISSION);
            return;
        }
        long limit = stream.firstRttNanos == 0 ? REORDERING_NANOS : stream.firstRttNanos;
        if (s.timestampNanos() - forward.nextSequenceNanos < limit && forward.nextSequence != sequence + length) {
            labels.add(Label.OUT_OF_ORDER);
        } else {
            labels.add(Label.RETRANSMISSION);
        }
    }

    /** By 4.4: what begins behind the highest number seen. */
    private static Set<Label> repeated(Stream stream, CapturedSegment s, Direction forward, Direction reverse) {
        int sequence = s.sequence();
        long sinceAck = s.timestampNanos() - reverse.lastAcknowledgmentNanos;
        boolean asked = reverse.lastAcknowledgment == sequence;
        boolean manyAcks = reverse.duplicateAcks >= 2
                && (asked || reverse.sackEdges.length > 0 && !reverse.hasSacked(sequence));
        boolean muchSacked = asked && reverse.sackedBytes() > 2L * reverse.mss;
        if (sinceAck < FAST_RETRANSMISSION_NANOS && (manyAcks || muchSacked)) {
            return EnumSet.of(Label.FAST_RETRANSMISSION, Label.RETRANSMISSION);
        }
        long limit = stream.firstRttNanos == 0 ? REORDERING_NANOS : stream.firstRttNanos;
        boolean late = sinceAck < limit && !forward.seen.covers(sequence, s.lengthBytes());
        return EnumSet.of(late ? Label.OUT_OF_ORDER : Label.RETRANSMISSION);
    }

    private void remember(
            CapturedSegment s, int acknowledgment, Direction forward, Direction reverse, Set<Label> labels) {
        int next = s.sequence() + s.lengthBytes() + (s.has(TcpFlags.SYN | TcpFlags.FIN) ? 1 : 0);
        boolean probe = labels.contains(Label.ZERO_WINDOW_PROBE);
        if ((forward.nextSequence == 0 || after(next, forward.nextSequence)) && !probe) {
            forward.nextSequence = next;
            forward.nextSequenceNanos = s.timestampNanos();
        }
        if ((forward.toBeAcknowledged == 0 || s.sequence() == forward.toBeAcknowledged) && !probe) {
            forward.toBeAcknowledged = forward.nextSequence;
        }
        if (version == Version.V4_4) {
            if (s.lengthBytes() > 0 && !probe) forward.seen.add(s.sequence(), s.lengthBytes());
            if (s.has(TcpFlags.ACK)) reverse.seen.acknowledged(acknowledgment);
            forward.sackEdges = s.options().sackEdges();
        }
        forward.window = s.window();
        forward.windowOfSyn = s.has(TcpFlags.SYN);
        forward.lastAcknowledgment = acknowledgment;
        forward.lastAcknowledgmentNanos = s.timestampNanos();
        forward.lastWasKeepAlive = labels.contains(Label.KEEP_ALIVE);
        forward.lastWasZeroWindowProbe = probe;
    }

    private static boolean after(int a, int b) {
        return a - b > 0;
    }
}
