package dev.weir.lab.measure;

import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Flow;
import dev.weir.core.event.Observer;
import dev.weir.core.event.SendLimit;
import dev.weir.core.event.State;
import dev.weir.core.event.TimerKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Measures the connections of one host by its events. */
public final class FlowMeter implements Observer {
    /** Connections that are measured; later ones are only counted. */
    public static final int FLOWS = 4096;

    private final String host;
    private final List<Measured> all = new ArrayList<>(); // in the order of being opened
    private final Map<Flow, Measured> open = new HashMap<>(); // looked up only
    private long unmeasured;

    public FlowMeter(String host) {
        this.host = host;
    }

    /** In the order in which they were opened. */
    public List<FlowStatistics> flows(long now) {
        return all.stream().map(measured -> measured.statistics(host, now)).toList();
    }

    /** Connections beyond {@link #FLOWS}. */
    public long unmeasured() {
        return unmeasured;
    }

    @Override
    public boolean wants(EventKind kind) {
        return switch (kind) {
            case SEGMENT_SENT, SEGMENT_RECEIVED, STATE_CHANGED, RTT_MEASURED, WINDOW_CHANGED, TIMER_EXPIRED,
                    SENDER_LIMITED, CONNECTION_ENDED -> true;
            default -> false;
        };
    }

    @Override
    public void on(Event event) {
        Flow flow = event.flow();
        if (flow == null) return;
        if (event instanceof Event.StateChanged changed) {
            stateChanged(changed);
            return;
        }
        Measured measured = open.get(flow);
        if (measured == null) return;
        measured.on(event);
        if (event instanceof Event.ConnectionEnded) open.remove(flow);
    }

    private void stateChanged(Event.StateChanged changed) {
        switch (changed.to()) {
            case SYN_SENT, SYN_RECEIVED, ESTABLISHED -> {
                Measured measured = open.get(changed.flow());
                if (measured == null) measured = begin(changed);
                if (measured != null && changed.to() == State.ESTABLISHED) measured.established(changed.at());
            }
            case LISTEN -> { // a handshake that came to nothing
                Measured measured = open.remove(changed.flow());
                if (measured != null) measured.endedAt = changed.at();
            }
            default -> { }
        }
    }

    private Measured begin(Event.StateChanged changed) {
        if (all.size() == FLOWS) {
            unmeasured++;
            return null;
        }
        var measured = new Measured(changed.flow(), changed.to() == State.SYN_SENT, changed.at());
        all.add(measured);
        open.put(changed.flow(), measured);
        return measured;
    }

    private static final class Measured {
        private final Flow flow;
        private final boolean active;
        private final long openedAt;
        private long establishedAt;
        private long endedAt;
        private long progressAt;
        private CloseReason end = CloseReason.NONE;
        private long bytesSent;
        private long highestAcknowledged = 1; // positions; the SYN is 0
        private long highestReceived = 1;
        private long ourAcknowledgment = 1;
        private long segmentsSent;
        private long segmentsReceived;
        private long segmentsRetransmitted;
        private long bytesRetransmitted;
        private long timeouts;
        private long rttSamples;
        private long rttSum;
        private long rttMinimum = Long.MAX_VALUE;
        private long rttMaximum;
        private long maximumCwnd;
        private final long[] limited = new long[SendLimit.values().length];
        private SendLimit limit = SendLimit.NOT_ESTABLISHED;
        private long limitSince;
        private final Series cwnd = new Series();
        private final Series rtts = new Series();
        private final Series acknowledged = new Series();

        Measured(Flow flow, boolean active, long now) {
            this.flow = flow;
            this.active = active;
            this.openedAt = now;
        }

        void established(long now) {
            establishedAt = now;
            limit = SendLimit.APPLICATION;
            limitSince = now;
        }

        void on(Event event) {
            switch (event) {
                case Event.SegmentSent sent -> sent(sent);
                case Event.SegmentReceived received -> received(received);
                case Event.RttMeasured rtt -> {
                    rttSamples++;
                    rttSum += rtt.rttNanos();
                    rttMinimum = Math.min(rttMinimum, rtt.rttNanos());
                    rttMaximum = Math.max(rttMaximum, rtt.rttNanos());
                    rtts.add(rtt.rttNanos(), rtt.at());
                }
                case Event.WindowChanged window -> {
                    maximumCwnd = Math.max(maximumCwnd, window.cwndBytes());
                    cwnd.add(window.cwndBytes(), window.at());
                }
                case Event.TimerExpired expired -> {
                    if (expired.timer() == TimerKind.RETRANSMISSION) timeouts++;
                }
                case Event.SenderLimited changed -> {
                    spend(changed.at());
                    limit = changed.limit();
                }
                case Event.ConnectionEnded ended -> {
                    spend(ended.at());
                    limit = SendLimit.NOT_ESTABLISHED;
                    endedAt = ended.at();
                    end = ended.reason();
                }
                default -> { }
            }
        }

        private void sent(Event.SegmentSent sent) {
            var segment = sent.segment();
            segmentsSent++;
            if (sent.cause().isRetransmission()) {
                segmentsRetransmitted++;
                bytesRetransmitted += segment.lengthBytes();
            } else {
                bytesSent += segment.lengthBytes();
            }
            if (segment.acknowledgment() > ourAcknowledgment) {
                ourAcknowledgment = segment.acknowledgment();
                progressAt = sent.at();
            }
        }

        private void received(Event.SegmentReceived received) {
            var segment = received.segment();
            segmentsReceived++;
            if (segment.lengthBytes() > 0) {
                highestReceived = Math.max(highestReceived, segment.sequence() + segment.lengthBytes());
            }
            // what acknowledges more than was sent is not believed by the stack either
            if (segment.acknowledgment() > highestAcknowledged && segment.acknowledgment() <= bytesSent + 2) {
                highestAcknowledged = segment.acknowledgment();
                progressAt = received.at();
                acknowledged.add(bytesAcknowledged(), received.at());
            }
        }

        /** The FIN is no payload. */
        private long bytesAcknowledged() {
            return Math.min(highestAcknowledged - 1, bytesSent);
        }

        private void spend(long now) {
            limited[limit.ordinal()] += now - limitSince;
            limitSince = now;
        }

        FlowStatistics statistics(String host, long now) {
            var budget = new EnumMap<SendLimit, Long>(SendLimit.class);
            for (SendLimit each : SendLimit.values()) {
                long nanos = limited[each.ordinal()] + (each == limit ? now - limitSince : 0);
                if (each != SendLimit.NOT_ESTABLISHED && nanos > 0) budget.put(each, nanos);
            }
            var rtt = new FlowStatistics.Rtt(rttSamples, rttSamples == 0 ? 0 : rttMinimum,
                    rttSamples == 0 ? 0 : rttSum / rttSamples, rttMaximum);
            return new FlowStatistics(host, flow, active, openedAt, establishedAt, endedAt, progressAt, end, bytesSent,
                    bytesAcknowledged(), Math.min(ourAcknowledgment, highestReceived) - 1, segmentsSent, segmentsReceived,
                    segmentsRetransmitted, bytesRetransmitted, timeouts, rtt, maximumCwnd, budget, cwnd.points(),
                    rtts.points(), acknowledged.points());
        }
    }
}
