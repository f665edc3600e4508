package dev.weir.analysis.flow;

import dev.weir.analysis.Side;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.SendCause;
import java.util.Map;
import java.util.Optional;

/**
 * Both ends of one connection.
 *
 * @param name of the flow
 * @param client the end that opened it
 * @param server empty if nothing of it reached the other end, or nobody listened there
 * @param until when the report was made, nanoseconds of the stacks' clock: what has not ended is counted up to here
 */
public record FlowReport(String name, EndpointMeter client, Optional<EndpointMeter> server, long until) {

    /** One direction of the stream. */
    public record Half(Side sender, Optional<EndpointMeter> from, Optional<EndpointMeter> to) {
        /** Of the stream, received in order; where only the sender was observed, acknowledged. */
        public long deliveredBytes() {
            return to.map(EndpointMeter::streamBytesReceived)
                    .orElseGet(() -> from.map(EndpointMeter::streamBytesAcknowledged).orElse(0L));
        }

        /** From the first payload sent to the last that arrived; 0 if none did. */
        public long deliveryNanos() {
            if (deliveredBytes() == 0) return 0;
            long begin = from.map(EndpointMeter::firstDataSentAt).orElse(-1L);
            long end = to.map(EndpointMeter::lastNewDataAt)
                    .orElseGet(() -> from.map(EndpointMeter::lastAcknowledgedAt).orElse(-1L));
            return begin < 0 || end < begin ? 0 : end - begin;
        }

        /** Payload bits delivered per second; 0 where there were none, or they took no time. */
        public long goodputBitsPerSecond() {
            long nanos = deliveryNanos();
            return nanos == 0 ? 0 : StrictMath.round(deliveredBytes() * 8e9 / nanos);
        }

        public int retransmitted() {
            return from.map(EndpointMeter::retransmitted).orElse(0);
        }

        public Map<SendCause, Integer> retransmissions() {
            return from.map(EndpointMeter::retransmissions).orElse(Map.of());
        }
    }

    public Half half(Side sender) {
        return sender == Side.CLIENT ? new Half(sender, Optional.of(client), server)
                : new Half(sender, server, Optional.of(client));
    }

    /** The direction in which more was sent; from the client where neither sent more. */
    public Half main() {
        long fromServer = server.map(EndpointMeter::streamBytesSent).orElse(0L);
        return half(fromServer > client.streamBytesSent() ? Side.SERVER : Side.CLIENT);
    }

    /** Nanoseconds of the stacks' clock. */
    public long beginAt() {
        return client.beginAt();
    }

    /** From the client's first segment to its end, or to {@link #until}. */
    public long elapsedNanos() {
        return client.elapsedNanos(until);
    }

    /** How it ended for the client. */
    public CloseReason end() {
        return client.end();
    }
}
