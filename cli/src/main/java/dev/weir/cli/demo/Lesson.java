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
import java.util.Locale;
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

    /** On one line, with what stands for each {@code %s}. */
    private static String text(String block, Object... values) {
        return String.format(Locale.ROOT, block, values).strip().replace('\n', ' ');
    }

    private void before() {
        var flow = timeline.flow();
        var ip = StackConfig.linux().ip();
        String client = Flow.endpoint(flow.local(), flow.localPort());
        String server = Flow.endpoint(flow.remote(), flow.remotePort());
        unsent("Choosing a port", "RFC 6056 section 3.3", text("""
                A connection is named by two addresses and two ports. The server's port is agreed beforehand, here %s
                (the web has 80 and 443); the client's is chosen at random out of %s to %s, so that a stranger cannot
                guess the name.
                """, flow.remotePort(), ip.ephemeralFirst(), ip.ephemeralLast()),
                "client  " + client + " -> " + server + "  server");
        unsent("Socket", "RFC 9293 section 3.3.1", text("""
                Each program asks its TCP for a socket, a handle for a connection to come. Nothing is sent. All that
                TCP will know of the connection is kept in one record, the transmission control block.
                """), "client  socket()", "server  socket()");
        unsent("Bind", "RFC 9293 section 3.9.1.1", text("""
                The server binds its socket to port %s: from now on the port is its own, and a second program that
                wants it is told "address in use". The client need not bind: its port is chosen when it connects.
                """, flow.remotePort()), "server  bind(:" + flow.remotePort() + ")");
        unsent("Listen", "RFC 9293 section 3.10.1", text("""
                A passive OPEN: the server's socket goes to the state LISTEN and waits for whoever comes. Without a
                listener every SYN would be answered by a reset: connection refused.
                """), "server  listen()   [CLOSED] -> [LISTEN]");
    }

    private void handshake() {
        var syn = find(passage -> isSyn(passage, Side.CLIENT));
        var synAck = find(passage -> isSyn(passage, Side.SERVER));
        var ack = find(passage -> hasCause(passage, SendCause.HANDSHAKE_ACK));
        step("SYN", "RFC 9293 section 3.5", text("""
                The client's active OPEN sends a SYN: "synchronize" with my sequence numbers, which begin here. The
                ladder counts them from 0; on the wire they begin at a number that nobody can guess. Options say what
                the client can do: %s.
                """, options(syn)), moments(becoming(Side.CLIENT, State.SYN_SENT), syn));
        step("SYN-ACK", "RFC 9293 section 3.5", text("""
                The server answers with its own SYN and acknowledges the client's: ack 1 means "all before 1 is here,
                send 1 next". Win is the room in its receive buffer. Its options take or leave the client's offers: %s.
                """, options(synAck)), moments(becoming(Side.SERVER, State.SYN_RECEIVED), synAck));
        var rtt = exchange.summary().handshakeRttNanos();
        step("ACK", "RFC 9293 section 3.5", text("""
                The client acknowledges the server's SYN, and the connection is ESTABLISHED on both sides. This third
                segment proves that the client really is where its address says.%s
                """, rtt.isPresent() ? " One round trip has passed: " + Quantity.time(rtt.getAsLong()) + "." : ""),
                moments(becoming(Side.CLIENT, State.ESTABLISHED), ack, becoming(Side.SERVER, State.ESTABLISHED)));
    }

    private void transfer() {
        var request = find(passage -> passage.side() == Side.CLIENT && hasData(passage));
        var answer = find(passage -> passage.side() == Side.SERVER && hasData(passage));
        step("First data", "RFC 9293 section 3.7.1", text("""
                The client sends its request; PSH says "do not wait for more, hand it over". The answer is cut into
                segments of %s bytes: the MTU of %s less the headers of IP and TCP and the timestamps. Each byte has
                its own number.
                """, answer.map(passage -> passage.segment().lengthBytes()).orElse(0), exchange.scenario().mtu()),
                moments(request, answer));
        step("Slow start", "RFC 5681 section 3.1", text("""
                The server does not know what the road can take. So it begins with ten segments (RFC 6928) and lets
                its congestion window, cwnd, grow by as much as each ACK acknowledges: it doubles every round trip,
                until something is lost.
                """), rounds(answer));
    }

    /** The congestion window once per round trip, as long as nothing was lost. */
    private List<Moment> rounds(Optional<Passage> first) {
        var rtt = exchange.summary().handshakeRttNanos();
        var rounds = new ArrayList<Moment>();
        if (first.isEmpty() || rtt.isEmpty()) return rounds;
        long next = first.get().at();
        for (var occurrence : timeline.occurrences()) {
            if (occurrence.side() == Side.CLIENT) continue;
            if (!(occurrence.event() instanceof Event.WindowChanged change)) continue;
            if (occurrence.at() < next) continue; // the initial window, for one
            if (!change.why().equals("slow start") || rounds.size() == ROUNDS) break;
            rounds.add(occurrence);
            next = occurrence.at() + rtt.getAsLong();
        }
        return rounds;
    }

    private void recovery() {
        var shown = new ArrayList<Moment>();
        find(passage -> hasCause(passage, SendCause.FAST_RETRANSMIT)).ifPresent(again -> {
            again.repeats().ifPresent(shown::add);
            passages.stream().filter(ack -> hasCause(ack, SendCause.ACK_OUT_OF_ORDER) && ack.side() != again.side()
                            && ack.segment().acknowledgment() == again.segment().sequence())
                    .limit(DUPLICATES).forEach(shown::add);
            timeline.occurrences().stream().filter(occurrence -> occurrence.side() == again.side()
                    && occurrence.at() == again.at() && occurrence.event() instanceof Event.WindowChanged)
                    .findFirst().ifPresent(shown::add);
            shown.add(again);
            find(ack -> ack.side() != again.side() && ack.at() > again.at()
                    && ack.segment().acknowledgment() >= again.end()).ifPresent(shown::add);
        });
        step("Loss and fast retransmit", "RFC 5681 section 3.2", text("""
                A segment is lost. Each one that arrives behind the hole makes the client repeat its last ACK; after
                the third such duplicate the server takes the segment as lost and sends it again, long before a timer
                would. Loss means that the road is full, so it halves its cwnd.
                """), shown);
    }

    private void zeroWindow() {
        var shown = new ArrayList<Moment>();
        find(passage -> passage.side() == Side.CLIENT && passage.isPureAck() && passage.segment().windowBytes() == 0)
                .ifPresent(closed -> {
                    shown.add(closed);
                    var probes = passages.stream().filter(passage -> hasCause(passage, SendCause.ZERO_WINDOW_PROBE));
                    probes.limit(PROBES).forEach(probe -> {
                        shown.add(probe);
                        find(answer -> answer.side() == Side.CLIENT && answer.at() >= probe.arrivedAt())
                                .ifPresent(shown::add);
                    });
                    long last = shown.getLast().at();
                    find(opening -> opening.side() == Side.CLIENT && opening.at() > last
                            && opening.segment().windowBytes() > 0).ifPresent(shown::add);
                });
        step("Zero window and its probe", "RFC 9293 section 3.8.6.1", text("""
                The client's program stops reading for a while. Its buffer fills, and its ACKs offer less and less
                room: in the end win 0, and the server must stop. The ACK that opens the window again could be lost,
                so the server probes with one byte, at growing intervals, until there is room.
                """), shown);
    }

    private void end() {
        long from = becoming(Side.CLIENT, State.FIN_WAIT_1).map(Moment::at).orElse(Long.MAX_VALUE);
        long to = becoming(Side.CLIENT, State.TIME_WAIT).map(Moment::at).orElse(Long.MAX_VALUE);
        var closing = timeline.moments().stream().filter(moment -> moment.at() >= from)
                .filter(moment -> moment instanceof Passage || isStateChange(moment)).toList();
        var waiting = closing.stream().filter(moment -> moment.at() >= to).toList();
        step("FIN", "RFC 9293 section 3.6", text("""
                The client has what it asked for and closes: FIN means "no more data from me", and takes a number of
                its own. The server acknowledges it (CLOSE-WAIT) and may go on sending; here it closes too (LAST-ACK).
                Each direction is closed by itself.
                """), closing.stream().filter(moment -> moment.at() < to).toList());
        long waited = waiting.isEmpty() ? 0 : waiting.getLast().at() - to;
        step("TIME-WAIT", "RFC 9293 section 3.6.1", text("""
                The last ACK may be lost: then the server repeats its FIN, and somebody must be there to answer. So
                whoever closed first stays in TIME-WAIT for twice the longest life of a segment%s. That also keeps old
                segments out of a new connection between the same ports.
                """, waited > 0 ? ", here " + Quantity.time(waited) : ""), waiting);
    }

    private static boolean hasCause(Passage passage, SendCause cause) {
        return passage.cause().equals(Optional.of(cause));
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
