package dev.weir.analysis.conversation;

import dev.weir.analysis.capture.Frames;
import dev.weir.analysis.capture.NoticeReader;
import dev.weir.analysis.capture.SegmentReader;
import dev.weir.wire.pcap.CaptureRecord.Packet;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A capture that a test writes down, read by a table. Times in milliseconds; numbers are relative, the SYNs' 0, the
 * client
 * starts {@value #CLIENT_ISS} short of the wrap.
 */
final class Dialog {
    private static final int CLIENT_ISS = 5_000;
    private static final long CLIENT = 0x1_0000_0000L - CLIENT_ISS;
    private static final long SERVER = 1_000_000;
    /** MSS 1460, SACK permitted, window scale 7. */
    static final String SYN_OPTIONS = "020405b4" + "04020101" + "01030307";

    private final Frames frames;
    private final SegmentReader reader = new SegmentReader();
    private final NoticeReader notices = new NoticeReader();
    private final List<Conversation> completed = new ArrayList<>();
    final ConversationTable table;
    private double now;
    private int identification = 1;
    private int interfaceId;

    Dialog() {
        this(Limits.DEFAULT, false);
    }

    Dialog(Limits limits, boolean ipv6) {
        frames = new Frames(ipv6);
        table = new ConversationTable(limits, completed::add);
    }

    /** The next packets come at this time. */
    Dialog at(double milliseconds) {
        now = milliseconds;
        return this;
    }

    /** The next packets pass this interface. */
    Dialog on(int interfaceId) {
        this.interfaceId = interfaceId;
        return this;
    }

    /** SYN, SYN-ACK, ACK: 10 ms on the server's side, 2 ms on the client's. */
    Dialog handshake() {
        return at(0).client("S", 0, 0, SYN_OPTIONS, 0).at(10).server("S.", 0, 1, SYN_OPTIONS, 0)
                .at(12).client(".", 1, 1, 0);
    }

    Dialog client(String flags, long sequence, long acknowledgment, int length) {
        return client(flags, sequence, acknowledgment, "", length);
    }

    Dialog client(String flags, long sequence, long acknowledgment, String options, int length) {
        return packet(true, flags, sequence, acknowledgment, windowOf(flags), options, length);
    }

    Dialog server(String flags, long sequence, long acknowledgment, int length) {
        return server(flags, sequence, acknowledgment, "", length);
    }

    Dialog server(String flags, long sequence, long acknowledgment, String options, int length) {
        return packet(false, flags, sequence, acknowledgment, windowOf(flags), options, length);
    }

    private static int windowOf(String flags) {
        return flags.contains("S") ? 65_535 : 512;
    }

    Dialog clientWindow(String flags, long sequence, long acknowledgment, int window) {
        return packet(true, flags, sequence, acknowledgment, window, "", 0);
    }

    Dialog packet(
            boolean fromClient, String flags, long sequence, long acknowledgment, int window, String options,
            int length) {
        return add(frame(fromClient, flags, sequence, acknowledgment, window, options, length), identification++);
    }

    /** A segment of this length whose text begins with these bytes. */
    Dialog text(String flags, long sequence, long acknowledgment, byte[] head, int length, boolean fromClient) {
        var packet = frame(fromClient, flags, sequence, acknowledgment, 512, "", length);
        var copy = MemorySegment.ofArray(packet.data().toArray(ValueLayout.JAVA_BYTE));
        MemorySegment.copy(MemorySegment.ofArray(head), 0, copy, copy.byteSize() - length, head.length);
        return add(with(packet, copy), identification++);
    }

    /** A segment of another connection: from another port. */
    Dialog other(String flags) {
        var packet = frame(true, flags, 0, 0, 512, "", 0);
        var copy = MemorySegment.ofArray(packet.data().toArray(ValueLayout.JAVA_BYTE));
        copy.set(ValueLayout.JAVA_BYTE, copy.byteSize() - 20, (byte) 77);
        return show(with(packet, copy));
    }

    private Packet with(Packet packet, MemorySegment data) {
        return new Packet(interfaceId, packet.linkType(), packet.timestampNanos(), packet.originalLength(),
                data, packet.direction(), packet.comments());
    }

    /** The next packet was sent as the one so many before the last. */
    Dialog overtakenBy(int packets) {
        identification -= packets + 1;
        return this;
    }

    /** The packet before once more, as a second interface or a mirror port shows it. */
    Dialog again(boolean fromClient, String flags, long sequence, long acknowledgment, int length) {
        return again(fromClient, flags, sequence, acknowledgment, "", length);
    }

    Dialog again(
            boolean fromClient, String flags, long sequence, long acknowledgment, String options, int length) {
        return add(frame(fromClient, flags, sequence, acknowledgment, windowOf(flags), options, length),
                identification - 1);
    }

    private Packet frame(
            boolean fromClient, String flags, long sequence, long acknowledgment, int window, String options,
            int length) {
        long own = fromClient ? CLIENT : SERVER;
        long other = fromClient ? SERVER : CLIENT;
        boolean acknowledges = flags.contains(".");
        return frames.packet((long) (now * 1000), fromClient, flags, own + sequence,
                acknowledges ? other + acknowledgment : 0, window, options, length);
    }

    private Dialog add(Packet packet, int id) {
        var copy = MemorySegment.ofArray(packet.data().toArray(ValueLayout.JAVA_BYTE));
        if (copy.get(ValueLayout.JAVA_BYTE, 0) >> 4 == 4) {
            copy.set(ValueLayout.JAVA_BYTE, 4, (byte) (id >> 8));
            copy.set(ValueLayout.JAVA_BYTE, 5, (byte) id);
        }
        return show(with(packet, copy));
    }

    Dialog show(Packet packet) {
        if (reader.read(packet)) table.accept(reader.segment());
        else notices.read(packet, reader.frames()).ifPresent(notice -> { });
        return this;
    }

    /** SACK blocks, relative to the client's or the server's numbers. */
    static String sack(boolean ofClient, long... edges) {
        var text = new StringBuilder("0101" + "05%02x".formatted(2 + 4 * edges.length));
        for (long edge : edges) text.append("%08x".formatted((int) ((ofClient ? CLIENT : SERVER) + edge)));
        return text.toString();
    }

    /** All conversations, the file at its end. */
    List<Conversation> conversations() {
        table.end();
        return completed;
    }

    /** The only one; its time budget must sum up. */
    Conversation conversation() {
        var all = conversations();
        if (all.size() != 1) throw new AssertionError("conversations: " + all);
        var one = all.getFirst();
        if (one.elapsedNanos() != one.lastNanos() - one.firstNanos()) {
            throw new AssertionError("elapsed " + one.elapsedNanos() + " of " + (one.lastNanos() - one.firstNanos()));
        }
        return one;
    }
}
