package dev.weir.analysis.capture;

import dev.weir.wire.pcap.CaptureDecoder;
import dev.weir.wire.pcap.CaptureFault;
import dev.weir.wire.pcap.CaptureRecord;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A capture that is read once, from its beginning to its end or to where it breaks: pcap or pcapng, as it is or
 * compressed with gzip, from a file or a pipe. Holds one block at a time, however long the file. Not thread-safe.
 *
 * <pre>{@code
 * try (var file = CaptureFile.open(path)) {
 *     for (var record = file.next(); !(record instanceof CaptureRecord.End); record = file.next()) ...
 *     file.damage().ifPresent(damage -> say(damage.text()));
 * }
 * }</pre>
 */
public final class CaptureFile implements Closeable {
    private static final int BUFFER_LENGTH = 1 << 18;
    private static final CaptureRecord END = new CaptureRecord.End();

    private final String name;
    private final long sizeBytes;
    private final Counted source;
    private final InputStream content;
    private final CaptureDecoder decoder;
    private boolean begun;
    private boolean over;
    private long packets;
    private Damage damage;
    private int damages;
    private String streamFault = "";
    private long deliveredBytes;
    private byte[] first = {};

    private CaptureFile(String name, long sizeBytes, InputStream stream) throws IOException {
        this.name = name;
        this.sizeBytes = sizeBytes;
        source = new Counted(stream);
        try {
            content = unpacked(name, source);
        } catch (IOException e) {
            stream.close();
            throw e;
        }
        decoder = CaptureDecoder.pulling(this::fill);
    }

    /**
     * Opens a file.
     *
     * @throws UnreadableCapture if it is empty or its first bytes are those of no capture
     */
    public static CaptureFile open(Path path) throws IOException {
        boolean measurable = Files.isRegularFile(path);
        return new CaptureFile(path.toString(), measurable ? Files.size(path) : -1, Files.newInputStream(path));
    }

    /** Reads from a stream, which {@link #close} closes; {@code name} stands for it in messages. */
    public static CaptureFile reading(String name, InputStream stream) throws IOException {
        return new CaptureFile(name, -1, stream);
    }

    private static InputStream unpacked(String name, InputStream stream) throws IOException {
        var ahead = new PushbackInputStream(stream, Signature.LENGTH);
        byte[] first = ahead.readNBytes(Signature.LENGTH);
        if (first.length == 0) throw Signature.refusal(name, first);
        ahead.unread(first);
        var signature = Signature.of(first);
        if (signature.isEmpty()) return ahead;
        if (signature.get() != Signature.GZIP) throw Signature.refusal(name, first);
        try {
            return new GZIPInputStream(ahead, BUFFER_LENGTH);
        } catch (EOFException | ZipException e) {
            throw new UnreadableCapture(name + " is compressed with gzip and broken at its beginning", "");
        }
    }

    public String name() {
        return name;
    }

    /** Bytes of the file read so far, as they lie on the disk. */
    public long readBytes() {
        return source.bytes;
    }

    /** Bytes of the file on the disk; -1 where they are not known before its end. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** Packets read so far. */
    public long packets() {
        return packets;
    }

    /** The first place where the file is broken, if one was met. */
    public Optional<Damage> damage() {
        return Optional.ofNullable(damage);
    }

    /** In how many places it was broken so far. */
    public int damages() {
        return damages;
    }

    /**
     * The next record; never a malformed one.
     *
     * @throws UnreadableCapture if the first bytes are those of no capture
     */
    public CaptureRecord next() throws IOException {
        while (!over) {
            CaptureRecord record;
            try {
                record = decoder.next();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            switch (record) {
                case CaptureRecord.Malformed malformed -> broken(malformed);
                case CaptureRecord.End _ -> {
                    over = true;
                    if (!streamFault.isEmpty() && damage == null) note(streamFault, deliveredBytes, true);
                }
                case CaptureRecord.Packet packet -> {
                    packets++;
                    return packet;
                }
                default -> {
                    begun = true;
                    return record;
                }
            }
        }
        return END;
    }

    private void broken(CaptureRecord.Malformed malformed) throws IOException {
        if (malformed.fault() == CaptureFault.NOT_A_CAPTURE && !begun) {
            throw Signature.refusal(name, first);
        }
        boolean ends = switch (malformed.fault()) {
            case BAD_BLOCK_BODY, UNKNOWN_INTERFACE -> false;
            default -> true;
        };
        note(streamFault.isEmpty() ? text(malformed.fault()) : streamFault, malformed.offset(), ends);
    }

    private void note(String what, long offset, boolean ends) {
        damages++;
        if (damage == null || ends && !damage.ends()) damage = new Damage(name, what, offset, packets, ends);
    }

    private static String text(CaptureFault fault) {
        return switch (fault) {
            case NOT_A_CAPTURE -> "no capture";
            case TRUNCATED -> "cut off";
            case UNSUPPORTED_VERSION -> "a version that is not known";
            case BAD_BYTE_ORDER_MAGIC -> "a section without byte order";
            case BAD_BLOCK_LENGTH -> "a block with an impossible length";
            case BAD_BLOCK_BODY -> "a block that is too short for what it announces";
            case BAD_PACKET_LENGTH -> "a packet with an impossible length";
            case UNKNOWN_INTERFACE -> "a packet of an interface that was not described";
        };
    }

    /** What a broken archive gives before it breaks counts; the decoder then meets an early end. */
    private int fill(MemorySegment target) {
        ByteBuffer buffer = target.asByteBuffer();
        int count;
        try {
            count = content.read(buffer.array(), buffer.arrayOffset(), buffer.remaining());
        } catch (EOFException e) {
            streamFault = "the gzip archive is cut off";
            return -1;
        } catch (ZipException e) {
            streamFault = "the gzip archive is damaged";
            return -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (deliveredBytes == 0 && count > 0) {
            first = new byte[Math.min(count, Signature.LENGTH)];
            buffer.get(0, first);
        }
        deliveredBytes += Math.max(0, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    /** Counts what passes. */
    private static final class Counted extends InputStream {
        private final InputStream from;
        private long bytes;

        Counted(InputStream from) {
            this.from = from;
        }

        @Override
        public int read() throws IOException {
            int value = from.read();
            if (value >= 0) bytes++;
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = from.read(target, offset, length);
            bytes += Math.max(0, count);
            return count;
        }

        @Override
        public int available() throws IOException {
            return from.available(); // GZIPInputStream asks whether another member follows
        }

        @Override
        public void close() throws IOException {
            from.close();
        }
    }
}
