package dev.weir.core.tcp;

import dev.weir.core.event.Flow;
import dev.weir.core.event.SegmentView;
import dev.weir.core.event.SendCause;
import dev.weir.wire.TcpOptions;

/**
 * A segment without data, decided now and sent by the next flush: values only, so that it says what was true when it
 * became owed.
 *
 * @param seq as on the wire
 * @param ack as on the wire
 * @param window the field, unscaled
 * @param ecn the ECN field of the IP header
 * @param seqPosition for observers, likewise {@code ackPosition} and {@code windowBytes}
 */
record Reply(
        Flow flow,
        int seq,
        int ack,
        int flags,
        int window,
        TcpOptions options,
        int trafficClass,
        int ecn,
        int timeToLive,
        SendCause cause,
        long seqPosition,
        long ackPosition,
        long windowBytes) {

    /** Not capable of ECN. */
    Reply(Flow flow, int seq, int ack, int flags, int window, TcpOptions options, int trafficClass, int timeToLive,
            SendCause cause, long seqPosition, long ackPosition, long windowBytes) {
        this(flow, seq, ack, flags, window, options, trafficClass, 0, timeToLive, cause, seqPosition,
                ackPosition, windowBytes);
    }

    SegmentView view() {
        return new SegmentView(seqPosition, ackPosition, flags, 0, windowBytes, 0, options);
    }
}
