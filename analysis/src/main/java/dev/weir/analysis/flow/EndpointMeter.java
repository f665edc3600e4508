package dev.weir.analysis.flow;

import dev.weir.core.event.CloseReason;
import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.Flow;
import dev.weir.core.event.SegmentView;
import dev.weir.core.event.SendCause;
import dev.weir.core.event.State;
import dev.weir.core.event.TimerKind;
import dev.weir.wire.TcpFlags;
import java.util.EnumMap;
import java.util.Map;

/** Counts what one end of a connection reports. Times in nanoseconds of the stack's clock, sizes in bytes. */
public final class EndpointMeter {
    /** Why a window changed that a pause made small again. */
    private static final String AFTER_IDLE = "restart after idle";

    private final String host;
    private final Flow flow;
    private final Map<SendCause, Integer> sent = new EnumMap<>(SendCause.class);
    private final EnumMap<DropReason, Integer> dropped = new EnumMap<>(DropReason.class);
    private final Map<TimerKind, Integer> timers = new EnumMap<>(TimerKind.class);
    private final Spending spending = new Spending();
    private final Distribution rtt = new Distribution();
    private final Series cwnd = new Series();
    private final Series ssthresh = new Series();
    private final Series rttOverTime = new Series();
    private final Series sentPosition = new Series();
    private final Series acknowledged = new Series();
    private final Series peerWindowEdge = new Series();
    private final Series received = new Series();
    private final Marks marks = new Marks();
    private long segmentsSent;
    private long dataSegmentsSent;
    private long segmentsReceived;
    private long bytesSent;
    private long bytesSentAgain;
    private long firstDataSentAt = -1;
    private long lastNewDataAt = -1;
    private long receivedEnd = 1;
    private long dataEnd = 1;
    private long ackSent = 1;
    private long acked = 1;
    private long largestInFlight;
    private long peerWindow = -1;
    private long leastPeerWindow = Long.MAX_VALUE;
    private long greatestPeerWindow;
    private long zeroWindows;
    private long resetsReceived;
    private long resetsSent;
    private long congestionEchoes;
    private long idleRestarts;
    private State state = State.CLOSED;
    private boolean opened;
    private CloseReason end = CloseReason.NONE;
    private CloseReason softError = CloseReason.NONE;

    EndpointMeter(String host, Flow flow) {
        this.host = host;
        this.flow = flow;
    }

    void on(Event event) {
        switch (event) {
            case Event.SegmentSent e -> sent(e);
            case Event.SegmentReceived e -> received(e);
            case Event.Dropped e -> dropped.merge(e.reason(), 1, Integer::sum);
            case Event.StateChanged e -> stateChanged(e);
            case Event.RttMeasured e -> {
                rtt.add(e.rttNanos());
                rttOverTime.add(e.at(), e.rttNanos());
            }
            case Event.LossDeclared e -> marks.add(e.at(), e.from(), Marks.What.LOSS, "taken as lost: " + e.how());
            case Event.WindowChanged e -> {
                cwnd.add(e.at(), e.cwndBytes());
                if (e.why().equals(AFTER_IDLE)) idleRestarts++;
                if (e.ssthreshBytes() < Integer.MAX_VALUE) ssthresh.add(e.at(), e.ssthreshBytes());
            }
            case Event.TimerExpired e -> timerExpired(e);
            case Event.SenderLimited e -> spending.limited(e.limit(), e.at());
            case Event.SoftError e -> {
                softError = e.what();
                marks.add(e.at(), -1, Marks.What.ERROR, e.what().text() + ": " + e.detail());
            }
            case Event.ConnectionEnded e -> {
                spending.ended(e.at());
                end = e.reason();
                if (e.reason() != CloseReason.CLOSED) marks.add(e.at(), -1, Marks.What.ERROR, e.reason().text());
            }
            case Event.NegativeAdvice e -> marks.add(e.at(), -1, Marks.What.ERROR, "the path may be dead: "
                    + e.retransmissions() + " retransmissions");
            case Event.UrgentPending _, Event.FilterDecided _, Event.FastOpen _, Event.PacketImpaired _ -> { }
        }
    }

    private void sent(Event.SegmentSent event) {
        SegmentView segment = event.segment();
        spending.segment(event.at());
        segmentsSent++;
        sent.merge(event.cause(), 1, Integer::sum);
        if (segment.has(TcpFlags.RST)) {
            resetsSent++;
            marks.add(event.at(), -1, Marks.What.RESET, "sent: " + event.cause().text());
        }
        if (!isNumbered()) return;
        if (segment.has(TcpFlags.ACK) && segment.acknowledgment() > ackSent) {
            ackSent = segment.acknowledgment();
            received.add(event.at(), Math.min(ackSent, receivedEnd) - 1);
        }
        if (segment.lengthBytes() > 0) {
            dataSegmentsSent++;
            if (firstDataSentAt < 0) firstDataSentAt = event.at();
            long segmentEnd = segment.sequence() + segment.lengthBytes();
            bytesSent += segment.lengthBytes();
            bytesSentAgain += Math.max(0, Math.min(segmentEnd, dataEnd) - segment.sequence());
            if (segmentEnd > dataEnd) {
                dataEnd = segmentEnd;
                sentPosition.add(event.at(), dataEnd - 1);
                largestInFlight = Math.max(largestInFlight, dataEnd - acked);
            }
        }
        if (event.cause().isRetransmission()) {
            marks.add(event.at(), segment.sequence(), Marks.What.RETRANSMISSION, event.cause().text());
        } else if (event.cause() == SendCause.ZERO_WINDOW_PROBE || event.cause() == SendCause.KEEP_ALIVE_PROBE) {
            marks.add(event.at(), segment.sequence(), Marks.What.PROBE, event.cause().text());
        }
    }

    private void received(Event.SegmentReceived event) {
        SegmentView segment = event.segment();
        spending.segment(event.at());
        segmentsReceived++;
        if (segment.has(TcpFlags.RST)) {
            resetsReceived++;
            marks.add(event.at(), -1, Marks.What.RESET, "reset received");
            return;
        }
        if (!isNumbered()) return;
        if (segment.has(TcpFlags.ECE) && !segment.has(TcpFlags.SYN)) congestionEchoes++;
        if (segment.lengthBytes() > 0) {
            long segmentEnd = segment.sequence() + segment.lengthBytes();
            if (segmentEnd > ackSent) lastNewDataAt = event.at();
            receivedEnd = Math.max(receivedEnd, segmentEnd);
        }
        if (segment.has(TcpFlags.ACK)) acknowledged(segment, event.at());
    }

    /** Positions are relative to a connection; without one they are numbers of the wire. */
    private boolean isNumbered() {
        return state != State.CLOSED && state != State.LISTEN;
    }

    private void acknowledged(SegmentView segment, long now) {
        long position = Math.min(segment.acknowledgment(), dataEnd);
        if (position > acked) {
            acked = position;
            acknowledged.add(now, acked - 1);
        }
        if (segment.has(TcpFlags.SYN)) return; // its window is not scaled
        long window = segment.windowBytes();
        if (window == 0 && peerWindow != 0) {
            zeroWindows++;
            marks.add(now, acked, Marks.What.ZERO_WINDOW, "the peer's window is closed");
        }
        peerWindow = window;
        leastPeerWindow = Math.min(leastPeerWindow, window);
        greatestPeerWindow = Math.max(greatestPeerWindow, window);
        if (segment.acknowledgment() >= acked) peerWindowEdge.add(now, segment.acknowledgment() + window - 1);
    }

    private void stateChanged(Event.StateChanged event) {
        state = event.to();
        if (event.to().isSynchronized()) opened = true;
        spending.state(event.to(), event.at());
        marks.add(event.at(), -1, Marks.What.STATE, event.from() + " to " + event.to() + ": " + event.trigger());
    }

    private void timerExpired(Event.TimerExpired event) {
        timers.merge(event.timer(), 1, Integer::sum);
        if (event.timer() != TimerKind.RETRANSMISSION) return;
        spending.retransmissionTimer(event.at());
        marks.add(event.at(), acked, Marks.What.TIMEOUT, "retransmission timer, " + event.count() + " in a row");
    }

    // ---- results

    public String host() {
        return host;
    }

    /** As this host names it. */
    public Flow flow() {
        return flow;
    }

    /** Whether the handshake was completed. */
    public boolean isOpened() {
        return opened;
    }

    /** NONE until it has ended; TIME-WAIT is an end. */
    public CloseReason end() {
        return end == CloseReason.NONE && state == State.TIME_WAIT ? CloseReason.CLOSED : end;
    }

    /** The last ICMP error or advice that did not end it; NONE without. */
    public CloseReason softError() {
        return softError;
    }

    public State state() {
        return state;
    }

    /** Of the first segment; -1 without any. */
    public long beginAt() {
        return spending.begin();
    }

    /** When it last sent or received a segment, or its connection ended before TIME-WAIT; 0 if it did nothing. */
    public long activeUntil(long now) {
        return Math.max(spending.lastSegmentAt(), spending.begin() + spending.elapsed(now));
    }

    /** From the first segment to the end of the connection (TIME-WAIT is not counted), or to {@code now}. */
    public long elapsedNanos(long now) {
        return spending.elapsed(now);
    }

    /** What {@link #elapsedNanos} was spent on; sums to it. */
    public Map<Phase, Long> spentNanos(long now) {
        return spending.spent(now);
    }

    public long segmentsSent() {
        return segmentsSent;
    }

    public long dataSegmentsSent() {
        return dataSegmentsSent;
    }

    public long segmentsReceived() {
        return segmentsReceived;
    }

    /** Payload, repeated bytes included. */
    public long bytesSent() {
        return bytesSent;
    }

    /** Of these, bytes that had been sent before. */
    public long bytesSentAgain() {
        return bytesSentAgain;
    }

    /** Of the stream, sent at least once. */
    public long streamBytesSent() {
        return dataEnd - 1;
    }

    /** Of the stream, acknowledged by the peer. */
    public long streamBytesAcknowledged() {
        return acked - 1;
    }

    /** Of the peer's stream, received in order and acknowledged. */
    public long streamBytesReceived() {
        return Math.min(ackSent, receivedEnd) - 1;
    }

    /** -1 if none was sent. */
    public long firstDataSentAt() {
        return firstDataSentAt;
    }

    /** When bytes last arrived that had not been acknowledged; -1 without any. */
    public long lastNewDataAt() {
        return lastNewDataAt;
    }

    /** When bytes were last acknowledged for the first time; -1 without any. */
    public long lastAcknowledgedAt() {
        return acknowledged.isEmpty() ? -1 : acknowledged.at(acknowledged.size() - 1);
    }

    public long largestInFlightBytes() {
        return largestInFlight;
    }

    /** After the handshake; -1 where the peer offered none. */
    public long leastPeerWindowBytes() {
        return peerWindow < 0 ? -1 : leastPeerWindow;
    }

    /** After the handshake; -1 where the peer offered none. */
    public long greatestPeerWindowBytes() {
        return peerWindow < 0 ? -1 : greatestPeerWindow;
    }

    /** How often the peer closed its window. */
    public long zeroWindows() {
        return zeroWindows;
    }

    public long resetsReceived() {
        return resetsReceived;
    }

    public long resetsSent() {
        return resetsSent;
    }

    /** Segments with ECE, the handshake not counted: the peer saw packets marked by a queue (RFC 3168). */
    public long congestionEchoes() {
        return congestionEchoes;
    }

    /** How often cwnd fell because nothing had been sent for a while (RFC 5681 4.1). */
    public long idleRestarts() {
        return idleRestarts;
    }

    /** Segments by why they were sent. */
    public Map<SendCause, Integer> sent() {
        return Map.copyOf(sent);
    }

    public int sent(SendCause cause) {
        return sent.getOrDefault(cause, 0);
    }

    /** Those of {@link #sent()} that carry again what was sent before, in the order of {@link SendCause}. */
    public Map<SendCause, Integer> retransmissions() {
        var repeated = new EnumMap<SendCause, Integer>(SendCause.class);
        sent.forEach((cause, count) -> {
            if (cause.isRetransmission()) repeated.put(cause, count);
        });
        return repeated;
    }

    public int retransmitted() {
        return retransmissions().values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Of what arrived: not used, and why. */
    public Map<DropReason, Integer> dropped() {
        return new EnumMap<>(dropped);
    }

    /** How often each timer expired. */
    public int expired(TimerKind timer) {
        return timers.getOrDefault(timer, 0);
    }

    public Distribution rtt() {
        return rtt;
    }

    public Series rttOverTime() {
        return rttOverTime;
    }

    public Series cwnd() {
        return cwnd;
    }

    /** Empty while it is as good as infinite. */
    public Series ssthresh() {
        return ssthresh;
    }

    /** Stream position up to which was sent. */
    public Series sentPosition() {
        return sentPosition;
    }

    /** Stream position up to which was acknowledged. */
    public Series acknowledged() {
        return acknowledged;
    }

    /** Stream position up to which the peer offered to receive. */
    public Series peerWindowEdge() {
        return peerWindowEdge;
    }

    /** Position of the peer's stream up to which was received in order. */
    public Series received() {
        return received;
    }

    public Marks marks() {
        return marks;
    }
}
