package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.CloseReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Observer;
import dev.weir.core.link.MemoryLink;
import dev.weir.core.tcp.Admission;
import dev.weir.core.tcp.Connection;
import dev.weir.lab.actor.Requester;
import dev.weir.lab.actor.Responder;
import dev.weir.wire.IpAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Hosts with several addresses. */
class AddressTest {
    private static final String[] ADDRESSES = {"10.0.0.1/24", "10.0.0.11/24", "10.9.0.1/16", "fd00::1/64", "fd00::11/64"};

    private final Payload responses = new Payload(3);
    private final VirtualTime time = new VirtualTime();
    private final Set<IpAddress> sources = new LinkedHashSet<>();
    private final Host client;
    private final Host server;

    AddressTest() {
        var pair = MemoryLink.pair(1500);
        client = time.host("client", StackConfig.linux().withAddresses(ADDRESSES), pair.a(), 1, new Sources());
        server = time.host("server", StackConfig.linux().withAddresses("10.0.0.2/24", "10.0.0.3/24", "10.9.0.2/16",
                "fd00::2/64"), pair.b(), 2, Observer.NONE);
    }

    @Test
    @Rfc({"9293#3.9.1.1", "MUST-43", "MUST-45"})
    void everySegmentOfAConnectionComesFromTheAddressThatWasGiven() {
        server.listen(80, () -> new Responder(100, responses, 50_000));
        for (String own : new String[] {"10.0.0.11", "10.0.0.1", "10.9.0.1"}) {
            sources.clear();
            var requester = new Requester(100, responses);
            client.session(open(own, "10.0.0.2"), requester);
            time.run();
            assertThat(requester.isComplete()).isTrue();
            assertThat(sources).containsExactly(IpAddress.parse(own));
        }
    }

    @Test
    @Rfc({"9293#3.9.1.1", "MUST-44", "MUST-45"})
    void withoutOneTheAddressIsChosenByTheDestination() {
        server.listen(80, () -> new Responder(100, responses, 50_000));
        chosen("10.0.0.2", "10.0.0.1");
        chosen("10.9.0.2", "10.9.0.1");
        chosen("fd00::2", "fd00::1");
    }

    private void chosen(String destination, String source) {
        sources.clear();
        var requester = new Requester(100, responses);
        client.connect(IpAddress.parse(destination), 80, requester);
        time.run();
        assertThat(requester.isComplete()).isTrue();
        assertThat(sources).containsExactly(IpAddress.parse(source));
    }

    @Test
    @Rfc({"9293#3.9.1.1", "MUST-43"})
    void aListenerAtOneAddressDoesNotAnswerForAnother() {
        server.submit((stack, now) -> {
            var tcp = stack.tcp();
            var binding = tcp.bind(IpAddress.parse("10.0.0.3"), 80, false, now);
            return tcp.listen(binding, 5, tcp.defaultOptions(), Admission.ALL, now);
        });
        Connection there = open("10.0.0.1", "10.0.0.3");
        Connection elsewhere = open("10.0.0.1", "10.0.0.2");
        time.runUntil(() -> there.isOpened() && elsewhere.closeReason() != CloseReason.NONE);
        assertThat(elsewhere.closeReason()).isEqualTo(CloseReason.REFUSED);
    }

    private Connection open(String own, String remote) {
        return client.submit((stack, now) -> {
            var tcp = stack.tcp();
            var binding = tcp.bind(IpAddress.parse(own), 0, false, now);
            return tcp.open(binding, IpAddress.parse(remote), 80, tcp.defaultOptions(), now);
        });
    }

    private final class Sources implements Observer {
        @Override
        public boolean wants(EventKind kind) {
            return kind == EventKind.SEGMENT_SENT;
        }

        @Override
        public void on(Event event) {
            if (event instanceof Event.SegmentSent sent) sources.add(sent.flow().local());
        }
    }
}
