package dev.weir.wire.pcap;

import dev.weir.wire.Hex;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds capture files by hand in either byte order, legal or not; knows nothing of the code under test. */
final class CaptureBytes {
    private ByteBuffer buffer;

    CaptureBytes(ByteOrder order) {
        buffer = ByteBuffer.allocate(1 << 16).order(order);
    }

    /** Numbers of 16 or 32 bits: {@code Short} or {@code Integer}; {@code Long}, {@code Byte}; bytes; texts. */
    CaptureBytes put(Object... values) {
        for (Object value : values) {
            switch (value) {
                case Byte number -> buffer.put(number);
                case Short number -> buffer.putShort(number);
                case Integer number -> buffer.putInt(number);
                case Long number -> buffer.putLong(number);
                case byte[] bytes -> buffer.put(bytes);
                case String text -> buffer.put(text.getBytes(StandardCharsets.UTF_8));
                default -> throw new IllegalArgumentException(value.toString());
            }
        }
        return this;
    }

    CaptureBytes hex(String digits) {
        return put(Hex.bytes(digits));
    }

    /** A block: type, length, the body padded with zeros, length again. */
    CaptureBytes block(int type, Object... body) {
        int start = buffer.position();
        put(type, 0).put(body).pad(start);
        int length = buffer.position() - start + 4;
        put(length);
        buffer.putInt(start + 4, length);
        return this;
    }

    /** An option as a value to be put: code, length, the value and its padding. */
    byte[] option(int code, Object... value) {
        var inner = new CaptureBytes(buffer.order());
        inner.put((short) code, (short) 0).put(value);
        inner.buffer.putShort(2, (short) (inner.buffer.position() - 4));
        return inner.pad(0).bytes();
    }

    CaptureBytes section() {
        return block(0x0a0d0d0a, 0x1a2b3c4d, (short) 1, (short) 0, -1L);
    }

    /** An interface of raw IP with these options. */
    CaptureBytes rawInterface(Object... options) {
        return block(1, concat(new Object[] {(short) 101, (short) 0, 0}, options));
    }

    static Object[] concat(Object[] first, Object[] second) {
        Object[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private CaptureBytes pad(int start) {
        while ((buffer.position() - start & 3) != 0) buffer.put((byte) 0);
        return this;
    }

    byte[] bytes() {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
