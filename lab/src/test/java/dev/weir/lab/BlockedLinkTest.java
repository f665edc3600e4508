package dev.weir.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.conformance.Rfc;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.CloseReason;
import dev.weir.core.link.Doorbell;
import dev.weir.core.link.Frame;
import dev.weir.core.link.Link;
import dev.weir.core.link.LinkCapabilities;
import dev.weir.core.link.OutgoingPacket;
import dev.weir.core.tcp.Connection;
import dev.weir.core.time.Deadline;
import dev.weir.lab.actor.Bulk;
import dev.weir.lab.actor.Sink;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A link that is down, for a while or for good, stops neither timers nor the ends of connections. */
class BlockedLinkTest {
    private static final Payload PAYLOAD = new Payload(1);
    private static final long LENGTH = 100_000;

    private Gate gate;
    private final TwoHosts net = TwoHosts.builder().config(StackConfig.rfc()).delay(Duration.ofMillis(10))
            .wrap((link, isClient) -> isClient ? gate = new Gate(link) : link).build();
    private final Sink sink = new Sink(PAYLOAD);

    private Session connect() {
        net.server().listen(80, () -> sink);
        return net.client().connect(net.serverAddress(), 80, new Bulk(PAYLOAD, LENGTH));
    }

    private void run(Duration time) {
        net.time().runFor(time);
    }

    @Test
    @Rfc({"6298#5", "EDGE-RECOVERY-11"})
    void whatIsOutstandingTimesOutWhileTheLinkIsBlockedAndLeavesWhenItOpens() {
        var session = connect();
        run(Duration.ofMillis(25)); // the first flight has left
        gate.shut();
        run(Duration.ofSeconds(5));
        assertThat(session.connection().info(net.time().now()).timeouts()).isPositive();
        gate.open();
        net.run();
        assertThat(sink.received()).isEqualTo(LENGTH);
        assertThat(session.connection().closeReason()).isEqualTo(CloseReason.CLOSED);
    }

    @Test
    @Rfc({"9293#3.8.3", "MUST-20", "EDGE-RECOVERY-11"})
    void connectionThatCouldNotSendAnythingIsGivenUpAtR2() {
        net.server().listen(80, () -> sink);
        var quiet = net.client().connect(net.serverAddress(), 80, new Sink(PAYLOAD));
        run(Duration.ofSeconds(1));
        gate.shut();
        quiet.write(new byte[100], 0, 100);
        run(Duration.ofSeconds(923));
        assertThat(quiet.connection().closeReason()).isEqualTo(CloseReason.NONE);
        run(Duration.ofSeconds(2));
        assertThat(quiet.connection().closeReason()).isEqualTo(CloseReason.RETRANSMISSION_TIMED_OUT);
    }

    @Test
    @Rfc({"9293#3.8.3", "MUST-22", "EDGE-RECOVERY-11"})
    void attemptWhoseSynNeverLeftEndsToo() {
        gate.shut();
        Connection connection = connect().connection();
        run(Duration.ofSeconds(180)); // MUST-23
        assertThat(connection.closeReason()).isEqualTo(CloseReason.NONE);
        run(Duration.ofMinutes(20));
        assertThat(connection.closeReason()).isEqualTo(CloseReason.CONNECT_TIMED_OUT);
    }

    /** Lets packets through in both directions, or in none. */
    private static final class Gate implements Link {
        private final Link inside;
        private Doorbell doorbell;
        private boolean shut;

        Gate(Link inside) {
            this.inside = inside;
        }

        void shut() {
            shut = true;
        }

        void open() {
            shut = false;
            doorbell.ring();
        }

        @Override
        public LinkCapabilities capabilities() {
            return inside.capabilities();
        }

        @Override
        public boolean send(OutgoingPacket packet, long now) {
            return !shut && inside.send(packet, now);
        }

        @Override
        public boolean receive(Frame frame, long now) {
            return !shut && inside.receive(frame, now);
        }

        @Override
        public long nextDeadline() {
            return shut ? Deadline.NEVER : inside.nextDeadline();
        }

        @Override
        public void onArrival(Doorbell bell) {
            doorbell = bell;
            inside.onArrival(bell);
        }

        @Override
        public Doorbell peer() {
            return inside.peer();
        }

        @Override
        public Link inner() {
            return inside;
        }

        @Override
        public void close() {
            inside.close();
        }
    }
}
