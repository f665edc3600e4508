package dev.weir.doctor.tls;

import java.nio.ByteBuffer;

/**
 * Makes a ClientHello as large as those with post-quantum key shares, by an extension that stands for nothing.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc7685 RFC 7685
 */
final class LargeHello {
    /** More than a segment of Ethernet. */
    static final int BYTES = 1900;

    private static final int RECORD_HEADER = 5;
    private static final int HANDSHAKE_HEADER = 4;
    private static final int VERSION_AND_RANDOM = 34;
    private static final int PADDING = 21;

    private LargeHello() {}

    /** @param record one TLS record with one ClientHello */
    static byte[] of(byte[] record) {
        var in = ByteBuffer.wrap(record);
        int at = RECORD_HEADER + HANDSHAKE_HEADER + VERSION_AND_RANDOM;
        at += 1 + (in.get(at) & 0xff); // session identifier
        at += 2 + (in.getShort(at) & 0xffff); // cipher suites
        at += 1 + (in.get(at) & 0xff); // compression
        int extensions = in.getShort(at) & 0xffff;
        int padding = Math.max(4, BYTES - record.length);
        var out = ByteBuffer.allocate(record.length + padding).put(record);
        out.putShort((short) PADDING).putShort((short) (padding - 4)); // the rest is zero
        out.putShort(at, (short) (extensions + padding));
        int body = record.length + padding - RECORD_HEADER - HANDSHAKE_HEADER;
        out.putInt(RECORD_HEADER, (record[RECORD_HEADER] & 0xff) << 24 | body);
        out.putShort(3, (short) (body + HANDSHAKE_HEADER));
        return out.array();
    }
}
