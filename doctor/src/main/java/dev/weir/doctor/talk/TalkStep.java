package dev.weir.doctor.talk;

import dev.weir.doctor.visit.Protocol;
import dev.weir.doctor.visit.Talk;
import dev.weir.doctor.visit.Talk.Ending;
import dev.weir.doctor.visit.Talk.Form;
import dev.weir.doctor.visit.Visit;
import dev.weir.io.probe.ProbeConnection.Heard;
import dev.weir.wire.IpAddress;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** The first exchange over an open connection: listens, asks if the protocol has the client ask, listens again. */
public final class TalkStep {
    /** Before we ask, so that a server that closes at once is not taken for one that dislikes the request. */
    private static final long LISTEN_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
    /** To servers of which nobody said what they speak. */
    private static final long CURIOUS_NANOS = TimeUnit.MILLISECONDS.toNanos(600);
    /** After the first bytes, for the rest of what was said in one breath. */
    private static final long BREATH_NANOS = TimeUnit.MILLISECONDS.toNanos(60);
    private static final int KEPT_BYTES = 4096;
    /** Of an answer of HTTP, to see whether large packets come through. */
    private static final int READ_BYTES = 64 << 10;
    private static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Visit visit;
    private final IpAddress address;
    private final Conversation conversation;
    private final Protocol protocol;
    private final Form form;
    private final int segmentBytes;
    private final long began;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private long sent;
    private long firstByteAt;
    private boolean whole = true;

    private TalkStep(
            Visit visit, IpAddress address, Conversation conversation, Protocol protocol, Form form, int segmentBytes) {
        this.visit = visit;
        this.address = address;
        this.conversation = conversation;
        this.protocol = protocol;
        this.form = form;
        this.segmentBytes = segmentBytes;
        this.began = visit.nowNanos();
    }

    /**
     * Talks, and leaves the conversation open.
     *
     * @param protocol to be spoken on it, inside TLS if it is that
     * @param padding bytes to make a request of HTTP larger
     * @param patienceNanos for the answer
     */
    public static Talk take(Visit visit, IpAddress address, Conversation conversation, Protocol protocol, Form form,
            int segmentBytes, int padding, long patienceNanos) {
        return visit.add(new TalkStep(visit, address, conversation, protocol, form, segmentBytes)
                .talk(padding, patienceNanos));
    }

    private Talk talk(int padding, long patienceNanos) {
        var request = Request.to(visit.target(), protocol, padding);
        long listen = request.isPresent() ? LISTEN_NANOS : protocol == Protocol.ANY ? CURIOUS_NANOS : patienceNanos;
        var first = conversation.hear(visit.atMost(listen));
        if (request.isEmpty() || !(first instanceof Heard.Silence)) return end(first, false, began);
        long asked = visit.nowNanos();
        sent = request.get().length;
        conversation.say(request.get());
        return end(conversation.hear(visit.atMost(patienceNanos)), true, asked);
    }

    private Talk end(Heard first, boolean afterRequest, long since) {
        if (first instanceof Heard.Bytes bytes) {
            firstByteAt = visit.nowNanos();
            heard.writeBytes(bytes.bytes());
            whole = hearOut();
        }
        byte[] kept = Arrays.copyOf(heard.toByteArray(), Math.min(KEPT_BYTES, heard.size()));
        var ending = switch (first) {
            case Heard.Bytes _ -> Ending.ANSWERED;
            case Heard.Silence _ -> Ending.SILENT;
            case Heard.End _ -> Ending.CLOSED;
            case Heard.Broken _ -> Ending.RESET;
        };
        var recognised = Recognition.of(kept, protocol);
        long acknowledged = conversation.acknowledgedBytes();
        recognised.flatMap(what -> Request.goodbye(what.protocol())).ifPresent(conversation::say);
        return new Talk(address, visit.target().port(), protocol, form, segmentBytes, ending, kept, whole, recognised,
                sent,
                acknowledged, afterRequest, firstByteAt == 0 ? 0 : firstByteAt - since, since,
                        visit.nowNanos() - since);
    }

    /** Takes what else comes; of an answer of HTTP until its end, which it was asked to mark by closing. */
    private boolean hearOut() {
        boolean http = Recognition.of(heard.toByteArray(), protocol).map(Talk.Recognised::protocol)
                .filter(found -> found == Protocol.HTTP).isPresent();
        while (heard.size() < (http ? READ_BYTES : KEPT_BYTES)) {
            var more = conversation.hear(visit.atMost(http ? STALL_NANOS : BREATH_NANOS));
            if (!(more instanceof Heard.Bytes(byte[] bytes))) {
                return !http || !(more instanceof Heard.Silence) || HttpBody.isWhole(heard.toByteArray());
            }
            heard.writeBytes(bytes);
            if (http && HttpBody.isWhole(heard.toByteArray())) return true;
        }
        return true;
    }
}
