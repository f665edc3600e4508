package dev.weir.io;

import static dev.weir.wire.TcpFlags.ACK;
import static dev.weir.wire.TcpFlags.FIN;
import static dev.weir.wire.TcpFlags.RST;
import static dev.weir.wire.TcpFlags.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpHeader;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SeenConnectionsTest {
    private static final IpAddress A = IpAddress.parse("10.0.0.1");
    private static final IpAddress B = IpAddress.parse("10.0.0.2");
    private static final int CLIENT = -10; // sequence numbers that wrap
    private static final int SERVER = -5;

    private final SeenConnections connections = new SeenConnections();
    private final MemorySegment bytes = MemorySegment.ofArray(new byte[100]);

    private void client(int flags, int seq, int ack, int length) {
        TcpHeader.write(bytes, 0, 1000, 80, CLIENT + seq, SERVER + ack, 20, flags, 100, 0);
        connections.pass(A, B, bytes, 0, 20 + length);
    }

    private void server(int flags, int seq, int ack, int length) {
        TcpHeader.write(bytes, 0, 80, 1000, SERVER + seq, CLIENT + ack, 20, flags, 100, 0);
        connections.pass(B, A, bytes, 0, 20 + length);
    }

    @BeforeEach
    void handshake() {
        client(SYN, 0, 0, 0);
        assertThat(connections.areAllOver()).as("nothing that would come to an end").isTrue();
        server(SYN | ACK, 0, 1, 0);
        client(ACK, 1, 1, 0);
        assertThat(connections.areAllOver()).isFalse();
    }

    @Test
    void lastPacketIsTheAcknowledgmentOfTheSecondFin() {
        client(ACK, 1, 1, 50);
        client(FIN | ACK, 51, 1, 10);
        server(ACK, 1, 61, 0);
        server(FIN | ACK, 1, 62, 0);
        assertThat(connections.areAllOver()).isFalse();
        client(ACK, 62, 1, 0);
        assertThat(connections.areAllOver()).as("an old acknowledgment").isFalse();
        client(ACK, 62, 2, 0);
        assertThat(connections.areAllOver()).isTrue();
    }

    @Test
    void finsThatCrossAreBothAcknowledged() {
        client(FIN | ACK, 1, 1, 0);
        server(FIN | ACK, 1, 1, 0);
        client(ACK, 2, 2, 0);
        assertThat(connections.areAllOver()).isFalse();
        server(ACK, 2, 2, 0);
        assertThat(connections.areAllOver()).isTrue();
    }

    @Test
    void resetEndsIt() {
        server(RST, 1, 0, 0);
        assertThat(connections.areAllOver()).isTrue();
    }

    @Test
    void othersAreStillOpen() {
        TcpHeader.write(bytes, 0, 80, 1001, 7, 8, 20, SYN | ACK, 100, 0);
        connections.pass(B, A, bytes, 0, 20);
        server(RST, 1, 0, 0);
        assertThat(connections.areAllOver()).isFalse();
    }

    @Test
    void acknowledgmentOfAnEndedConnectionOpensNothing() {
        server(RST, 1, 0, 0);
        client(ACK, 1, 1, 0);
        assertThat(connections.areAllOver()).isTrue();
    }
}
