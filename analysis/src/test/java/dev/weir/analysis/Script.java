package dev.weir.analysis;

import dev.weir.core.event.DropReason;
import dev.weir.core.event.Event;
import dev.weir.core.event.Flow;
import dev.weir.core.event.SegmentView;
import dev.weir.core.event.SendCause;
import dev.weir.core.event.State;
import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpOptions;

/** Writes by hand what two stacks and the link between them would report; times in milliseconds. */
final class Script {
    static final Flow CLIENT = new Flow(IpAddress.parse("10.0.0.1"), 49152, IpAddress.parse("10.0.0.2"), 80);
    static final Flow SERVER = CLIENT.reversed();

    final Recording recording = new Recording();
    private long now;

    Timeline timeline() {
        return Timeline.of(recording, "client", "server", CLIENT);
    }

    Script at(double milliseconds) {
        now = 1_000_000_000 + Math.round(milliseconds * 1e6);
        return this;
    }

    static SegmentView segment(String flags, long sequence, int length, long ack, long window) {
        return new SegmentView(sequence, ack, TcpFlags.parse(flags), length, window, 0, TcpOptions.NONE);
    }

    private static Flow flow(String host) {
        return host.equals("client") ? CLIENT : SERVER;
    }

    Script report(String host, Event event) {
        recording.add(host, event);
        return this;
    }

    Script sends(String host, SendCause cause, SegmentView segment) {
        return report(host, new Event.SegmentSent(now, flow(host), segment, cause, now));
    }

    Script receives(String host, SegmentView segment) {
        return report(host, new Event.SegmentReceived(now, flow(host), segment));
    }

    Script drops(String host, DropReason reason) {
        return report(host, new Event.Dropped(now, flow(host), reason));
    }

    Script link(String host, String decision, String rule) {
        return report(host, new Event.PacketImpaired(now, true, 1, decision, rule));
    }

    Script becomes(String host, State from, State to, String trigger) {
        return report(host, new Event.StateChanged(now, flow(host), from, to, trigger));
    }

    Script cwnd(String host, long cwnd, long ssthresh, String why) {
        return report(host, new Event.WindowChanged(now, flow(host), cwnd, ssthresh, 0, why));
    }

    /**
     * Three segments, 40 ms there and back; numbers of the SYN are raw at the server, which knows no connection
     * yet.
     */
    Script handshake() {
        return at(0).becomes("client", State.CLOSED, State.SYN_SENT, "SYN sent")
                .sends("client", SendCause.SYN, segment("S", 0, 0, 0, 64240))
                .at(20).receives("server", segment("S", 3_000_000_000L, 0, 0, 64240))
                .becomes("server", State.LISTEN, State.SYN_RECEIVED, "SYN received")
                .sends("server", SendCause.SYN_ACK, segment("S.", 0, 0, 1, 65160))
                .at(40).receives("client", segment("S.", 0, 0, 1, 65160))
                .becomes("client", State.SYN_SENT, State.ESTABLISHED, "SYN-ACK received")
                .sends("client", SendCause.HANDSHAKE_ACK, segment(".", 1, 0, 1, 64256))
                .sends("client", SendCause.DATA, segment("P.", 1, 100, 1, 64256))
                .at(60).receives("server", segment(".", 1, 0, 1, 64256))
                .becomes("server", State.SYN_RECEIVED, State.ESTABLISHED, "ACK of SYN received")
                .receives("server", segment("P.", 1, 100, 1, 64256));
    }

    /** Ten segments of data in one flight, the third of which is lost and sent again. */
    Script dataWithLoss() {
        at(60).cwnd("server", 14480, 1 << 30, "slow start");
        for (int i = 0; i < 10; i++) {
            sends("server", SendCause.DATA, data(i));
            if (i == 2) link("server", "dropped", "loss 1%");
        }
        at(80);
        for (int i = 0; i < 10; i++) {
            if (i == 2) continue;
            receives("client", data(i));
            if (i == 1) sends("client", SendCause.ACK_EVERY_SECOND, segment(".", 101, 0, 2897, 64256));
            if (i > 2) sends("client", SendCause.ACK_OUT_OF_ORDER, segment(".", 101, 0, 2897, 64256));
        }
        at(100).receives("server", segment(".", 101, 0, 2897, 64256)).cwnd("server", 15928, 1 << 30, "slow start");
        for (int i = 3; i < 10; i++) receives("server", segment(".", 101, 0, 2897, 64256));
        cwnd("server", 10136, 5792, "3 duplicate ACKs");
        sends("server", SendCause.FAST_RETRANSMIT, data(2));
        at(120).receives("client", data(2));
        sends("client", SendCause.ACK_HOLE_FILLED, segment(".", 101, 0, 14481, 64256));
        return at(140).receives("server", segment(".", 101, 0, 14481, 64256));
    }

    static SegmentView data(int index) {
        return segment(".", 1 + 1448L * index, 1448, 101, 65160);
    }
}
