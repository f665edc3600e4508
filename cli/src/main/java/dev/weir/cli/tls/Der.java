package dev.weir.cli.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * As much of DER as a certificate takes: each method answers one encoded value.
 *
 * @spec https://www.itu.int/rec/T-REC-X.690 ITU-T X.690
 */
final class Der {
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int UTF8_STRING = 0x0c;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int CONTEXT = 0x80;
    private static final int CONSTRUCTED = 0x20;

    static final byte[] TRUE = value(0x01, new byte[] {-1});

    private Der() {}

    private static byte[] value(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else {
            byte[] bytes = BigInteger.valueOf(length).toByteArray();
            int skip = bytes[0] == 0 ? 1 : 0;
            out.write(0x80 | bytes.length - skip);
            out.write(bytes, skip, bytes.length - skip);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] concatenated(byte[]... values) {
        var out = new ByteArrayOutputStream();
        for (byte[] value : values) out.writeBytes(value);
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... values) {
        return value(SEQUENCE, concatenated(values));
    }

    static byte[] set(byte[]... values) {
        return value(SET, concatenated(values));
    }

    static byte[] integer(BigInteger number) {
        return value(INTEGER, number.toByteArray());
    }

    static byte[] octets(byte[] content) {
        return value(OCTET_STRING, content);
    }

    /** Whole bytes. */
    static byte[] bits(byte[] content) {
        return value(BIT_STRING, concatenated(new byte[] {0}, content));
    }

    static byte[] text(String text) {
        return value(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    /** To the second. */
    static byte[] time(ZonedDateTime time) {
        var format = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'");
        String text = time.withZoneSameInstant(ZoneOffset.UTC).format(format);
        return value(GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** A value with an outer tag of its own. */
    static byte[] explicit(int tag, byte[] value) {
        return value(CONTEXT | CONSTRUCTED | tag, value);
    }

    /** Content whose type the tag implies. */
    static byte[] implicit(int tag, byte[] content) {
        return value(CONTEXT | tag, content);
    }

    /** @param dotted {@code 2.5.29.17} */
    static byte[] identifier(String dotted) {
        var arcs = dotted.split("\\.");
        var out = new ByteArrayOutputStream();
        out.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            int arc = Integer.parseInt(arcs[i]);
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arc >> shift != 0) out.write(0x80 | arc >> shift & 0x7f);
            }
            out.write(arc & 0x7f);
        }
        return value(OBJECT_IDENTIFIER, out.toByteArray());
    }
}
