package dev.weir.cli.demo;

import dev.weir.analysis.Moment;
import dev.weir.analysis.Occurrence;
import dev.weir.analysis.Passage;
import dev.weir.analysis.Quantity;
import dev.weir.analysis.Side;
import dev.weir.analysis.Timeline;
import dev.weir.core.config.StackConfig;
import dev.weir.core.event.Event;
import dev.weir.core.event.Flow;
import dev.weir.core.event.SendCause;
import dev.weir.core.event.State;
import dev.weir.wire.TcpFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** An exchange told step by step, each with the moments of this very run that show it. */
final class Lesson {
    private static final int ROUNDS = 5;
    private static final int PROBES = 2;
    private static final int DUPLICATES = 3;

    /**
     * One thing to learn.
     *
     * @param rfc where it is written
     * @param text two or three sentences
     * @param example where nothing is sent: what the programs do
     * @param shown what shows it; empty where nothing is sent, or this run had no occasion
     */
    record Step(String title, String rfc, String text, List<String> example, List<Moment> shown) {}

    private final Exchange exchange;
    private final Timeline timeline;
    private final List<Passage> passages;
    private final List<Step> steps = new ArrayList<>();

    private Lesson(Exchange exchange) {
        this.exchange = exchange;
        this.timeline = exchange.timeline();
        this.passages = timeline.passages();
    }

    static List<Step> of(Exchange exchange) {
        var lesson = new Lesson(exchange);
        lesson.before();
        lesson.handshake();
        lesson.transfer();
        lesson.recovery();
        lesson.zeroWindow();
        lesson.end();
        return lesson.steps;
    }

    private void step(String title, String rfc, String text, List<? extends Moment> shown) {
        steps.add(new Step(title, rfc, text, List.of(), List.copyOf(shown)));
    }

    private void unsent(String title, String rfc, String text, String... example) {
        steps.add(new Step(title, rfc, text, List.of(example), List.of()));
    }

    private void before() {
        var flow = timeline.flow();
        var ip = StackConfig.linux().ip();
        String port = ":" + flow.remotePort();
        unsent("Choosing a port", "RFC 6056 section 3.3",
                "A connection is named by two addresses and two ports. The server's port is agreed beforehand, here "
                        + flow.remotePort() + " (the web has 80 and 443); the client's is chosen at random out of " + ip.ephemeralFirst()
                        + " to " + ip.ephemeralLast() + ", so that a stranger cannot guess the name.",
                "client  " + Flow.endpoint(flow.local(), flow.localPort()) + " -> "
                        + Flow.endpoint(flow.remote(), flow.remotePort()) + "  server");
        unsent("Socket", "RFC 9293 section 3.3.1",
                "Each program asks its TCP for a socket, a handle for a connection to come. Nothing is sent. All that TCP "
                        + "will know of the connection is kept in one record, the transmission control block.",
                "client  socket()", "server  socket()");
        unsent("Bind", "RFC 9293 section 3.9.1.1",
                "The server binds its socket to port " + flow.remotePort() + ": from now on the port is its own, and a second "
                        + "program that wants it is told \"address in use\". The client need not bind: its port is chosen when "
                        + "it connects.",
                "server  bind(" + port + ")");
        unsent("Listen", "RFC 9293 section 3.10.1",
                "A passive OPEN: the server's socket goes to the state LISTEN and waits for whoever comes. Without a "
                        + "listener every SYN would be answered by a reset: connection refused.",
                "server  listen()   [CLOSED] -> [LISTEN]");
    }

    private void handshake() {
        var syn = find(passage -> isSyn(passage, Side.CLIENT));
        var synAck = find(passage -> isSyn(passage, Side.SERVER));
        step("SYN", "RFC 9293 section 3.5",
                "The client's active OPEN sends a SYN: \"synchronize\" with my sequence numbers, which begin here. The ladder "
                        + "counts them from 0; on the wire they begin at a number that nobody can guess. Options say what the client "
                        + "can do: " + options(syn) + ".",
                moments(becoming(Side.CLIENT, State.SYN_SENT), syn));
        step("SYN-ACK", "RFC 9293 section 3.5",
                "The server answers with its own SYN and acknowledges the client's: ack 1 means \"all before 1 is here, send 1 "
                        + "next\". Win is the room in its receive buffer. Its options take or leave the client's offers: "
                        + options(synAck) + ".",
                moments(becoming(Side.SERVER, State.SYN_RECEIVED), synAck));
        var ack = find(passage -> passage.cause().equals(Optional.of(SendCause.HANDSHAKE_ACK)));
        step("ACK", "RFC 9293 section 3.5",
                "The client acknowledges the server's SYN, and the connection is ESTABLISHED on both sides. This third segment "
                        + "proves that the client really is where its address says. "
                        + exchange.summary().handshakeRttNanos().stream().mapToObj(rtt ->
                                "One round trip has passed: " + Quantity.time(rtt) + ".").findFirst().orElse(""),
                moments(becoming(Side.CLIENT, State.ESTABLISHED), ack, becoming(Side.SERVER, State.ESTABLISHED)));
    }

    private void transfer() {
        var request = find(passage -> passage.side() == Side.CLIENT && hasData(passage));
        var answer = find(passage -> passage.side() == Side.SERVER && hasData(passage));
        int largest = answer.map(passage -> passage.segment().lengthBytes()).orElse(0);
        step("First data", "RFC 9293 section 3.7.1",
                "The client sends its request; PSH says \"do not wait for more, hand it over\". The answer is cut into segments "
                        + "of " + largest + " bytes: the MTU of " + exchange.scenario().mtu()
                        + " less the headers of IP and TCP and the timestamps. Each byte has its own number.",
                moments(request, answer));
        step("Slow start", "RFC 5681 section 3.1",
                "The server does not know what the road can take. So it begins with ten segments (RFC 6928) and lets its "
                        + "congestion window, cwnd, grow by as much as each ACK acknowledges: it doubles every round trip, until "
                        + "something is lost.",
                rounds(answer));
    }

    /** The congestion window once per round trip, as long as nothing was lost. */
    private List<Moment> rounds(Optional<Passage> first) {
        var rtt = exchange.summary().handshakeRttNanos();
        var rounds = new ArrayList<Moment>();
        if (first.isEmpty() || rtt.isEmpty()) return rounds;
        long next = first.get().at();
        for (var occurrence : timeline.occurrences()) {
            if (occurrence.side() != Side.SERVER || !(occurrence.event() instanceof Event.WindowChanged change)) continue;
            if (!change.why().equals("slow start") || rounds.size() == ROUNDS) break;
            if (occurrence.at() < next) continue;
            rounds.add(occurrence);
            next = occurrence.at() + rtt.getAsLong();
        }
        return rounds;
    }

    private void recovery() {
        var again = find(passage -> passage.cause().equals(Optional.of(SendCause.FAST_RETRANSMIT)));
        var lost = again.flatMap(Passage::repeats);
        var shown = new ArrayList<Moment>();
        lost.ifPresent(passage -> {
            shown.add(passage);
            passages.stream().filter(ack -> ack.side() == Side.CLIENT && ack.cause().equals(Optional.of(SendCause.ACK_OUT_OF_ORDER))
                    && ack.segment().acknowledgment() == passage.segment().sequence()).limit(DUPLICATES).forEach(shown::add);
        });
        again.ifPresent(passage -> {
            timeline.occurrences().stream().filter(occurrence -> occurrence.side() == passage.side()
                    && occurrence.at() == passage.at() && occurrence.event() instanceof Event.WindowChanged)
                    .findFirst().ifPresent(shown::add);
            shown.add(passage);
            find(ack -> ack.side() != passage.side() && ack.at() > passage.at()
                    && ack.segment().acknowledgment() >= passage.end()).ifPresent(shown::add);
        });
        step("Loss and fast retransmit", "RFC 5681 section 3.2",
                "A segment is lost. Each one that arrives behind the hole makes the client repeat its last ACK; after the "
                        + "third such duplicate the server takes the segment as lost and sends it again, long before a timer would. "
                        + "Loss means that the road is full, so it halves its cwnd.", shown);
    }

    private void zeroWindow() {
        var shown = new ArrayList<Moment>();
        find(passage -> passage.side() == Side.CLIENT && passage.isPureAck() && passage.segment().windowBytes() == 0)
                .ifPresent(closed -> {
                    shown.add(closed);
                    long last = closed.at();
                    for (var probe : passages) {
                        if (!probe.cause().equals(Optional.of(SendCause.ZERO_WINDOW_PROBE)) || shown.size() > 2 * PROBES) continue;
                        shown.add(probe);
                        var answer = find(passage -> passage.side() == Side.CLIENT && passage.at() >= probe.arrivedAt());
                        answer.ifPresent(shown::add);
                        last = answer.map(Passage::at).orElse(last);
                    }
                    long from = last;
                    find(passage -> passage.side() == Side.CLIENT && passage.at() > from
                            && passage.segment().windowBytes() > 0).ifPresent(shown::add);
                });
        step("Zero window and its probe", "RFC 9293 section 3.8.6.1",
                "The client's program stops reading for a while. Its buffer fills, and its ACKs offer less and less room: in the "
                        + "end win 0, and the server must stop. The ACK that opens the window again could be lost, so the server "
                        + "probes with one byte, at growing intervals, until there is room.", shown);
    }

    private void end() {
        var closing = becoming(Side.CLIENT, State.FIN_WAIT_1);
        var waiting = becoming(Side.CLIENT, State.TIME_WAIT);
        long from = closing.map(Moment::at).orElse(Long.MAX_VALUE);
        long to = waiting.map(Moment::at).orElse(Long.MAX_VALUE);
        step("FIN", "RFC 9293 section 3.6",
                "The client has what it asked for and closes: FIN means \"no more data from me\", and takes a number of its own. "
                        + "The server acknowledges it (CLOSE-WAIT) and may go on sending; here it closes too (LAST-ACK). Each "
                        + "direction is closed by itself.",
                timeline.moments().stream().filter(moment -> moment.at() >= from && moment.at() < to)
                        .filter(moment -> moment instanceof Passage || isStateChange(moment)).toList());
        var rest = timeline.moments().stream().filter(moment -> moment.at() >= to)
                .filter(moment -> moment instanceof Passage || isStateChange(moment)).toList();
        step("TIME-WAIT", "RFC 9293 section 3.6.1",
                "The last ACK may be lost: then the server repeats its FIN, and somebody must be there to answer. So whoever "
                        + "closed first stays in TIME-WAIT for twice the longest life of a segment, here " + waited(rest)
                        + ". That also keeps old segments out of a new connection between the same ports.", rest);
    }

    private static String waited(List<Moment> rest) {
        return rest.isEmpty() ? "60 s" : Quantity.time(rest.getLast().at() - rest.getFirst().at());
    }

    private static boolean isStateChange(Moment moment) {
        return moment instanceof Occurrence occurrence && occurrence.event() instanceof Event.StateChanged;
    }

    private static boolean isSyn(Passage passage, Side side) {
        return passage.side() == side && passage.segment().has(TcpFlags.SYN);
    }

    private static boolean hasData(Passage passage) {
        return passage.segment().lengthBytes() > 0;
    }

    private static String options(Optional<Passage> passage) {
        if (passage.isEmpty()) return "none";
        var options = passage.get().segment().options();
        var said = new ArrayList<String>();
        if (options.mss() >= 0) said.add("segments of " + options.mss() + " bytes (MSS)");
        if (options.windowScale() >= 0) said.add("windows in units of " + (1 << options.windowScale()) + " bytes");
        if (options.sackPermitted()) said.add("selective acknowledgments (SACK)");
        if (options.hasTimestamps()) said.add("timestamps");
        return said.isEmpty() ? "none" : String.join(", ", said);
    }

    private Optional<Passage> find(Predicate<Passage> test) {
        return passages.stream().filter(test).findFirst();
    }

    private Optional<Occurrence> becoming(Side side, State state) {
        return timeline.occurrences().stream().filter(occurrence -> occurrence.side() == side
                && occurrence.event() instanceof Event.StateChanged change && change.to() == state).findFirst();
    }

    @SafeVarargs
    private static List<Moment> moments(Optional<? extends Moment>... found) {
        var moments = new ArrayList<Moment>();
        for (var moment : found) moment.ifPresent(moments::add);
        return moments;
    }
}
