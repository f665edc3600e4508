package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.event.State;
import dev.weir.core.tcp.Connection;
import dev.weir.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stack that talks to itself. */
class OwnAddressTest {
    private static final int BYTES = 3_000_000;

    private final OneHost host = new OneHost();

    private Connection open(String address, int port) {
        var connection = host.stack.execute((stack, now) -> stack.tcp().open(null, IpAddress.parse(address), port,
                stack.tcp().defaultOptions(), now), host.now);
        host.turn();
        return connection;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "10.0.0.1", "fd00::1"})
    @Rfc("EDGE-LIFECYCLE-13")
    void bytesGoRoundInsideAndNothingLeaves(String address) {
        var listener = host.listen(80);
        var client = open(address, 80);
        var server = listener.accept(host.now);
        assertThat(client.state()).isEqualTo(State.ESTABLISHED);
        assertThat(server.state()).isEqualTo(State.ESTABLISHED);
        int sent = 0;
        int received = 0;
        var target = new byte[100_000];
        while (received < BYTES) {
            int length = Math.min(100_000, BYTES - sent);
            int count = length == 0 ? 0 : client.write(Peer.bytes(sent, length), 0, length);
            sent += count;
            host.changed(client);
            host.turn();
            int read = server.read(target, 0, target.length);
            for (int i = 0; i < read; i++) {
                if (target[i] != Peer.byteAt(received + i)) throw new AssertionError("wrong byte " + (received + i));
            }
            received += read;
            host.changed(server);
            host.turn();
            if (count + read == 0) host.advanceMillis(50);
        }
        client.close(host.now);
        host.turn();
        server.close(host.now);
        host.turn();
        listener.close(host.now);
        host.advanceMillis(60_000);
        host.assertEmpty();
        assertThat(host.link.sent).isEmpty();
    }

    @Test
    @Rfc({"EDGE-HANDSHAKE-8", "9293#3.5", "MUST-10"})
    void connectionToItselfIsASimultaneousOpen() {
        var self = host.stack.execute((stack, now) -> {
            var binding = stack.tcp().bind(IpAddress.parse("10.0.0.1"), 7000, false, now);
            var connection = stack.tcp().open(binding, binding.address(), 7000, stack.tcp().defaultOptions(), now);
            binding.release();
            return connection;
        }, host.now);
        host.turn();
        assertThat(self.state()).isEqualTo(State.ESTABLISHED);
        self.write(Peer.bytes(0, 100), 0, 100);
        host.changed(self);
        host.turn();
        var echo = new byte[200];
        assertThat(self.read(echo, 0, 200)).isEqualTo(100);
        assertThat(echo).startsWith(Peer.bytes(0, 100));
        self.close(host.now);
        host.turn();
        host.advanceMillis(60_000);
        host.assertEmpty();
    }
}
