package dev.weir.io;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.weir.core.buffer.ByteRing;
import dev.weir.core.link.CapturedPacketConsumer;
import dev.weir.core.link.PacketSink;
import dev.weir.wire.pcap.Direction;
import dev.weir.wire.pcap.LinkLayer;
import dev.weir.wire.pcap.PcapngEncoder;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A capture of one stack in real time, which never delays a turn: packets go through a bounded queue to a thread that
 * writes the file. What finds the queue full is left out and counted; the file says how many at its end, where tools
 * look for it (the drop count of the interface).
 *
 * {@snippet :
 * var capture = LiveCapture.start(Path.of("tun.pcapng"), "weir0", "my program", Throwable::printStackTrace);
 * var commented = new CommentedCapture(capture);
 * var loop = EventLoop.start(config, new CapturedLink(link, commented), commented);
 * // ...
 * loop.close();
 * commented.flush(); // the last packet
 * capture.close();
 * }
 *
 * <p>The {@code packet} methods are for the turns of one stack; the others for any thread. A disk that is full is told
 * to {@code onFailure}, once, on the writing thread; the stack goes on undisturbed.
 */
public final class LiveCapture implements PacketSink, CapturedPacketConsumer, AutoCloseable {
    /** Bytes that wait to be written at most. */
    public static final int DEFAULT_QUEUE_BYTES = 16 << 20;

    /** How old a packet gets at most before it is in the file. */
    private static final long LOOK_EVERY_NANOS = 20_000_000;
    private static final int LARGEST_RECORD = 1 << 17; // a packet and its comments
    private static final int WRITE_BYTES = 1 << 18;
    private static final int HEADER_BYTES = 16; // time, bytes of the packet, number of comments

    private static final int OPEN = 0;
    private static final int INSIDE = 1;
    private static final int CLOSED = 2;

    private final ByteRing queue;
    private final long queueBytes;
    private final PcapngEncoder encoder = new PcapngEncoder();
    private final CaptureOutput output;
    private final int interfaceId;
    private final Thread writer;
    // the queue's memory goes away only while nobody is inside
    private final AtomicInteger gate = new AtomicInteger(OPEN);

    private volatile long captured; // these are written inside turns
    private volatile long lost;
    private boolean nudged;
    private volatile boolean closing;

    private LiveCapture(
            OutputStream stream, String name, String application, int queueBytes, Consumer<IOException> onFailure) {
        queue = new ByteRing(queueBytes, LARGEST_RECORD);
        this.queueBytes = queueBytes;
        output = new CaptureOutput(stream, onFailure);
        encoder.section(System.getProperty("os.arch"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"), application);
        interfaceId = encoder.describe(name, LinkLayer.RAW, 0);
        writer = Thread.ofPlatform().daemon().name("weir-capture " + name).unstarted(this::write);
    }

    /**
     * Makes the file, or empties it, and begins.
     *
     * @param name of the interface, as it is shown
     * @param application what the file says it was written by; may be empty
     * @param onFailure told once if writing fails
     * @throws IOException if the file cannot be opened
     */
    public static LiveCapture start(Path path, String name, String application, Consumer<IOException> onFailure)
            throws IOException {
        return start(new FileOutputStream(path.toFile()), name, application, DEFAULT_QUEUE_BYTES, onFailure);
    }

    /**
     * The same to a stream, which is closed in the end.
     *
     * @param queueBytes 64 KiB..1 GiB
     */
    public static LiveCapture start(
            OutputStream stream, String name, String application, int queueBytes, Consumer<IOException> onFailure) {
        if (queueBytes < 1 << 16) {
            throw new IllegalArgumentException("queueBytes must be 64 KiB at least, not " + queueBytes);
        }
        var capture = new LiveCapture(stream, name, application, queueBytes, onFailure);
        capture.writer.start();
        return capture;
    }

    /** Packets seen so far, the lost ones included. */
    public long captured() {
        return captured;
    }

    /** Packets that are missing in the file because the queue was full. */
    public long lost() {
        return lost;
    }

    // ---- inside turns

    @Override
    public void packet(boolean outbound, long at, MemorySegment bytes, long offset, int length) {
        packet(outbound, at, bytes, offset, length, List.of());
    }

    @Override
    public void packet(boolean outbound, long at, MemorySegment bytes, long offset, int length, List<String> comments) {
        if (!gate.compareAndSet(OPEN, INSIDE)) return;
        try {
            captured = captured + 1;
            if (!enqueue(outbound, at, bytes, offset, length, comments)) lost = lost + 1;
            nudgeWhenHalfFull();
        } finally {
            gate.set(OPEN);
        }
    }

    /** Counts packets that were lost on their way to here. For the thread that gives the packets. */
    void missed(long packets) {
        captured = captured + packets;
        lost = lost + packets;
    }

    private boolean enqueue(
            boolean outbound, long at, MemorySegment bytes, long offset, int length, List<String> comments) {
        var texts = new byte[comments.size()][];
        int total = HEADER_BYTES + length;
        for (int i = 0; i < texts.length; i++) {
            texts[i] = comments.get(i).getBytes(StandardCharsets.UTF_8);
            total += 4 + texts[i].length;
        }
        long place = total > LARGEST_RECORD ? -1 : queue.reserve(total);
        if (place < 0) return false;
        var memory = queue.memory();
        memory.set(JAVA_LONG_UNALIGNED, place, at);
        memory.set(JAVA_INT_UNALIGNED, place + 8, length);
        memory.set(JAVA_INT_UNALIGNED, place + 12, texts.length);
        MemorySegment.copy(bytes, offset, memory, place + HEADER_BYTES, length);
        long next = place + HEADER_BYTES + length;
        for (byte[] text : texts) {
            memory.set(JAVA_INT_UNALIGNED, next, text.length);
            MemorySegment.copy(text, 0, memory, JAVA_BYTE, next + 4, text.length);
            next += 4 + text.length;
        }
        queue.publish(total, outbound ? 1 : 0);
        return true;
    }

    /** Otherwise the writer looks by itself: waking it for each packet would cost more than the packet. */
    private void nudgeWhenHalfFull() {
        boolean half = queue.used() > queueBytes / 2;
        if (half && !nudged) LockSupport.unpark(writer);
        nudged = half;
    }

    // ---- the writing thread

    private void write() {
        boolean last;
        do {
            last = closing; // before the queue is emptied
            int encoded = 0;
            for (long at; (at = queue.next()) >= 0; queue.free()) {
                encode(at);
                encoded += queue.length();
                if (encoded < WRITE_BYTES) continue;
                output.write(encoder);
                encoded = 0;
            }
            output.write(encoder);
            if (!last) LockSupport.parkNanos(this, LOOK_EVERY_NANOS);
        } while (!last);
        encoder.statistics(interfaceId, RealTime.epochNanos(RealTime.now()), captured, lost);
        output.write(encoder);
        output.close();
        queue.closeConsumer();
    }

    private void encode(long place) {
        var memory = queue.memory();
        long at = memory.get(JAVA_LONG_UNALIGNED, place);
        int length = memory.get(JAVA_INT_UNALIGNED, place + 8);
        int count = memory.get(JAVA_INT_UNALIGNED, place + 12);
        List<String> comments = count == 0 ? List.of() : new ArrayList<>(count);
        long next = place + HEADER_BYTES + length;
        for (int i = 0; i < count; i++) {
            int bytes = memory.get(JAVA_INT_UNALIGNED, next);
            comments.add(new String(memory.asSlice(next + 4, bytes).toArray(JAVA_BYTE), StandardCharsets.UTF_8));
            next += 4 + bytes;
        }
        encoder.packet(interfaceId, RealTime.epochNanos(at), queue.meta() == 1 ? Direction.OUTBOUND : Direction.INBOUND,
                comments, memory.asSlice(place + HEADER_BYTES, length));
    }

    // ---- the end

    /** Writes what waits, then the counts, and closes the file. Later packets are not captured. Idempotent. */
    @Override
    public void close() {
        while (!gate.compareAndSet(OPEN, CLOSED)) {
            if (gate.get() == CLOSED) return;
            Thread.onSpinWait(); // a packet is being copied
        }
        queue.closeProducer();
        closing = true;
        LockSupport.unpark(writer);
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
