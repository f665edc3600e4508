package dev.weir.wire.pcap;

import dev.weir.wire.pcap.CaptureRecord.End;
import dev.weir.wire.pcap.CaptureRecord.Malformed;
import java.lang.foreign.MemorySegment;

/**
 * Reads a capture record by record: classic pcap with microseconds or nanoseconds, and pcapng, each in both byte
 * orders; the first bytes tell which. No bytes make it throw: what cannot be read is a {@link Malformed}.
 *
 * <pre>{@code
 * var decoder = CaptureDecoder.of(segment);
 * for (var record = decoder.next(); !(record instanceof CaptureRecord.End); record = decoder.next()) {
 *     if (record instanceof CaptureRecord.Packet packet) show(packet);
 * }
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class CaptureDecoder {
    /** The longest pcapng block that is read, bytes. */
    public static final int MAXIMUM_BLOCK_LENGTH = 16 << 20;
    /** The largest captured length in classic pcap, bytes; what tcpdump accepts. */
    public static final int MAXIMUM_PACKET_LENGTH = 256 << 10;

    private static final End END = new End();

    /** One of the two formats. */
    sealed interface Format permits PcapFormat, PcapngFormat {
        /** The next record; null at a clean end. A {@link Malformed} of which {@link #isOver} says that it is last. */
        CaptureRecord next(CaptureInput input);

        /** Whether the place of the next record is unknown. */
        boolean isOver();
    }

    private final CaptureInput input;
    private Format format;
    private boolean ended;

    private CaptureDecoder(CaptureInput input) {
        this.input = input;
    }

    /** Decodes a whole capture that lies in memory, a mapped file for example; packets are views of it. */
    public static CaptureDecoder of(MemorySegment capture) {
        return new CaptureDecoder(new CaptureInput(capture));
    }

    /** Decodes what a source delivers, holding one block at a time. */
    public static CaptureDecoder pulling(ByteSource source) {
        return new CaptureDecoder(new CaptureInput(source));
    }

    /** The next record; {@link End} when there is none, ever again. */
    public CaptureRecord next() {
        if (ended) return END;
        if (format == null) {
            if (!input.has(4)) return last(input.has(1) ? CaptureFault.TRUNCATED : CaptureFault.NOT_A_CAPTURE);
            int magic = input.int32(0);
            if (magic == PcapngBlock.SECTION) {
                format = new PcapngFormat();
            } else if (PcapFormat.isMagic(magic) || PcapFormat.isMagic(Integer.reverseBytes(magic))) {
                format = new PcapFormat();
            } else {
                return last(CaptureFault.NOT_A_CAPTURE);
            }
        }
        CaptureRecord record = format.next(input);
        ended = record == null || format.isOver();
        return record == null ? END : record;
    }

    private Malformed last(CaptureFault fault) {
        ended = true;
        return new Malformed(fault, input.fileOffset());
    }
}
