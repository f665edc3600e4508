package dev.weir.wire.pcap;

import static dev.weir.wire.pcap.PcapngBlock.padded;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Encodes pcapng blocks into memory, little-endian, with timestamps in nanoseconds. Begin with {@link #section}, then
 * {@link #describe} an interface, then its packets; {@link #take} what was encoded as often as you like and append it
 * to the file.
 *
 * <p>Equal calls give equal bytes: nothing about the machine gets in unless it is handed in. Texts longer than an
 * option holds (65,535 bytes) are cut at a character. Not thread-safe.
 */
public final class PcapngEncoder {
    private static final int INITIAL_CAPACITY = 4096;
    private static final int MAXIMUM_OPTION_LENGTH = 0xffff;
    private static final int NANOSECONDS = 9;

    private ByteBuffer buffer = ByteBuffer.allocate(INITIAL_CAPACITY).order(ByteOrder.LITTLE_ENDIAN);
    private int[] snapLengths = {};

    /** Nothing is encoded yet. */
    public PcapngEncoder() {}

    /** Begins a section that says nothing about where it comes from. */
    public PcapngEncoder section() {
        return section("", "", "");
    }

    /** Begins a section; empty texts are left out. Interfaces are numbered from 0 again. */
    public PcapngEncoder section(String hardware, String operatingSystem, String application) {
        snapLengths = new int[0];
        int start = begin(PcapngBlock.SECTION, 16);
        buffer.putInt(PcapngBlock.BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1); // any length
        text(PcapngBlock.SECTION_HARDWARE, hardware);
        text(PcapngBlock.SECTION_OPERATING_SYSTEM, operatingSystem);
        text(PcapngBlock.SECTION_APPLICATION, application);
        end(start);
        return this;
    }

    /**
     * Describes an interface and returns its number.
     *
     * @param name may be empty
     * @param linkType see {@link LinkLayer}
     * @param snapLength bytes kept of each packet; 0 means all
     */
    public int describe(String name, int linkType, int snapLength) {
        return describe(name, "", "", linkType, snapLength, List.of());
    }

    /**
     * Describes an interface in all that a reader keeps of one; empty texts are left out.
     *
     * @param filter the expression that chose its packets
     */
    public int describe(
            String name, String description, String filter, int linkType, int snapLength, List<String> comments) {
        int id = snapLengths.length;
        snapLengths = Arrays.copyOf(snapLengths, id + 1);
        snapLengths[id] = snapLength;
        int start = begin(PcapngBlock.INTERFACE, 8);
        buffer.putShort((short) linkType).putShort((short) 0).putInt(snapLength);
        text(PcapngBlock.INTERFACE_NAME, name);
        text(PcapngBlock.INTERFACE_DESCRIPTION, description);
        option(PcapngBlock.INTERFACE_TIMESTAMP_RESOLUTION, 1);
        buffer.put((byte) NANOSECONDS).put((byte) 0).putShort((short) 0);
        if (!filter.isEmpty()) text(PcapngBlock.INTERFACE_FILTER, "\0" + filter); // 0: as text
        for (String comment : comments) text(PcapngBlock.COMMENT, comment);
        end(start);
        return id;
    }

    /**
     * Appends a packet, cut to the snap length of its interface.
     *
     * @param timestampNanos since 1970 UTC, not negative
     * @param parts the packet, in pieces that follow each other
     */
    public void packet(
            int interfaceId, long timestampNanos, Direction direction, List<String> comments, MemorySegment... parts) {
        int length = 0;
        for (var part : parts) length = Math.toIntExact(length + part.byteSize());
        packet(interfaceId, timestampNanos, length, direction, comments, parts);
    }

    /**
     * Appends a packet of which only the first bytes are there.
     *
     * @param originalLength bytes on the wire
     */
    public void packet(
            int interfaceId, long timestampNanos, int originalLength, Direction direction, List<String> comments,
            MemorySegment... parts) {
        int available = 0;
        for (var part : parts) available = Math.toIntExact(available + part.byteSize());
        int snapLength = snapLengths[interfaceId];
        int length = snapLength == 0 ? available : Math.min(available, snapLength);
        int start = begin(PcapngBlock.ENHANCED_PACKET, 20 + length + 3);
        buffer.putInt(interfaceId);
        timestamp(timestampNanos);
        buffer.putInt(length).putInt(Math.max(originalLength, length));
        int left = length;
        for (var part : parts) {
            int count = (int) Math.min(left, part.byteSize());
            MemorySegment.copy(part, ValueLayout.JAVA_BYTE, 0, buffer.array(), buffer.position(), count);
            buffer.position(buffer.position() + count);
            left -= count;
        }
        pad(length);
        for (String comment : comments) text(PcapngBlock.COMMENT, comment);
        if (direction != Direction.UNKNOWN) {
            option(PcapngBlock.PACKET_FLAGS, 4);
            buffer.putInt(direction.flags());
        }
        end(start);
    }

    /**
     * Appends what an interface has counted.
     *
     * @param received packets, captured or not; -1 unknown
     * @param dropped packets that are not in the file for lack of resources; -1 unknown
     */
    public void statistics(int interfaceId, long timestampNanos, long received, long dropped) {
        int start = begin(PcapngBlock.INTERFACE_STATISTICS, 12);
        buffer.putInt(interfaceId);
        timestamp(timestampNanos);
        if (received >= 0) {
            option(PcapngBlock.STATISTICS_RECEIVED, 8);
            buffer.putLong(received);
        }
        if (dropped >= 0) {
            option(PcapngBlock.STATISTICS_DROPPED, 8);
            buffer.putLong(dropped);
        }
        end(start);
    }

    /**
     * Appends secrets, which must stand before the packets that they decrypt.
     *
     * @param type {@code 0x544c534b} is a TLS key log
     */
    public void secrets(int type, MemorySegment data) {
        int length = Math.toIntExact(data.byteSize());
        int start = begin(PcapngBlock.DECRYPTION_SECRETS, 8 + length + 3);
        buffer.putInt(type).putInt(length);
        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, 0, buffer.array(), buffer.position(), length);
        buffer.position(buffer.position() + length);
        pad(length);
        end(start);
    }

    /** Appends names of addresses. */
    public void names(List<CaptureRecord.Name> names) {
        int start = begin(PcapngBlock.NAME_RESOLUTION, 0);
        for (var name : names) name(name);
        room(4);
        buffer.putShort((short) PcapngBlock.NAME_RECORD_END).putShort((short) 0);
        end(start);
    }

    private void name(CaptureRecord.Name name) {
        byte[] text = name.name().getBytes(StandardCharsets.UTF_8);
        boolean ipv4 = name.address().isIpv4();
        int length = (ipv4 ? 4 : 16) + text.length + 1; // a NUL ends it
        if (length > MAXIMUM_OPTION_LENGTH) return;
        room((int) (4 + padded(length)));
        buffer.putShort((short) (ipv4 ? PcapngBlock.NAME_RECORD_IPV4 : PcapngBlock.NAME_RECORD_IPV6))
                .putShort((short) length).put(name.address().toInetAddress().getAddress()).put(text).put((byte) 0);
        pad(length);
    }

    /** What was encoded since the last call: whole blocks. A view that the next block overwrites. */
    public ByteBuffer take() {
        var bytes = buffer.duplicate().flip().asReadOnlyBuffer();
        buffer.clear();
        return bytes;
    }

    private void timestamp(long nanos) {
        buffer.putInt((int) (nanos >>> 32)).putInt((int) nanos);
    }

    private int begin(int type, int bodyLength) {
        room(PcapngBlock.BODY_OFFSET + bodyLength);
        int start = buffer.position();
        buffer.putInt(type).putInt(0); // the length follows at the end
        return start;
    }

    private void end(int start) {
        option(PcapngBlock.END_OF_OPTIONS, 0);
        room(4);
        int length = buffer.position() + 4 - start;
        buffer.putInt(length).putInt(start + 4, length);
    }

    private void text(int code, String text) {
        if (text.isEmpty()) return;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = bytes.length;
        if (length > MAXIMUM_OPTION_LENGTH) {
            length = MAXIMUM_OPTION_LENGTH;
            while ((bytes[length] & 0xc0) == 0x80) length--; // not inside a character
        }
        option(code, length);
        buffer.put(bytes, 0, length);
        pad(length);
    }

    private void option(int code, int length) {
        room((int) (4 + padded(length)));
        buffer.putShort((short) code).putShort((short) length);
    }

    private void pad(int length) {
        for (long i = padded(length) - length; i > 0; i--) buffer.put((byte) 0);
    }

    private void room(int length) {
        if (buffer.remaining() >= length) return;
        int capacity = Math.max(2 * buffer.capacity(), Math.addExact(buffer.position(), length));
        buffer = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(buffer.flip());
    }
}
