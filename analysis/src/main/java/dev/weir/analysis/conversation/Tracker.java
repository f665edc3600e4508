package dev.weir.analysis.conversation;

import dev.weir.analysis.capture.CapturedSegment;
import dev.weir.analysis.capture.Notice;
import dev.weir.wire.TcpFlags;
import java.util.ArrayList;
import java.util.List;

/** Follows one connection: shows each segment to the sender's stream, to the peer's, and to those who keep time. */
final class Tracker {
    /** Segments whose checksum is computed at least, per direction; all where most are right. */
    private static final int CHECKSUMS = 32;
    /** Other interfaces that are followed. */
    private static final int VIEWS = 3;
    /** A segment may be so far ahead of what its stream should be, bytes, where the window is unknown or small. */
    private static final long LEAST_REACH = 1 << 20;
    /** The largest window that TCP has. */
    private static final long GREATEST_REACH = 1L << 30;
    /** So many segments in a row that belong together, far from the stream, are the stream: the capture has a gap. */
    private static final int STRAYS_TO_RESUME = 3;
    /** The same ICMP error again within this is another view of it. */
    private static final long ICMP_COPY_NANOS = 100_000_000;
    /** Shorter times without packets are not kept as pauses. */
    private static final long PAUSE_NANOS = 10_000_000;

    final Conversation conversation;
    private final Artefacts artefacts;
    private final Limits limits;
    private List<Tracker> views = List.of();
    private final Sender client;
    private final Sender server;
    private final TlsPhase tls = new TlsPhase();
    private final TurnKeeper turns;
    private final TimeKeeper time;
    private final Distances distances;
    private final Viewpoint viewpoint;
    /** Of the last segment. */
    Judgement judgement = Judgement.ORDINARY;
    private boolean reset;
    private boolean allAcknowledged;
    private int strayNext;
    private int strayRun;

    // places in the lists of the table
    Tracker older;
    Tracker newer;
    boolean brief;

    /** @param s its first segment */
    Tracker(Conversation conversation, CapturedSegment s, Artefacts artefacts, Limits limits) {
        viewpoint = new Viewpoint(s.interfaceId(), s.has(TcpFlags.SYN));
        this.conversation = conversation;
        this.artefacts = artefacts;
        this.limits = limits;
        client = new Sender(conversation.fromClient(), limits);
        server = new Sender(conversation.fromServer(), limits);
        turns = new TurnKeeper(conversation);
        distances = new Distances(conversation.handshake(), client.half.roundTrips(), server.half.roundTrips());
        time = new TimeKeeper(conversation.budget(), client, server, distances, tls);
    }

    /** Whether this SYN begins another connection between the same ports. */
    boolean isReusedBy(CapturedSegment s, boolean fromClient) {
        if (s.has(TcpFlags.ACK | TcpFlags.RST)) return false;
        var sender = fromClient ? client : server;
        if (!fromClient && conversation.handshake().outcome() == Handshake.Outcome.UNANSWERED) return false;
        return sender.sequence.isKnown() && !sender.sequence.beginsAt(s.sequence()) || !fromClient && isOpen();
    }

    /** Whether nothing more is to be expected than stragglers. */
    boolean isOver() {
        for (var view : views) {
            if (!view.isOver()) return false;
        }
        return reset || client.half.finAcknowledged && server.half.finAcknowledged || !isOpen();
    }

    private boolean isOpen() {
        return switch (conversation.handshake().outcome()) {
            case COMPLETE, NOT_SEEN -> true;
            case UNANSWERED, HALF_OPEN, REFUSED -> false;
        };
    }

    /** @param nanos its time */
    void accept(CapturedSegment s, boolean fromClient, long nanos) {
        long now = Math.max(nanos, conversation.lastNanos());
        var sender = fromClient ? client : server;
        var peer = fromClient ? server : client;
        judgement = Judgement.ORDINARY;
        boolean bothSeen = client.half.segments > 0 && server.half.segments > 0;
        if (viewpoint.leavesOut(s, sender.recent, bothSeen, now)) {
            elsewhere(s, fromClient, nanos);
            return;
        }
        long last = conversation.lastNanos();
        long passed = now - last;
        if (passed >= PAUSE_NANOS) conversation.pause(s.frame(), passed);
        conversation.seen(s.frame(), now);
        if (sender.recent.isCopy(s, now)) {
            sender.half.ordering().duplicate(s.frame(), sender.recent.isElsewhere());
            viewpoint.copySeen(sender.recent.isElsewhereByInterface());
            artefacts.duplicates++;
            judgement = Judgement.CAPTURED_AGAIN;
            time.passed(passed, fromClient, Arrival.CONTROL);
            return;
        }
        boolean open = isOpen();
        if (passed > 0) {
            client.passed(passed, open, server.half.window().isZero());
            server.passed(passed, open, client.half.window().isZero());
        }
        sender.distanceNanos = distances.nanos(fromClient);
        count(s, sender, now);
        long strays = sender.half.strays;
        long duplicateAcks = sender.half.duplicateAcks;
        boolean closed = peer.half.window().isZero();
        boolean synAgain = s.has(TcpFlags.SYN) && sender.begun && sender.sequence.beginsAt(s.sequence());
        Arrival what = arrive(s, fromClient, sender, peer, now);
        if (sender.half.strays > strays) judgement = Judgement.STRAY;
        else if (sender.half.duplicateAcks > duplicateAcks) judgement = Judgement.DUPLICATE_ACK;
        else judgement = synAgain ? Judgement.SENT_AGAIN_TIMEOUT : judge(what, sender, closed);
        time.passed(passed, fromClient, what);
        if (allAcknowledged) time.allAcknowledged(fromClient, s.frame(), now);
        allAcknowledged = false;
        boolean said = what == Arrival.NEW || what == Arrival.LATE;
        if (said && s.lengthBytes() > 0) text(s, fromClient, sender, now);
        else if (s.has(TcpFlags.FIN | TcpFlags.RST) && said) time.end(fromClient);
        time.look(isOpen(), reset);
    }

    private static Judgement judge(Arrival what, Sender sender, boolean windowWasClosed) {
        return switch (what) {
            case NEW, CONTROL -> Judgement.ORDINARY;
            case LATE -> Judgement.OVERTAKEN;
            case PROBE -> windowWasClosed ? Judgement.ZERO_WINDOW_PROBE : Judgement.KEEP_ALIVE;
            case TIMEOUT, REPAIR -> Judgement.of(sender.latestKind);
        };
    }

    /** What another interface shows is followed beside, to hand out the view that shows most. */
    private void elsewhere(CapturedSegment s, boolean fromClient, long nanos) {
        judgement = Judgement.CAPTURED_AGAIN;
        artefacts.duplicates++;
        conversation.from(fromClient).ordering().duplicate(s.frame(), true);
        Tracker view = null;
        for (var known : views) {
            if (known.viewpoint.isOf(s.interfaceId())) view = known;
        }
        if (view == null) {
            if (views.size() == VIEWS) return;
            var same = new Conversation(conversation, s, nanos, fromClient);
            view = new Tracker(same, s, new Artefacts(), limits);
            add(view);
        }
        view.accept(s, fromClient, nanos);
    }

    /** Another view of the same connection. */
    void add(Tracker view) {
        if (views.isEmpty()) views = new ArrayList<>(1);
        views.add(view);
    }

    /** When any interface showed it last. */
    long lastNanos() {
        long last = conversation.lastNanos();
        for (var view : views) last = Math.max(last, view.conversation.lastNanos());
        return last;
    }

    /** Whether this is the first packet, and only it was here, as another interface saw it earlier. */
    boolean isEarlierView(CapturedSegment s, long now) {
        if (conversation.segments() != 1 || now >= conversation.firstNanos()) return false;
        var sender = client.half.segments == 1 ? client : server;
        return sender.recent.wasElsewhere(s, now, 0);
    }

    private void count(CapturedSegment s, Sender sender, long now) {
        var half = sender.half;
        half.segments++;
        half.bytes += s.lengthBytes();
        half.wireBytes += s.packetLengthBytes();
        if (half.lastFrame == 0) half.firstNanos = now;
        half.lastNanos = now;
        half.lastFrame = s.frame();
        if (s.isCut()) {
            artefacts.cut++;
        } else {
            verify(s, sender);
        }
        if (!s.has(TcpFlags.RST)) {
            boolean syn = s.has(TcpFlags.SYN);
            half.traits().add(s.timeToLive(), s.identification(), s.ecn(), !syn && s.has(TcpFlags.ECE),
                    !syn && s.has(TcpFlags.CWR), s.frame());
        }
        if (s.lengthBytes() == 0) {
            int flags = s.flags() & (TcpFlags.SYN | TcpFlags.FIN | TcpFlags.RST | TcpFlags.ACK);
            if (flags == TcpFlags.ACK) half.pureAcks++;
            return;
        }
        boolean beyond = sender.mss > 0 && s.lengthBytes() > sender.mss;
        half.sizes().sent(s.lengthBytes(), beyond);
        if (beyond) artefacts.aboveMss++;
        if (half.firstDataFrame == 0) {
            half.firstDataFrame = s.frame();
            half.firstDataNanos = now;
            half.firstBytes(s.text(Half.FIRST_BYTES));
            half.rate().sent(now);
        }
        half.lastDataFrame = s.frame();
        half.lastDataNanos = now;
    }

    private void verify(CapturedSegment s, Sender sender) {
        var half = sender.half;
        sender.damaged = false;
        if (half.checksumsTried >= CHECKSUMS && 2 * half.checksumsWrong > half.checksumsTried) return;
        half.checksumsTried++;
        artefacts.checksumsTried++;
        if (s.checksumVerifies()) return;
        half.checksumsWrong++;
        artefacts.checksumsWrong++;
        sender.damaged = true;
    }

    private Arrival arrive(CapturedSegment s, boolean fromClient, Sender sender, Sender peer, long now) {
        if (s.has(TcpFlags.SYN)) {
            syn(s, fromClient, sender, peer, now);
            return Arrival.CONTROL;
        }
        boolean rst = s.has(TcpFlags.RST);
        if (!fromClient && !rst && isChallenge(s)) {
            conversation.handshake().challenged(s.frame());
            sender.half.strays++;
            return Arrival.CONTROL;
        }
        if (!sender.sequence.isKnown() && !rst) {
            sender.sequence.begin(s.sequence() - 1);
            sender.next = 1;
            sender.acknowledged = 1;
        }
        long start = sender.sequence.isKnown() ? sender.sequence.unwrap(sender.next, s.sequence()) : 0;
        long reach = reachOf(peer);
        boolean near = !sender.sequence.isKnown() || !sender.begun || start <= sender.next + reach
                && start + s.spaceLength() >= sender.acknowledged - reach && start >= 0;
        if (rst) {
            rst(s, fromClient, sender, peer, start, near);
            return near ? Arrival.NEW : Arrival.CONTROL;
        }
        if (!near && !isResumed(s, sender)) {
            sender.half.strays++;
            return Arrival.CONTROL;
        }
        if (!near) {
            sender.resume(sender.sequence.unwrap(sender.next + reach, s.sequence()));
            start = sender.next;
        }
        sender.half.latestPosition = start;
        boolean finNew = s.has(TcpFlags.FIN) && sender.half.finFrame == 0;
        Arrival what = sender.arrived(s, start, now, peer.half.window().isZero());
        if (what == Arrival.PROBE) peer.half.window().probed();
        if (finNew) {
            sender.half.finFrame = s.frame();
            sender.half.finNanos = now;
        }
        peer.half.unansweredRetransmissions = 0;
        if (s.has(TcpFlags.ACK)) acknowledge(s, fromClient, sender, peer, what, now);
        return what;
    }

    /** Whether the server answers a SYN with an ACK for another connection (RFC 5961 4). */
    private boolean isChallenge(CapturedSegment s) {
        if (conversation.handshake().outcome() != Handshake.Outcome.UNANSWERED) return false;
        return !s.has(TcpFlags.ACK) || client.sequence.unwrap(1, s.acknowledgment()) != 1;
    }

    /** How far a segment may be from what is expected. */
    private static long reachOf(Sender peer) {
        if (peer.half.window().shift() == OfferedWindow.UNKNOWN_SHIFT) return GREATEST_REACH;
        return Math.max(LEAST_REACH, 2 * peer.half.window().greatestBytes());
    }

    private boolean isResumed(CapturedSegment s, Sender sender) {
        strayRun = strayRun > 0 && s.sequence() == strayNext ? strayRun + 1 : 1;
        strayNext = s.sequence() + s.spaceLength();
        if (strayRun < STRAYS_TO_RESUME || s.lengthBytes() == 0) return false;
        strayRun = 0;
        return true;
    }

    private void acknowledge(
            CapturedSegment s, boolean fromClient, Sender sender, Sender peer, Arrival what, long now) {
        if (!peer.sequence.isKnown()) {
            peer.sequence.begin(s.acknowledgment() - 1);
            peer.next = 1;
            peer.acknowledged = 1;
        }
        long position = peer.sequence.unwrap(peer.acknowledged, s.acknowledgment());
        long reach = reachOf(sender);
        if (position < peer.acknowledged - reach || peer.begun && position > peer.next + reach || position < 0) {
            sender.half.strays++;
            return;
        }
        var handshake = conversation.handshake();
        if (fromClient && position >= 1 && handshake.isPending()) handshake.completed(now, s.frame());
        boolean hadData = s.spaceLength() > 0;
        long before = peer.outstandingBytes();
        boolean repeats = s.window() == sender.rawWindow && what == Arrival.CONTROL;
        peer.reportedTwice = false;
        if (peer.acknowledged(position, s, now, repeats, hadData)) sender.half.duplicateAcks++;
        int[] edges = s.options().sackEdges();
        if (edges.length > 0) {
            sender.half.sackSegments++;
            if (peer.reportedTwice) sender.half.dsackSegments++;
        }
        if (before > 0 && peer.outstandingBytes() == 0 && !hadData) {
            allAcknowledged = true;
        }
        sender.rawWindow = s.window();
        sender.half.window().offered(s.window(), s.frame(), now, peer.probing,
                peer.dataSegments == 0 ? 0 : peer.fullSizeBytes());
        peer.probing = false;
        if (sender.half.window().shift() != OfferedWindow.UNKNOWN_SHIFT) {
            peer.offered(position + sender.half.window().latestBytes(), now);
        }
    }

    private void syn(CapturedSegment s, boolean fromClient, Sender sender, Sender peer, long now) {
        var handshake = conversation.handshake();
        if (!sender.sequence.isKnown() || !sender.begun && sender.next <= 1) {
            sender.sequence.begin(s.sequence());
            sender.begun = true;
            sender.next = 1;
            sender.mayBeTaken = 1 + s.lengthBytes();
        } else if (!sender.sequence.beginsAt(s.sequence())) {
            sender.half.strays++;
            return;
        }
        var options = s.options();
        byte[] bytes = (fromClient ? handshake.syns() : handshake.synAcks()) == 0
                ? s.optionBytes() : Handshake.NO_OPTIONS;
        if (fromClient) {
            handshake.syn(now, s.frame(), s.flags(), s.window(), s.lengthBytes(), options, bytes);
        } else {
            boolean tookData = s.has(TcpFlags.ACK) && handshake.synDataBytes() > 0 && client.sequence.isKnown()
                    && client.sequence.unwrap(1, s.acknowledgment()) > 1;
            handshake.synAck(now, s.frame(), s.flags(), s.window(), options, bytes, tookData);
            if (handshake.syns() > 0) negotiate(handshake);
        }
        peer.options(options, handshake.hasTimestamps());
        if (s.has(TcpFlags.ACK)) {
            if (!peer.sequence.isKnown()) {
                peer.sequence.begin(s.acknowledgment() - 1);
                peer.next = 1;
                peer.acknowledged = 1;
            }
            long position = peer.sequence.unwrap(1, s.acknowledgment());
            if (position >= 1 && position <= Math.max(peer.next, peer.mayBeTaken)) {
                peer.acknowledged(position, s, now, false, true);
                peer.offered(position + s.window(), now);
            }
        }
        sender.half.window().offeredBySyn(s.window());
    }

    private void negotiate(Handshake handshake) {
        boolean scaled = handshake.hasWindowScale();
        client.half.window().shift(scaled ? Math.min(handshake.clientOptions().windowScale(), 14) : 0);
        server.half.window().shift(scaled ? Math.min(handshake.serverOptions().windowScale(), 14) : 0);
    }

    private void rst(
            CapturedSegment s, boolean fromClient, Sender sender, Sender peer, long start, boolean near) {
        var handshake = conversation.handshake();
        var outcome = handshake.outcome();
        if (!fromClient && outcome == Handshake.Outcome.UNANSWERED) handshake.refused(s.frame());
        conversation.reset(new Reset(s.frame(), s.timestampNanos(), fromClient, start, sender.next, s.timeToLive(),
                s.identification(), s.window(), sender.unacknowledgedText(), s.has(TcpFlags.ACK), near));
        if (!near) return;
        reset = true;
        peer.half.window().reopened(s.frame(), s.timestampNanos(), ZeroWindow.End.RESET);
        sender.half.window().reopened(s.frame(), s.timestampNanos(), ZeroWindow.End.RESET);
    }

    private void text(CapturedSegment s, boolean fromClient, Sender sender, long now) {
        long start = sender.sequence.unwrap(sender.next, s.sequence());
        time.text(fromClient, s.frame(), now); // what was before belongs to the phase before
        tls.text(s, fromClient, start);
        if (!tls.isActive()) turns.text(s, fromClient, now);
    }

    /** An ICMP error that quotes a segment of it; copies of one error count once. */
    void accept(Notice.IcmpError error) {
        for (var view : views) view.accept(error);
        if (isCopyOf(conversation.latestIcmpError(), error)) return;
        long now = Math.max(error.timestampNanos(), conversation.lastNanos());
        boolean quotesClient = error.source().equals(conversation.client().address())
                && error.sourcePort() == conversation.client().port();
        time.passed(now - conversation.lastNanos(), !quotesClient, Arrival.CONTROL);
        conversation.seen(error.frame(), now);
        if (error.mtu() > 0) (quotesClient ? client : server).mtuTold();
        conversation.icmpError(error);
        time.look(isOpen(), reset);
    }

    private static boolean isCopyOf(Notice.IcmpError before, Notice.IcmpError error) {
        return before != null && before.sequence() == error.sequence() && before.type() == error.type()
                && before.code() == error.code() && before.sender().equals(error.sender())
                && error.timestampNanos() - before.timestampNanos() < ICMP_COPY_NANOS;
    }

    /** Nothing follows: the conversation as the interface shows it that showed most of it. */
    Conversation complete() {
        Tracker best = this;
        for (var view : views) {
            view.settle();
            if (view.conversation.segments() > best.conversation.segments()) best = view;
        }
        settle();
        if (best != this) {
            best.conversation.fromClient().ordering().elsewhere(conversation.fromClient());
            best.conversation.fromServer().ordering().elsewhere(conversation.fromServer());
        }
        best.report(artefacts);
        return best.conversation;
    }

    private void settle() {
        time.complete();
        turns.flush();
        long now = conversation.lastNanos();
        for (var sender : new Sender[] {client, server}) {
            sender.half.window().reopened(0, now, ZeroWindow.End.NEVER);
            sender.complete();
        }
    }

    private void report(Artefacts artefacts) {
        if (conversation.handshake().syns() == 0) artefacts.startedLate++;
        if (conversation.isOneSided()) artefacts.oneSided++;
        else artefacts.unseenBytes += client.half.unseenBytes + server.half.unseenBytes;
    }
}
