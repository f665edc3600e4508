package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.config.StackConfig;
import dev.weir.core.link.Impairment;
import dev.weir.io.RequiresTun;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes between Weir and the Linux kernel, in both roles and both directions, checked by a hash. */
@RequiresTun
class TransferTest {
    @ParameterizedTest(name = "{0} bytes, Weir opens: {1}, Weir sends: {2}, offload: {3}, IPv6: {4}")
    @CsvSource({
        "1, true, true, true, false",
        "1, false, false, true, true",
        "65537, true, false, true, true",
        "65537, false, true, false, false",
        "16777216, true, true, false, true",
        "16777216, false, false, false, false",
        "1073741824, true, true, true, false",
        "1073741824, false, false, true, false",
        "1073741824, false, true, true, true",
        "1073741824, true, false, true, true",
    })
    void everyByteArrivesOnACleanLink(long bytes, boolean weirOpens, boolean weirSends, boolean offload, boolean ipv6)
            throws Throwable {
        Pair.run(StackConfig.linux(), offload, Impairment.NONE, pair -> transfer(pair, bytes, weirOpens, weirSends, ipv6));
    }

    @ParameterizedTest(name = "{0} bytes, Weir sends: {1}")
    @CsvSource({"1000000, true", "1000000, false", "16777216, true", "16777216, false"})
    void everyByteArrivesInSpiteOfLossReorderingAndCorruption(long bytes, boolean weirSends) throws Throwable {
        var bad = Impairment.NONE.withLoss(0.02).withReordering(0.05, Duration.ofMillis(2)).withCorruption(0.01);
        Pair.run(StackConfig.linux(), true, bad, pair -> transfer(pair, bytes, weirSends, weirSends, false));
    }

    private static void transfer(Pair pair, long bytes, boolean weirOpens, boolean weirSends, boolean ipv6) throws Exception {
        try (var server = pair.listen(!weirOpens, 7000)) {
            boolean clientSends = weirOpens == weirSends;
            var serving = Background.of(() -> {
                try (var socket = server.accept()) {
                    return clientSends ? Stream.read(socket.getInputStream()) : send(socket, bytes);
                }
            });
            Stream.Received atClient;
            try (var socket = pair.connect(weirOpens, ipv6, 7000)) {
                atClient = clientSends ? send(socket, bytes) : Stream.read(socket.getInputStream());
            }
            assertThat(serving.result()).isEqualTo(atClient).matches(received -> received.bytes() == bytes);
        }
    }

    private static Stream.Received send(Socket socket, long bytes) throws Exception {
        long hash = Stream.write(socket.getOutputStream(), bytes);
        socket.shutdownOutput();
        assertThat(socket.getInputStream().read()).as("the receiver closes when it has read everything").isEqualTo(-1);
        return new Stream.Received(bytes, hash);
    }
}
