package dev.weir.wire.pcap;

import dev.weir.wire.IpAddress;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** One thing that stands in a capture file, in the order of the file. Absent texts are empty, absent counts -1. */
public sealed interface CaptureRecord {
    /** The value of a timestamp that the file does not have. */
    long NO_TIMESTAMP = Long.MIN_VALUE;

    /** A pcapng section begins; interfaces are numbered from 0 again. Never in a classic pcap file. */
    record Section(String hardware, String operatingSystem, String application, List<String> comments)
            implements CaptureRecord {}

    /**
     * An interface is described; the header of a classic pcap file counts as the description of interface 0.
     *
     * @param linkType one of the LINKTYPE numbers, see {@link LinkLayer}
     * @param snapLength bytes kept of each packet; 0 means all
     */
    record Interface(
            int id, String name, String description, String filter, int linkType, int snapLength,
            List<String> comments) implements CaptureRecord {}

    /**
     * A packet.
     *
     * @param timestampNanos since 1970 UTC, or {@link #NO_TIMESTAMP}
     * @param originalLength bytes on the wire, at least those of {@code data}
     * @param data the bytes captured; valid until the next record is read, if the decoder pulls
     */
    record Packet(
            int interfaceId, int linkType, long timestampNanos, int originalLength, MemorySegment data,
            Direction direction, List<String> comments) implements CaptureRecord {}

    /** Names of addresses. */
    record Names(List<Name> names) implements CaptureRecord {}

    /** An address and one of its names. */
    record Name(IpAddress address, String name) {}

    /**
     * What an interface has counted.
     *
     * @param timestampNanos since 1970 UTC, or {@link #NO_TIMESTAMP}
     * @param received packets, -1 unknown
     * @param dropped packets that the interface lost for lack of resources, -1 unknown
     */
    record Statistics(int interfaceId, long timestampNanos, long received, long dropped, List<String> comments)
            implements CaptureRecord {}

    /**
     * Secrets for decryption.
     *
     * @param type {@code 0x544c534b} is a TLS key log
     * @param data valid until the next record is read, if the decoder pulls
     */
    record Secrets(int type, MemorySegment data) implements CaptureRecord {}

    /** A pcapng block that is passed over. */
    record Unknown(int blockType, int lengthBytes) implements CaptureRecord {}

    /**
     * Something is wrong at byte {@code offset} of the file. Where the next block can still be found (a faulty body,
     * an unknown interface) decoding goes on behind it, else {@link End} follows.
     */
    record Malformed(CaptureFault fault, long offset) implements CaptureRecord {}

    /** Nothing follows; also the answer to every further call. */
    record End() implements CaptureRecord {}
}
