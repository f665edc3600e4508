package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Observer;
import dev.weir.core.tcp.Connection;
import dev.weir.core.tcp.ConnectionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Urgent mode between two hosts: much of it, in both directions, and what the application learns. */
class UrgentTest {
    private static final int ORDINARY = 70_000;
    private static final int URGENT = 200_000;

    private final Payload payload = new Payload(9);

    /** The positions that the application was told of. */
    private static final class Marks implements Observer {
        final List<Long> marks = new ArrayList<>();

        @Override
        public boolean wants(EventKind kind) {
            return kind == EventKind.URGENT_PENDING;
        }

        @Override
        public void on(Event event) {
            if (event instanceof Event.UrgentPending pending) marks.add(pending.mark());
        }
    }

    /** Writes ordinary bytes, urgent ones, and ordinary ones again; all of it fits into the buffer. */
    private final class Hurried implements Actor {
        @Override
        public void opened(Session session) {
            write(session, 0, ORDINARY);
            write(session, ORDINARY, URGENT);
            session.call(Connection::sendUrgent);
            write(session, ORDINARY + URGENT, ORDINARY);
            session.shutdownOutput();
        }

        private void write(Session session, int from, int length) {
            var bytes = new byte[length];
            payload.fill(bytes, 0, length, from);
            assertThat(session.write(bytes, 0, length)).isEqualTo(length);
        }
    }

    /** Reads piece by piece, and asks each time how much urgent data is left. */
    private final class Attentive implements Actor {
        private final Payload.Check check = new Payload.Check(payload);
        private final byte[] buffer = new byte[7_001];
        private boolean wasAtMark;
        private boolean complete;

        @Override
        public void readable(Session session) {
            Connection connection = session.connection();
            for (int count; (count = session.read(buffer, 0, untilMark(connection))) != 0; ) {
                complete = count < 0;
                if (complete) return;
                check.accept(buffer, 0, count);
                long left = connection.urgentBytesLeft();
                long mark = check.length() + left;
                if (check.length() <= ORDINARY) continue; // the pointer may not have come, or may have come saturated
                if (check.length() < ORDINARY + URGENT) assertThat(left).isPositive();
                else assertThat(left).isZero();
                assertThat(mark).isLessThanOrEqualTo(Math.max(ORDINARY + URGENT, check.length()));
                boolean atMark = check.length() == ORDINARY + URGENT;
                assertThat(connection.isAtUrgentMark()).isEqualTo(atMark);
                wasAtMark |= atMark;
            }
        }

        /** As an application does that throws away everything before the mark. */
        private int untilMark(Connection connection) {
            long left = connection.urgentBytesLeft();
            return (int) (left > 0 ? Math.min(left, buffer.length) : buffer.length);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Rfc({"9293#3.8.5", "MUST-30", "MUST-31", "MUST-32", "MUST-33", "MUST-62"})
    void longUrgentDataIsAnnouncedAndItsEndIsFound(boolean ipv6) {
        var atServer = new Marks();
        var atClient = new Marks();
        var net = TwoHosts.builder().ipv6(ipv6).delay(Duration.ofMillis(10)).rate(20_000_000).loss(0.01)
                .serverObserver(atServer).clientObserver(atClient).build();
        ConnectionOptions inline = net.client().stack().tcp().defaultOptions().withUrgentInline(true);
        var server = new Attentive();
        var client = new Attentive();
        var talkative = new Hurried();
        net.server().listen(23, inline, () -> both(talkative, server));
        net.client().connect(net.serverAddress(), 23, inline, both(talkative, client));
        net.time().runUntil(() -> server.complete && client.complete);
        for (var reader : List.of(server, client)) {
            assertThat(reader.check.length()).isEqualTo(ORDINARY + URGENT + ORDINARY);
            assertThat(reader.wasAtMark).isTrue();
        }
        for (var marks : List.of(atServer.marks, atClient.marks)) {
            assertThat(marks).as("each tells something new").isSorted().doesNotHaveDuplicates();
            assertThat(marks).as("a saturated pointer moves on").hasSizeGreaterThan(2);
            assertThat(marks.getLast()).isEqualTo(1 + ORDINARY + URGENT);
        }
    }

    private static Actor both(Hurried writer, Attentive reader) {
        return new Actor() {
            @Override
            public void opened(Session session) {
                writer.opened(session);
            }

            @Override
            public void readable(Session session) {
                reader.readable(session);
            }
        };
    }
}
