package dev.weir.io.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.weir.wire.IpAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A netlink request being written: header, fixed part, attributes, each padded to 4 bytes; host byte order unless said.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc3549 RFC 3549, section 2.3.2
 */
public final class NetlinkMessage {
    static final int HEADER_BYTES = 16;
    static final int REQUEST = 1;
    static final int ACK = 4;
    static final int DUMP = 0x300;
    static final int CREATE = 0x400;

    private static final int CAPACITY = 1024; // a header, one fixed part, a few attributes

    private final MemorySegment bytes;
    private int length = HEADER_BYTES;

    private NetlinkMessage(Arena arena, int type, int flags) {
        bytes = arena.allocate(CAPACITY, 8);
        bytes.set(JAVA_SHORT_UNALIGNED, 4, (short) type);
        bytes.set(JAVA_SHORT_UNALIGNED, 6, (short) (REQUEST | flags));
    }

    /** Makes something; its existence is an error of its own ({@link Errno#EEXIST}) only where the kernel says so. */
    public static NetlinkMessage create(Arena arena, int type) {
        return new NetlinkMessage(arena, type, ACK | CREATE);
    }

    /** Asks for, or changes, one thing. */
    public static NetlinkMessage one(Arena arena, int type) {
        return new NetlinkMessage(arena, type, ACK);
    }

    /** Asks for all. */
    public static NetlinkMessage dump(Arena arena, int type) {
        return new NetlinkMessage(arena, type, DUMP);
    }

    public NetlinkMessage put8(int value) {
        bytes.set(JAVA_BYTE, length++, (byte) value);
        return this;
    }

    public NetlinkMessage put16(int value) {
        bytes.set(JAVA_SHORT_UNALIGNED, length, (short) value);
        length += 2;
        return this;
    }

    public NetlinkMessage put32(int value) {
        bytes.set(JAVA_INT_UNALIGNED, length, value);
        length += 4;
        return this;
    }

    public NetlinkMessage put64(long value) {
        bytes.set(JAVA_LONG_UNALIGNED, length, value);
        length += 8;
        return this;
    }

    /** Raw bytes, in the order given. */
    public NetlinkMessage put(byte[] value) {
        MemorySegment.copy(value, 0, bytes, JAVA_BYTE, length, value.length);
        length += value.length;
        return this;
    }

    public NetlinkMessage attribute(int type, int value) {
        return attribute(type, ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array());
    }

    public NetlinkMessage attribute(int type, byte[] value) {
        put16(4 + value.length).put16(type).put(value);
        length = (length + 3) & ~3; // the arena's memory is zero already
        return this;
    }

    /** 4 or 16 bytes in network order. */
    public NetlinkMessage attribute(int type, IpAddress address) {
        return attribute(type, address.toInetAddress().getAddress());
    }

    /** Completes the header. */
    MemorySegment finish(int sequence) {
        bytes.set(JAVA_INT_UNALIGNED, 0, length);
        bytes.set(JAVA_INT_UNALIGNED, 8, sequence);
        return bytes.asSlice(0, length);
    }
}
