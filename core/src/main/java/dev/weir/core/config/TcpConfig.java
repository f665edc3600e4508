package dev.weir.core.config;

/**
 * Everything about TCP.
 *
 * @param handshake opening
 * @param options what a SYN offers
 * @param rto time-outs
 * @param acks acknowledging
 * @param congestion sending
 * @param ecn explicit congestion notification
 * @param buffers memory per connection
 * @param closing the end
 * @param keepAlive probing idle connections
 * @param security blind attacks
 * @param fastOpen data in the SYN
 */
public record TcpConfig(
        Handshake handshake,
        SynOptions options,
        Rto rto,
        Acks acks,
        Congestion congestion,
        EcnConfig ecn,
        Buffers buffers,
        Closing closing,
        KeepAliveConfig keepAlive,
        Security security,
        FastOpen fastOpen) {

    public TcpConfig withHandshake(Handshake handshake) {
        return new TcpConfig(handshake, options, rto, acks, congestion, ecn, buffers, closing, keepAlive, security,
                fastOpen);
    }

    public TcpConfig withOptions(SynOptions options) {
        return new TcpConfig(handshake, options, rto, acks, congestion, ecn, buffers, closing, keepAlive, security,
                fastOpen);
    }

    public TcpConfig withRto(Rto rto) {
        return new TcpConfig(handshake, options, rto, acks, congestion, ecn, buffers, closing, keepAlive, security,
                fastOpen);
    }

    public TcpConfig withAcks(Acks acks) {
        return new TcpConfig(handshake, options, rto, acks, congestion, ecn, buffers, closing, keepAlive, security,
                fastOpen);
    }

    public TcpConfig withCongestion(Congestion congestion) {
        return new TcpConfig(handshake, options, rto, acks, congestion, ecn, buffers, closing, keepAlive, security,
                fastOpen);
    }

    public TcpConfig withEcn(EcnConfig ecn) {
        return new TcpConfig(handshake, options, rto, acks, congestion, ecn, buffers, closing, keepAlive, security,
                fastOpen);
    }

    public TcpConfig withBuffers(Buffers buffers) {
        return new TcpConfig(handshake, options, rto, acks, congestion, ecn, buffers, closing, keepAlive, security,
                fastOpen);
    }

    public TcpConfig withClosing(Closing closing) {
        return new TcpConfig(handshake, options, rto, acks, congestion, ecn, buffers, closing, keepAlive, security,
                fastOpen);
    }

    public TcpConfig withKeepAlive(KeepAliveConfig keepAlive) {
        return new TcpConfig(handshake, options, rto, acks, congestion, ecn, buffers, closing, keepAlive, security,
                fastOpen);
    }

    public TcpConfig withSecurity(Security security) {
        return new TcpConfig(handshake, options, rto, acks, congestion, ecn, buffers, closing, keepAlive, security,
                fastOpen);
    }

    public TcpConfig withFastOpen(FastOpen fastOpen) {
        return new TcpConfig(handshake, options, rto, acks, congestion, ecn, buffers, closing, keepAlive, security,
                fastOpen);
    }
}
