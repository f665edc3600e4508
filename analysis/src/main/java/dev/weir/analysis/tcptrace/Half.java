package dev.weir.analysis.tcptrace;

import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOptions;

/** One direction of a connection, as tcptrace counts it. Times in microseconds. */
final class Half {
    private static final long SEQUENCE_NUMBERS = 1L << 32;

    final SequenceSpace space = new SequenceSpace();
    final RoundTrips roundTrips = new RoundTrips(space);
    final HardwareDuplicates hardwareDuplicates = new HardwareDuplicates();
    long packets;
    long resets;
    long acks;
    long pureAcks;
    long sackPackets;
    long dsackPackets;
    int mostSackBlocks;
    long sacksSent;
    long uniqueBytes;
    long dataPackets;
    long dataBytes;
    long repeatedPackets;
    long repeatedBytes;
    long probes;
    long probeBytes;
    long outOfOrder;
    long pushed;
    int syns;
    int fins;
    boolean asksWindowScale;
    boolean asksTimestamps;
    boolean asksSack;
    int windowScale;
    int mss;
    long urgentPackets;
    long urgentBytes;
    long largestBytes;
    long smallestBytes;
    long windowMax;
    long windowMin;
    long windowSum;
    long scaledWindows;
    long zeroWindows;
    long initialBytes;
    long initialPackets;
    long truncatedBytes;
    long truncatedPackets;
    long firstDataMicros = -1;
    long lastDataMicros = -1;
    long longestIdleMicros;
    long lastMicros = -1;

    private boolean windowsAreScaled;
    private boolean dataAcknowledged;
    private int syn;
    private int fin;
    private int latest;
    private int windowEnd;
    private long lastWindow;
    private int visitedQuadrants;
    private int wraps;

    /** A SYN that belongs to a connection of its own, by the rules 2 and 3 of tcptrace. */
    boolean isNewConnection(CapturedSegment s, Half other) {
        if (!s.has(TcpFlags.SYN)) return false;
        boolean over = fins > 0 || other.fins > 0 || resets > 0 || other.resets > 0;
        boolean beyond = s.sequence() - other.windowEnd > 0 || s.sequence() - syn < 0;
        return over && beyond || syns > 1 && syn != s.sequence();
    }

    void send(CapturedSegment s, long now, Half other) {
        if (s.has(TcpFlags.SYN)) syns++;
        if (s.has(TcpFlags.RST)) resets++;
        if (s.has(TcpFlags.FIN)) fins++;
        long window = 0;
        if (s.has(TcpFlags.ACK | TcpFlags.SYN)) {
            boolean scaled = asksWindowScale && other.asksWindowScale && !s.has(TcpFlags.SYN);
            window = scaled ? (long) s.window() << windowScale : s.window();
        }
        if (lastMicros >= 0) longestIdleMicros = Math.max(longestIdleMicros, now - lastMicros);
        lastMicros = now;
        edges(s);
        if (s.has(TcpFlags.ACK)) windowEnd = s.acknowledgment() + (int) window;
        options(s, other);
        if (s.lengthBytes() > 0) data(s, now);
        packets++;
        if (windowsAreScaled) scaledWindows++;
        latest = s.sequence() + s.lengthBytes();
        if (s.version() == 4) hardwareDuplicates.see(s.identification(), s.sequence());
        boolean repeats = s.spaceLength() > 0 && sequence(s, now, other);
        if (s.has(TcpFlags.ACK)) acknowledge(s, window, now, other);
        if (s.has(TcpFlags.RST)) {
            if (s.has(TcpFlags.ACK)) acks++;
            return;
        }
        windows(s, window, other);
        if (!other.dataAcknowledged && s.has(TcpFlags.ACK) && s.acknowledgment() != other.syn + 1) {
            other.dataAcknowledged = true;
        }
        if (s.lengthBytes() > 0 && !dataAcknowledged && !repeats) {
            initialBytes += s.lengthBytes();
            initialPackets++;
        }
    }

    private void edges(CapturedSegment s) {
        int end = s.sequence() + s.lengthBytes();
        if (visitedQuadrants == 0b1111 && end >>> 30 == syn >>> 30 && Integer.compareUnsigned(end, syn) >= 0) {
            wraps++;
            visitedQuadrants = 0;
        }
        visitedQuadrants |= 1 << (s.sequence() >>> 30) | 1 << (end >>> 30);
        if (s.has(TcpFlags.SYN)) syn = s.sequence();
        if (s.has(TcpFlags.FIN)) fin = end;
    }

    private void options(CapturedSegment s, Half other) {
        TcpOptions options = s.options();
        if (options.mss() != TcpOptions.ABSENT) mss = options.mss();
        if (options.windowScale() != TcpOptions.ABSENT) {
            windowScale = options.windowScale();
            asksWindowScale = true;
        }
        if (options.hasTimestamps()) asksTimestamps = true;
        if (!s.has(TcpFlags.SYN) && (!asksWindowScale || !other.asksWindowScale)) {
            windowScale = 0;
            other.windowScale = 0;
        }
        if (options.sackPermitted()) asksSack = true;
        if (options.sackEdges().length > 0) sacksSent++;
    }

    private void data(CapturedSegment s, long now) {
        dataPackets++;
        if (s.has(TcpFlags.PSH)) pushed++;
        dataBytes += s.lengthBytes();
        if (s.has(TcpFlags.URG)) {
            urgentPackets++;
            urgentBytes += s.urgentPointer();
        }
        largestBytes = Math.max(largestBytes, s.lengthBytes());
        smallestBytes = smallestBytes == 0 ? s.lengthBytes() : Math.min(smallestBytes, s.lengthBytes());
        if (firstDataMicros < 0) firstDataMicros = now;
        lastDataMicros = now;
        int missing = s.lengthBytes() - s.capturedBytes();
        if (missing > 0) {
            truncatedBytes += missing;
            truncatedPackets++;
        }
    }

    /** Whether it repeats something. */
    private boolean sequence(CapturedSegment s, long now, Half other) {
        boolean probe = other.packets > 0 && other.lastWindow == 0;
        long again = 0;
        if (probe) {
            probes++;
            probeBytes += s.lengthBytes();
        } else {
            again = space.add(s.sequence(), s.spaceLength(), now, piece -> roundTrips.sentAgain(piece, now));
            if (space.outOfOrder()) outOfOrder++;
        }
        long repeatedText = again;
        if (s.has(TcpFlags.SYN) && syns > 1) repeatedText--;
        if (s.has(TcpFlags.FIN) && fins > 1) repeatedText--;
        if (!probe && repeatedText < s.lengthBytes()) uniqueBytes += s.lengthBytes() - repeatedText;
        if (again > 0) {
            repeatedPackets++;
            repeatedBytes += again;
        }
        return again > 0;
    }

    private void acknowledge(CapturedSegment s, long window, long now, Half other) {
        boolean same = window == lastWindow && s.lengthBytes() == 0;
        other.roundTrips.acknowledged(s.acknowledgment(), same, s.lengthBytes() == 0, now);
        if (s.acknowledgment() == other.syn + 1 && other.syns == 1) {
            other.roundTrips.handshakeMicros = other.roundTrips.lastMicros;
        }
    }

    private void windows(CapturedSegment s, long window, Half other) {
        lastWindow = window;
        if (s.has(TcpFlags.ACK | TcpFlags.SYN)) {
            windowMax = Math.max(windowMax, window);
            boolean scaled = asksWindowScale && other.asksWindowScale && !s.has(TcpFlags.SYN);
            if (window > 0 && scaled && !windowsAreScaled) {
                windowsAreScaled = true;
                windowMin = window;
                windowMax = window;
                windowSum = 0;
                scaledWindows = 1;
            } else if (window > 0 && (windowMin == 0 || window < windowMin)) {
                windowMin = window;
            }
            windowSum += window;
        }
        if (!s.has(TcpFlags.ACK)) return;
        if (window == 0) zeroWindows++;
        acks++;
        if (s.lengthBytes() == 0 && !s.has(TcpFlags.SYN | TcpFlags.FIN)) pureAcks++;
        sacks(s);
    }

    private void sacks(CapturedSegment s) {
        int[] edges = s.options().sackEdges();
        if (edges.length == 0) return;
        sackPackets++;
        mostSackBlocks = Math.max(mostSackBlocks, edges.length / 2);
        if (isDsack(edges, s.acknowledgment())) dsackPackets++;
    }

    /** As numbers without a sign, not as sequence numbers. */
    private static boolean isDsack(int[] edges, int acknowledgment) {
        long left = Integer.toUnsignedLong(edges[0]);
        long right = Integer.toUnsignedLong(edges[1]);
        if (right <= Integer.toUnsignedLong(acknowledgment)) return true;
        if (edges.length < 4) return false;
        long secondLeft = Integer.toUnsignedLong(edges[2]);
        long secondRight = Integer.toUnsignedLong(edges[3]);
        return right <= secondRight && left >= secondLeft
                || left <= secondLeft && right > secondLeft
                || right >= secondRight && left < secondRight;
    }

    /** From SYN to FIN, without both; -1 where either was not seen. */
    long streamBytes() {
        if (syns == 0 || fins == 0) return -1;
        long last = Integer.toUnsignedLong(resets > 0 ? latest : fin);
        long first = Integer.toUnsignedLong(syn);
        long turns = last > first ? wraps : wraps + 1;
        return last + turns * SEQUENCE_NUMBERS - first - 1;
    }

    /** Mean of the windows advertised: of the scaled ones, once there are any. */
    long windowMean() {
        long count = windowsAreScaled ? scaledWindows : packets;
        return count == 0 ? 0 : windowSum / count;
    }
}
