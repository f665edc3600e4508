package dev.weir.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.event.CloseReason;
import dev.weir.core.tcp.CallRefused;
import dev.weir.core.udp.UdpRefused;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which words stand for what; where the JDK has words, the suite shows that they are these. */
final class FailuresTest {
    private static String of(IOException failure) {
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSED, ConnectException: Connection refused",
        "PORT_UNREACHABLE, ConnectException: Connection refused",
        "CONNECT_TIMED_OUT, ConnectException: Connection timed out",
        "USER_TIMED_OUT, ConnectException: Connection timed out",
        "HOST_UNREACHABLE, NoRouteToHostException: No route to host",
        "ADMINISTRATIVELY_PROHIBITED, NoRouteToHostException: No route to host",
        "NETWORK_UNREACHABLE, SocketException: Network is unreachable",
        "PROTOCOL_UNREACHABLE, SocketException: Protocol not available",
        "STACK_CLOSED, SocketException: Network is down",
    })
    void connectFails(CloseReason reason, String failure) {
        assertThat(of(Failures.ofConnect(reason))).isEqualTo(failure);
    }

    @ParameterizedTest
    @CsvSource({
        "RESET_BY_PEER, SocketException: Connection reset by peer",
        "RETRANSMISSION_TIMED_OUT, SocketException: Connection timed out",
        "KEEP_ALIVE_TIMED_OUT, SocketException: Connection timed out",
        "HOST_UNREACHABLE, SocketException: No route to host",
        "ADDRESS_REMOVED, SocketException: Software caused connection abort",
        "INTERNAL_ERROR, SocketException: Software caused connection abort",
        "STACK_CLOSED, SocketException: Network is down",
    })
    void establishedConnectionFails(CloseReason reason, String failure) {
        assertThat(of(Failures.ofEnded(reason))).isEqualTo(failure);
    }

    @ParameterizedTest
    @CsvSource({
        "ADDRESS_IN_USE, BindException: Address already in use",
        "ADDRESS_NOT_AVAILABLE, BindException: Cannot assign requested address",
        "NO_FREE_PORT, BindException: Cannot assign requested address",
        "NO_ROUTE, SocketException: Network is unreachable",
        "TOO_MANY_CONNECTIONS, SocketException: No buffer space available",
        "STACK_CLOSED, SocketException: Network is down",
    })
    void callsAreRefused(CallRefused.Why why, String failure) {
        assertThat(of(Failures.refused(new CallRefused(why)))).isEqualTo(failure);
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonHasWords(CloseReason reason) {
        assertThat(Failures.ofConnect(reason).getMessage()).isNotBlank();
        assertThat(Failures.ofEnded(reason).getMessage()).isNotBlank();
    }

    @Test
    void everyRefusalHasWords() {
        for (var why : CallRefused.Why.values()) {
            assertThat(Failures.refused(new CallRefused(why)).getMessage()).isNotBlank();
        }
        for (var why : UdpRefused.Why.values()) {
            assertThat(Failures.refused(new UdpRefused(why)).getMessage()).isNotBlank();
        }
    }
}
