package dev.weir.core.tcp;

import dev.weir.core.event.CloseReason;
import dev.weir.core.event.FastOpenStep;
import dev.weir.core.event.Flow;
import dev.weir.core.event.RecoveryState;
import dev.weir.core.event.SendLimit;
import dev.weir.core.event.State;
import java.util.Map;

/**
 * One connection at one instant. Times in nanoseconds, sizes in bytes.
 *
 * @param srttNanos 0 before the first measurement
 * @param handshakeRttNanos SYN to its acknowledgment; 0 if not measured
 * @param minimumRttNanos 0 before the first measurement
 * @param backoff consecutive time-outs
 * @param sendWindowBytes what the peer offers
 * @param receiveWindowBytes what we offer
 * @param maximumCwndBytes the largest cwnd so far
 * @param bytesInFlight SND.NXT - SND.UNA
 * @param unsentBytes written, but never sent
 * @param unreadBytes received in order, but not yet read
 * @param outOfOrderBytes received beyond a hole
 * @param ecn RFC 3168 was agreed on
 * @param accurateEcn RFC 9768 was agreed on
 * @param ecnSeen the peer has sent packets that could be marked
 * @param deliveredCe segments of ours whose delivery was acknowledged together with congestion
 * @param deliveredCeBytes of our payload that came marked, as accurate feedback tells; likewise ECT(0) and ECT(1)
 * @param ceReceived segments of the peer that came marked
 * @param advertisedMss what our SYN offered
 * @param sackedBytes in flight, and reported by SACK
 * @param windowProbesUnanswered zero-window probes since the peer was last heard
 * @param busyNanos how long something written was not acknowledged
 * @param sendBufferLimitedNanos of that, while all was sent, but the application found the send buffer full
 * @param limited time spent by what held the sender, in nanoseconds; sums up to the age since ESTABLISHED
 * @param fastOpen how far it came
 * @param synDataBytes data in the SYN that was acknowledged before the handshake was complete, ours or the peer's
 * @param softError the last soft error since data was acknowledged; NONE if there was none
 */
public record TcpInfo(
        Flow flow,
        State state,
        CloseReason closeReason,
        CloseReason softError,
        long ageNanos,
        int sendMss,
        int receiveMss,
        int advertisedMss,
        int pathMtu,
        boolean timestamps,
        boolean sack,
        boolean ecn,
        boolean accurateEcn,
        boolean ecnSeen,
        int sendWindowScale,
        int receiveWindowScale,
        long srttNanos,
        long rttvarNanos,
        long rtoNanos,
        long handshakeRttNanos,
        long minimumRttNanos,
        int backoff,
        String congestionControl,
        long cwndBytes,
        long ssthreshBytes,
        long maximumCwndBytes,
        long sendWindowBytes,
        long receiveWindowBytes,
        long bytesInFlight,
        long sackedBytes,
        RecoveryState recoveryState,
        long unsentBytes,
        long unreadBytes,
        long outOfOrderBytes,
        long bytesSent,
        long bytesRetransmitted,
        long bytesAcknowledged,
        long bytesReceived,
        long segmentsSent,
        long segmentsReceived,
        long segmentsRetransmitted,
        long duplicateAcksReceived,
        long fastRetransmits,
        long timeouts,
        long zeroWindowProbes,
        long deliveredCe,
        long deliveredCeBytes,
        long deliveredEct0Bytes,
        long deliveredEct1Bytes,
        long ceReceived,
        int windowProbesUnanswered,
        long busyNanos,
        long sendBufferLimitedNanos,
        FastOpenStep fastOpen,
        long synDataBytes,
        SendLimit limitedNow,
        Map<SendLimit, Long> limited) {}
