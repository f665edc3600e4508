package dev.weir.io.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * What the kernel's TCP tells about one of its connections: Linux's {@code struct tcp_info}. What an older kernel does
 * not tell is 0.
 *
 * @param retransmissions segments retransmitted since the connection began, SYNs included
 * @param timeouts consecutive expirations of the retransmission timer, now
 * @param unacknowledged segments in flight
 * @param cwndSegments congestion window
 * @param ssthreshSegments slow-start threshold
 * @param minimumRttNanos 0 if never measured
 * @param bytesAcked of ours, by the peer
 * @param bytesReceived in order
 * @param windowBytes that the peer offers
 * @param busyNanos time with something to send; of it {@code limitedByPeerNanos} for lack of window and {@code
 *     limitedByBufferNanos} for lack of send buffer
 * @param sinceDataSentNanos since it last sent data, in steps of a millisecond
 * @param sinceAckReceivedNanos since a segment with an ACK last came, likewise
 * @param congestionControl its name; empty if not told
 */
public record KernelTcpInfo(
        long retransmissions,
        int timeouts,
        long unacknowledged,
        long lost,
        long cwndSegments,
        long ssthreshSegments,
        int sendMss,
        int receiveMss,
        int pathMtu,
        long rtoNanos,
        long rttNanos,
        long rttVariationNanos,
        long minimumRttNanos,
        long bytesSent,
        long bytesAcked,
        long bytesRetransmitted,
        long bytesReceived,
        long bytesNotSent,
        long segmentsSent,
        long segmentsReceived,
        long windowBytes,
        long pacingBytesPerSecond,
        long deliveryBytesPerSecond,
        long busyNanos,
        long limitedByPeerNanos,
        long limitedByBufferNanos,
        long sinceDataSentNanos,
        long sinceAckReceivedNanos,
        String congestionControl) {
    private static final long NANOS_PER_MICRO = 1000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /**
     * Reads the structure.
     *
     * @param info as long as the kernel knows it
     * @param congestionControl empty if it is not known
     */
    public static KernelTcpInfo read(MemorySegment info, String congestionControl) {
        return new KernelTcpInfo(
                int32(info, 100),
                info.byteSize() > 2 ? info.get(JAVA_BYTE, 2) & 0xff : 0,
                int32(info, 24),
                int32(info, 32),
                int32(info, 80),
                int32(info, 76),
                (int) int32(info, 16),
                (int) int32(info, 20),
                (int) int32(info, 60),
                int32(info, 8) * NANOS_PER_MICRO,
                int32(info, 68) * NANOS_PER_MICRO,
                int32(info, 72) * NANOS_PER_MICRO,
                minimumRtt(info),
                int64(info, 200),
                int64(info, 120),
                int64(info, 208),
                int64(info, 128),
                int32(info, 144),
                int32(info, 136),
                int32(info, 140),
                int32(info, 228),
                int64(info, 104),
                int64(info, 160),
                int64(info, 168) * NANOS_PER_MICRO,
                int64(info, 176) * NANOS_PER_MICRO,
                int64(info, 184) * NANOS_PER_MICRO,
                int32(info, 44) * NANOS_PER_MILLI,
                int32(info, 56) * NANOS_PER_MILLI,
                congestionControl);
    }

    private static long minimumRtt(MemorySegment info) {
        long micros = int32(info, 148);
        return micros == 0xffff_ffffL ? 0 : micros * NANOS_PER_MICRO;
    }

    private static long int32(MemorySegment info, long offset) {
        return offset + 4 <= info.byteSize() ? info.get(JAVA_INT_UNALIGNED, offset) & 0xffff_ffffL : 0;
    }

    private static long int64(MemorySegment info, long offset) {
        return offset + 8 <= info.byteSize() ? info.get(JAVA_LONG_UNALIGNED, offset) : 0;
    }
}
