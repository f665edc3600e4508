package dev.weir.core.tcp;

/** Totals of one connection's sending half, for {@link TcpInfo}. */
final class SendStatistics {
    private long bytesSent;
    private long bytesResent;
    private long bytesAcknowledged;
    private long resentSegments;
    private long fastRetransmits;
    private long timeouts;
    private long probes;
    private long handshakeRttNanos;
    private long segmentsMarked;

    void sent(long bytes) {
        bytesSent += bytes;
    }

    void resent(long bytes) {
        bytesResent += bytes;
        resentSegments++;
    }

    void acknowledged(long bytes) {
        bytesAcknowledged += bytes;
    }

    void fastRetransmit() {
        fastRetransmits++;
    }

    void timeout() {
        timeouts++;
    }

    void probe() {
        probes++;
    }

    void handshakeRtt(long nanos) {
        handshakeRttNanos = nanos;
    }

    void deliveredMarked(long segments) {
        segmentsMarked += segments;
    }

    long bytesSent() {
        return bytesSent;
    }

    long bytesResent() {
        return bytesResent;
    }

    long bytesAcknowledged() {
        return bytesAcknowledged;
    }

    long resentSegments() {
        return resentSegments;
    }

    long fastRetransmits() {
        return fastRetransmits;
    }

    long timeouts() {
        return timeouts;
    }

    long probes() {
        return probes;
    }

    long segmentsMarked() {
        return segmentsMarked;
    }

    long handshakeRttNanos() {
        return handshakeRttNanos;
    }
}
