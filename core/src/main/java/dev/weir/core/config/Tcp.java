package dev.weir.core.config;

/**
 * Everything about TCP.
 *
 * @param handshake opening
 * @param options what a SYN offers
 * @param rto time-outs
 * @param acks acknowledging
 * @param congestion sending
 * @param buffers memory per connection
 * @param closing the end
 * @param keepAlive probing idle connections
 * @param security blind attacks
 */
public record Tcp(
        Handshake handshake,
        SynOptions options,
        Rto rto,
        Acks acks,
        Congestion congestion,
        Buffers buffers,
        Closing closing,
        KeepAliveConfig keepAlive,
        Security security) {

    public Tcp withHandshake(Handshake handshake) {
        return new Tcp(handshake, options, rto, acks, congestion, buffers, closing, keepAlive, security);
    }

    public Tcp withOptions(SynOptions options) {
        return new Tcp(handshake, options, rto, acks, congestion, buffers, closing, keepAlive, security);
    }

    public Tcp withRto(Rto rto) {
        return new Tcp(handshake, options, rto, acks, congestion, buffers, closing, keepAlive, security);
    }

    public Tcp withAcks(Acks acks) {
        return new Tcp(handshake, options, rto, acks, congestion, buffers, closing, keepAlive, security);
    }

    public Tcp withCongestion(Congestion congestion) {
        return new Tcp(handshake, options, rto, acks, congestion, buffers, closing, keepAlive, security);
    }

    public Tcp withBuffers(Buffers buffers) {
        return new Tcp(handshake, options, rto, acks, congestion, buffers, closing, keepAlive, security);
    }

    public Tcp withClosing(Closing closing) {
        return new Tcp(handshake, options, rto, acks, congestion, buffers, closing, keepAlive, security);
    }

    public Tcp withKeepAlive(KeepAliveConfig keepAlive) {
        return new Tcp(handshake, options, rto, acks, congestion, buffers, closing, keepAlive, security);
    }

    public Tcp withSecurity(Security security) {
        return new Tcp(handshake, options, rto, acks, congestion, buffers, closing, keepAlive, security);
    }
}
