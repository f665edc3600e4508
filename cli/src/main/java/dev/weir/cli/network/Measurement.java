package dev.weir.cli.network;

import dev.weir.core.tcp.TcpInfo;
import dev.weir.io.os.KernelTcpInfo;

/**
 * What TCP knows of a connection.
 *
 * @param rttNanos smoothed; 0 if it was never measured
 * @param minimumRttNanos 0 if it was never measured
 * @param segmentsRetransmitted SYNs included
 * @param congestionControl its name
 */
public record Measurement(
        long rttNanos, long minimumRttNanos, long segmentsSent, long segmentsRetransmitted, String congestionControl) {

    static Measurement of(KernelTcpInfo info) {
        return new Measurement(info.rttNanos(), info.minimumRttNanos(), info.segmentsSent(), info.retransmissions(),
                info.congestionControl());
    }

    static Measurement of(TcpInfo info) {
        return new Measurement(info.srttNanos(), info.minimumRttNanos(), info.segmentsSent(), info.segmentsRetransmitted(),
                info.congestionControl());
    }
}
