package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Observer;
import dev.weir.core.link.CapturedLink;
import dev.weir.core.link.ImpairedLink;
import dev.weir.core.link.Impairment;
import dev.weir.core.link.MemoryLink;
import dev.weir.lab.actor.Requester;
import dev.weir.lab.actor.Responder;
import dev.weir.wire.IpAddress;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Conversations whose sequence numbers wrap at every place that matters: on the SYN, behind it, within the first segment,
 * within the first window; of either side, with loss, so that retransmissions and SACK blocks lie around the wrap.
 */
class SequenceWrapTest {
    private static final int RESPONSE_BYTES = 200_000;
    private static final int REQUEST_BYTES = 100_000;

    /** One conversation; what the client's and the server's SYN said. */
    private record Numbers(int client, int server) {}

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 1448, 1460, 2896, 65535, 65536, 100_000})
    @Rfc({"9293#3.4", "EDGE-HANDSHAKE-3"})
    void theClientsNumbersWrap(int before) {
        Numbers first = converse(VirtualTime.EPOCH_NANOS);
        int missing = -before - first.client();
        assertThat(converse(VirtualTime.EPOCH_NANOS + Integer.toUnsignedLong(missing) * 4_000).client()).isEqualTo(-before);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 1448, 1460, 2896, 65535, 65536, 100_000})
    @Rfc({"9293#3.4", "EDGE-HANDSHAKE-3"})
    void theServersNumbersWrap(int before) {
        Numbers first = converse(VirtualTime.EPOCH_NANOS);
        int missing = -before - first.server();
        assertThat(converse(VirtualTime.EPOCH_NANOS + Integer.toUnsignedLong(missing) * 4_000).server()).isEqualTo(-before);
    }

    private static Numbers converse(long start) {
        var time = new VirtualTime(start);
        var pair = MemoryLink.pair(1500);
        var impairment = Impairment.NONE.withDelay(Duration.ofMillis(5)).withLoss(0.03).withRate(50_000_000);
        var road = new ImpairedLink(pair.a(), impairment, impairment, 5, Observer.NONE);
        var fromClient = new Tap();
        var fromServer = new Tap();
        Host client = time.host("client", StackConfig.linux().withAddresses("10.0.0.1/24"),
                new CapturedLink(road, fromClient), 1, Observer.NONE);
        Host server = time.host("server", StackConfig.linux().withAddresses("10.0.0.2/24"),
                new CapturedLink(pair.b(), fromServer), 2, Observer.NONE);
        var payload = new Payload(1);
        var responder = new Responder(REQUEST_BYTES, payload, RESPONSE_BYTES);
        server.listen(80, () -> responder);
        var requester = new Requester(REQUEST_BYTES, payload);
        Session session = client.connect(IpAddress.parse("10.0.0.2"), 80, requester);
        time.run();
        assertThat(requester.isComplete()).isTrue();
        assertThat(requester.received()).isEqualTo(RESPONSE_BYTES);
        assertThat(session.connection().closeReason()).isEqualTo(CloseReason.CLOSED);
        return new Numbers(fromClient.lastSyn().sequence(), fromServer.lastSyn().sequence());
    }
}
