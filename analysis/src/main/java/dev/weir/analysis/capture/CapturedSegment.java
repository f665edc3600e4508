package dev.weir.analysis.capture;

import dev.weir.wire.Checksum;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.TcpOptions;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One TCP segment as a capture shows it; filled again by each {@link SegmentReader#read}, so a reader that keeps
 * something copies it. Numbers are as on the wire, lengths in bytes. Not thread-safe.
 */
public final class CapturedSegment {
    private static final byte[] NOTHING = {};

    long frame;
    long timestampNanos;
    int version;
    long sourceHigh;
    long sourceLow;
    long destinationHigh;
    long destinationLow;
    int sourcePort;
    int destinationPort;
    int sequence;
    int acknowledgment;
    int flags;
    int window;
    int urgentPointer;
    int capturedBytes;
    int lengthBytes;
    int timeToLive;
    int ecn;
    int identification;
    int packetLengthBytes;
    boolean cut;
    int interfaceId;
    MemorySegment bytes;
    int headerOffset;
    int headerLengthBytes;
    TcpOptions options = TcpOptions.NONE;

    CapturedSegment() {}

    /** Number of the packet in the file, from 1. */
    public long frame() {
        return frame;
    }

    /** Nanoseconds since 1970 UTC. */
    public long timestampNanos() {
        return timestampNanos;
    }

    /** 4 or 6. */
    public int version() {
        return version;
    }

    public IpAddress source() {
        return new IpAddress(sourceHigh, sourceLow);
    }

    public IpAddress destination() {
        return new IpAddress(destinationHigh, destinationLow);
    }

    public int sourcePort() {
        return sourcePort;
    }

    public int destinationPort() {
        return destinationPort;
    }

    public int sequence() {
        return sequence;
    }

    /** Meaningless without ACK. */
    public int acknowledgment() {
        return acknowledgment;
    }

    /** Nine bits, those of {@link TcpFlags}. */
    public int flags() {
        return flags;
    }

    /** Whether any of these bits is set. */
    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** As in the header, 0 to 65535, without window scale. */
    public int window() {
        return window;
    }

    /** As in the header, 0 to 65535; meaningless without URG. */
    public int urgentPointer() {
        return urgentPointer;
    }

    /** Bytes of text that the snap length left, at most {@link #lengthBytes}. */
    public int capturedBytes() {
        return capturedBytes;
    }

    /** Bytes of text by the IP header, whatever the snap length left of them. */
    public int lengthBytes() {
        return lengthBytes;
    }

    /** Sequence space that it takes: its text, and one each for SYN and FIN. */
    public int spaceLength() {
        return lengthBytes + (has(TcpFlags.SYN) ? 1 : 0) + (has(TcpFlags.FIN) ? 1 : 0);
    }

    /** Time to live or hop limit, 0 to 255. */
    public int timeToLive() {
        return timeToLive;
    }

    /** 0 Not-ECT, 1 ECT(1), 2 ECT(0), 3 CE. */
    public int ecn() {
        return ecn;
    }

    /** Identification of IPv4, 0 to 65535; -1 in IPv6. */
    public int identification() {
        return identification;
    }

    /** Bytes of the IP packet. */
    public int packetLengthBytes() {
        return packetLengthBytes;
    }

    /** Whether the snap length left less than the whole packet. */
    public boolean isCut() {
        return cut;
    }

    /** What is left of the options where the snap length cut them. */
    public TcpOptions options() {
        return options;
    }

    /** Number of the interface within its section of the file. */
    public int interfaceId() {
        return interfaceId;
    }

    /** Bytes of the text that were captured, 0 to {@link #lengthBytes}. */
    public int capturedLengthBytes() {
        return Math.clamp(bytes.byteSize() - headerOffset - headerLengthBytes, 0, lengthBytes);
    }

    /**
     * A byte of the text, 0 to 255.
     *
     * @param index from 0, below {@link #capturedLengthBytes}
     */
    public int textAt(int index) {
        return bytes.get(ValueLayout.JAVA_BYTE, headerOffset + headerLengthBytes + (long) index) & 0xff;
    }

    /** A copy of the first bytes of the text, at most so many. */
    public byte[] text(int limit) {
        return copy(headerOffset + headerLengthBytes, Math.min(limit, capturedLengthBytes()));
    }

    /** A copy of the options as they stand in the header, as far as captured. */
    public byte[] optionBytes() {
        long captured = bytes.byteSize() - headerOffset;
        int length = (int) Math.min(headerLengthBytes, captured) - TcpHeader.MINIMUM_LENGTH;
        return copy(headerOffset + TcpHeader.MINIMUM_LENGTH, Math.max(0, length));
    }

    /** Whether the TCP checksum is that of the segment; false for a packet that is {@linkplain #isCut cut}. */
    public boolean checksumVerifies() {
        int length = headerLengthBytes + lengthBytes;
        return headerOffset + length <= bytes.byteSize()
                && Checksum.verifies(bytes, headerOffset, length, sourceHigh, sourceLow, destinationHigh,
                        destinationLow, IpProtocol.TCP);
    }

    private byte[] copy(long offset, int length) {
        // where the header itself is cut, the text would begin behind the end
        return length <= 0 ? NOTHING : bytes.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    }
}
