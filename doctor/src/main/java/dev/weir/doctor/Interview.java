package dev.weir.doctor;

import dev.weir.doctor.talk.Conversation;
import dev.weir.doctor.talk.IdleStep;
import dev.weir.doctor.talk.TalkStep;
import dev.weir.doctor.tls.TlsStep;
import dev.weir.doctor.visit.Handshake;
import dev.weir.doctor.visit.Protocol;
import dev.weir.doctor.visit.Talk;
import dev.weir.doctor.visit.Visit;
import dev.weir.doctor.visit.Way;
import dev.weir.io.os.Route;
import dev.weir.io.probe.ConnectProbe;
import dev.weir.io.probe.ProbeConnection;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Talks to a server that was reached, in the protocol that is expected of it. Where the answer is not what it should be, it
 * tries again with one thing changed at a time, until a change explains the failure.
 */
final class Interview {
    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(8);
    private static final long EXPERIMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(2500);
    /** What is left of the time goes to experiments. */
    private static final long RESERVE_NANOS = TimeUnit.SECONDS.toNanos(7);
    /** What any path carries (RFC 9293 3.7.1). */
    private static final int SMALLEST_SEGMENT = 536;
    private static final List<Integer> SEGMENTS = List.of(1400, 1320, 1240, 1000);
    /** Bytes of a header that make a request larger than any segment of Ethernet, and smaller than servers' limits. */
    private static final int PADDING = 3000;
    private static final byte[] NOTHING = {};

    private final Visit visit;
    private final IpAddress address;

    Interview(Visit visit, IpAddress address) {
        this.visit = visit;
        this.address = address;
    }

    void take() throws IOException, InterruptedException {
        var protocol = visit.target().protocol();
        if (protocol.isTls()) secure(protocol);
        else plain(protocol);
        if (!visit.target().isSure() && protocol != Protocol.ANY && !isAsExpected(protocol)) {
            visit.note("that " + protocol.text() + " is spoken at port " + visit.target().port()
                    + " is a guess: a URL says what is");
        }
        if (visit.options().idle().isPositive()) leaveAlone(protocol);
    }

    private boolean isAsExpected(Protocol protocol) {
        return visit.first(Talk.class).flatMap(Talk::recognised).filter(what -> what.protocol() == protocol.inner()).isPresent();
    }

    /** The same again, with a pause before the request. */
    private void leaveAlone(Protocol protocol) throws IOException {
        var first = visit.first(Talk.class).filter(talk -> talk.isAnswered() && talk.afterRequest());
        if (first.isEmpty()) {
            visit.note("the idle test needs a server that answers to a request");
            return;
        }
        long idle = visit.options().idle().toNanos();
        visit.extend(idle + EXPERIMENT_NANOS);
        if (protocol.isTls()) {
            var outcome = TlsStep.take(visit, address, Handshake.Form.USUAL, true, innerProtocols(protocol), NOTHING,
                    0, patience());
            if (outcome.conversation().isEmpty()) return;
            try (var conversation = outcome.conversation().get()) {
                IdleStep.take(visit, address, conversation, protocol.inner(), idle, EXPERIMENT_NANOS);
            }
            return;
        }
        try (var conversation = connected(0)) {
            IdleStep.take(visit, address, conversation, protocol, idle, EXPERIMENT_NANOS);
        }
    }

    private static List<String> innerProtocols(Protocol protocol) {
        return protocol == Protocol.HTTPS ? List.of("http/1.1") : protocols(protocol);
    }

    private Conversation connected(int segmentBytes) throws IOException {
        var to = new InetSocketAddress(address.toInetAddress(), visit.target().port());
        var connection = ProbeConnection.open(new ConnectProbe(0, segmentBytes, 0), to, visit.atMost(CONNECT_NANOS));
        if (connection.isConnected()) return Conversation.over(connection);
        connection.close();
        throw new IOException("no connection to talk on: " + connection.outcome().error());
    }

    private long patience() {
        return Math.max(EXPERIMENT_NANOS, Math.min(PATIENCE_NANOS, visit.leftNanos() - RESERVE_NANOS));
    }

    /**
     * A request of HTTP that does not fit a segment, where a smaller one was answered: it is the path that is asked.
     */
    void askAtLength() throws IOException {
        var protocol = visit.target().protocol();
        var small = visit.first(Talk.class).filter(talk -> talk.isAnswered() && talk.isWhole());
        if (small.isEmpty() || protocol.inner() != Protocol.HTTP) return;
        if (protocol.isTls()) {
            var outcome = TlsStep.take(visit, address, Handshake.Form.USUAL, true, innerProtocols(protocol), NOTHING,
                    0, patience());
            if (outcome.conversation().isEmpty()) return;
            try (var conversation = outcome.conversation().get()) {
                askAtLength(conversation);
            }
            return;
        }
        try (var conversation = connected(0)) {
            askAtLength(conversation);
        }
    }

    private void askAtLength(Conversation conversation) {
        TalkStep.take(visit, address, conversation, Protocol.HTTP, Talk.Form.LARGE_REQUEST, 0, PADDING,
                EXPERIMENT_NANOS);
    }

    // ---- without TLS

    private void plain(Protocol protocol) throws IOException, InterruptedException {
        var talk = talk(protocol, Talk.Form.USUAL, 0, patience());
        if (protocol == Protocol.ANY) return;
        boolean looksLikeTls = talk.recognised().filter(what -> what.protocol() == Protocol.TLS).isPresent()
                || talk.recognised().filter(what -> what.code().equals("400")).isPresent();
        if (looksLikeTls) {
            handshake(Handshake.Form.USUAL, List.of(), 0);
            return;
        }
        if (talk.isAnswered() && talk.isWhole()) return;
        var experiments = new ArrayList<Experiment>();
        if (talk.ending() == Talk.Ending.SILENT || !talk.isWhole()) {
            experiments.add(() -> talk(protocol, Talk.Form.USUAL, 0, EXPERIMENT_NANOS));
            experiments.add(() -> talk(protocol, Talk.Form.SMALL_SEGMENTS, SMALLEST_SEGMENT, EXPERIMENT_NANOS));
        }
        if (!talk.isAnswered() && talk.afterRequest()) {
            experiments.add(() -> handshake(Handshake.Form.USUAL, List.of(), 0));
            experiments.add(() -> talk(protocol, Talk.Form.AFTER_PROXY_HEADER, 0, EXPERIMENT_NANOS));
        }
        run(experiments);
        if (visit.all(Talk.class).stream().anyMatch(each -> each.segmentBytes() > 0 && each.isAnswered()
                && each.isWhole())) {
            run(SEGMENTS.stream().<Experiment>map(bytes ->
                    () -> talk(protocol, Talk.Form.SMALL_SEGMENTS, bytes, EXPERIMENT_NANOS)).toList());
        }
    }

    private Talk talk(Protocol protocol, Talk.Form form, int segmentBytes, long patienceNanos) throws IOException {
        try (var conversation = connected(segmentBytes)) {
            if (form == Talk.Form.AFTER_PROXY_HEADER) conversation.say(proxyHeader());
            return TalkStep.take(visit, address, conversation, protocol, form, segmentBytes, 0, patienceNanos);
        }
    }

    /** As a proxy on this host would announce a client on it (the PROXY protocol, version 1). */
    private byte[] proxyHeader() {
        String family = address.isIpv4() ? "TCP4" : "TCP6";
        var source = visit.way(address).flatMap(Way::route).flatMap(Route::source).orElse(address);
        return ("PROXY " + family + " " + source + " " + address + " 40000 " + visit.target().port() + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    // ---- with TLS

    private void secure(Protocol protocol) throws IOException, InterruptedException {
        var first = TlsStep.take(visit, address, Handshake.Form.USUAL, true, protocols(protocol), NOTHING, 0,
                patience());
        if (first.conversation().isPresent()) {
            talkInside(protocol, first);
            if (visit.leftNanos() > EXPERIMENT_NANOS) largeHello();
            return;
        }
        var ending = first.handshake().ending();
        if (ending == Handshake.Ending.NOT_TLS || first.handshake().isTls()) return;
        var experiments = new ArrayList<Experiment>();
        if (ending == Handshake.Ending.SILENT) {
            experiments.add(() -> handshake(Handshake.Form.USUAL, List.of(), 0));
            experiments.add(() -> handshake(Handshake.Form.SMALL_SEGMENTS, List.of(), SMALLEST_SEGMENT));
        }
        experiments.add(() -> handshake(Handshake.Form.AFTER_PROXY_HEADER, List.of(), 0));
        var inner = protocol.inner() == Protocol.ANY ? Protocol.HTTP : protocol.inner();
        experiments.add(() -> talk(inner, Talk.Form.USUAL, 0, EXPERIMENT_NANOS));
        run(experiments);
        if (visit.all(Handshake.class).stream().anyMatch(each -> each.segmentBytes() > 0 && each.isTls())) {
            run(SEGMENTS.stream().<Experiment>map(bytes ->
                    () -> handshake(Handshake.Form.SMALL_SEGMENTS, List.of(), bytes)).toList());
        }
    }

    private static List<String> protocols(Protocol protocol) {
        return switch (protocol) {
            case HTTPS -> List.of("h2", "http/1.1");
            case HTTP2_TLS -> List.of("h2");
            default -> List.of();
        };
    }

    private void talkInside(Protocol protocol, TlsStep.Outcome first) throws IOException {
        var conversation = first.conversation().orElseThrow();
        boolean speaksHttp2 = first.handshake().protocol().equals("h2");
        if (protocol == Protocol.HTTP2_TLS && !speaksHttp2) { // it would not understand us
            conversation.close();
            return;
        }
        if (protocol == Protocol.HTTPS && speaksHttp2) { // ours to ask in is HTTP/1
            conversation.close();
            var second = TlsStep.take(visit, address, Handshake.Form.USUAL, true, List.of("http/1.1"), NOTHING, 0,
                    patience());
            if (second.conversation().isEmpty()) return; // it insists on HTTP/2, which it may
            conversation = second.conversation().get();
        }
        try (var open = conversation) {
            TalkStep.take(visit, address, open, protocol.inner(), Talk.Form.USUAL, 0, 0, patience());
        }
    }

    /** Twice if it fails, so that a single mishap is none. */
    private void largeHello() throws IOException {
        var handshake = handshake(Handshake.Form.LARGE, List.of(), 0);
        if (handshake.ending() != Handshake.Ending.COMPLETED) handshake(Handshake.Form.LARGE, List.of(), 0);
    }

    private Handshake handshake(Handshake.Form form, List<String> protocols, int segmentBytes) throws IOException {
        var outcome = TlsStep.take(visit, address, form, true, protocols,
                form == Handshake.Form.AFTER_PROXY_HEADER ? proxyHeader() : NOTHING, segmentBytes, EXPERIMENT_NANOS);
        outcome.conversation().ifPresent(Conversation::close);
        return outcome.handshake();
    }

    // ---- side by side

    /** One thing changed. */
    @FunctionalInterface
    private interface Experiment {
        void run() throws IOException;
    }

    private static void run(List<Experiment> experiments) throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (var experiment : experiments) {
            threads.add(Thread.ofPlatform().daemon().name("weir-experiment").start(() -> {
                try {
                    experiment.run();
                } catch (IOException e) {
                    // not even a connection: it explains nothing, and leaves no result
                }
            }));
        }
        for (var thread : threads) thread.join();
    }
}
