package dev.weir.wire;

import static dev.weir.wire.Octets.read16;
import static dev.weir.wire.Octets.read8;
import static dev.weir.wire.Octets.write16;
import static dev.weir.wire.Octets.write8;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;

/**
 * The Fast Open option of a SYN or SYN-ACK: a cookie, the request for one, or neither. Before the option had a kind of its
 * own, it was sent as an experimental one (RFC 6994) with the identifier 0xF989; some peers know only that.
 *
 * @param high the first eight bytes of the cookie, most significant first
 * @param low the next eight; bytes beyond the length are 0
 * @param length of the cookie: 4..16 and even; 0 for a request; {@link TcpOptions#ABSENT} where there is no option
 * @param experimental sent as the experimental option
 * @spec https://www.rfc-editor.org/rfc/rfc7413#section-4.1.1 RFC 7413, section 4.1.1
 */
public record FastOpenOption(long high, long low, int length, boolean experimental) {
    /** The least and the most bytes of a cookie. */
    public static final int LEAST_LENGTH = 4;
    public static final int MOST_LENGTH = 16;
    /** RFC 6994's identifier of the experiment. */
    public static final int EXPERIMENT = 0xF989;

    /** No option. */
    public static final FastOpenOption ABSENT = new FastOpenOption(0, 0, TcpOptions.ABSENT, false);
    /** An empty one: it asks for a cookie. */
    public static final FastOpenOption REQUEST = new FastOpenOption(0, 0, 0, false);

    private static final int HEADER_LENGTH = 2;
    private static final int EXPERIMENTAL_HEADER_LENGTH = 4;

    public FastOpenOption {
        boolean legal = length == TcpOptions.ABSENT || length == 0 || isCookieLength(length);
        if (!legal) throw new IllegalArgumentException("a cookie has 4 to 16 bytes, an even number, not " + length);
    }

    /** @throws IllegalArgumentException unless there are 4 to 16 bytes, an even number */
    public static FastOpenOption cookie(byte... bytes) {
        if (!isCookieLength(bytes.length)) {
            throw new IllegalArgumentException("a cookie has 4 to 16 bytes, an even number, not " + bytes.length);
        }
        return read(MemorySegment.ofArray(bytes), 0, bytes.length, false);
    }

    public boolean isAbsent() {
        return length < 0;
    }

    public boolean isRequest() {
        return length == 0;
    }

    public boolean isCookie() {
        return length > 0;
    }

    /** The same cookie, however it was sent. */
    public boolean sameCookie(FastOpenOption other) {
        return high == other.high && low == other.low && length == other.length;
    }

    public FastOpenOption withExperimental(boolean experimental) {
        return new FastOpenOption(high, low, length, experimental);
    }

    /** Bytes of the whole option; 0 if it is absent. */
    public int lengthBytes() {
        return isAbsent() ? 0 : length + (experimental ? EXPERIMENTAL_HEADER_LENGTH : HEADER_LENGTH);
    }

    /** The cookie in hexadecimal digits; empty without one. */
    public String hex() {
        return (HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low)).substring(0, 2 * Math.max(0, length));
    }

    /** Reads the option of this kind and length at {@code o}; absent if it is none, or of a length that no cookie has. */
    static FastOpenOption parse(MemorySegment s, long o, int kind, int optionLength) {
        boolean experimental = kind == TcpOption.EXPERIMENT_2;
        if (experimental && (optionLength < EXPERIMENTAL_HEADER_LENGTH || read16(s, o + 2) != EXPERIMENT)) return ABSENT;
        int header = experimental ? EXPERIMENTAL_HEADER_LENGTH : HEADER_LENGTH;
        int length = optionLength - header;
        return length == 0 || isCookieLength(length) ? read(s, o + header, length, experimental) : ABSENT;
    }

    /** Writes it, unless it is absent, and returns the offset behind it. */
    long write(MemorySegment s, long o) {
        if (isAbsent()) return o;
        write8(s, o, experimental ? TcpOption.EXPERIMENT_2 : TcpOption.FAST_OPEN);
        write8(s, o + 1, lengthBytes());
        if (experimental) write16(s, o + 2, EXPERIMENT);
        long at = o + lengthBytes() - length;
        for (int i = 0; i < length; i++) {
            write8(s, at + i, (int) ((i < 8 ? high >>> 56 - 8 * i : low >>> 120 - 8 * i) & 0xff));
        }
        return at + length;
    }

    private static FastOpenOption read(MemorySegment s, long o, int length, boolean experimental) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < length; i++) {
            if (i < 8) high |= (long) read8(s, o + i) << 56 - 8 * i;
            else low |= (long) read8(s, o + i) << 120 - 8 * i;
        }
        return new FastOpenOption(high, low, length, experimental);
    }

    private static boolean isCookieLength(int length) {
        return length >= LEAST_LENGTH && length <= MOST_LENGTH && length % 2 == 0;
    }

    /** As scripts write it: {@code FO}, {@code FO a1b2c3d4}, {@code FOEXP a1b2c3d4}; empty if it is absent. */
    @Override
    public String toString() {
        if (isAbsent()) return "";
        return (experimental ? "FOEXP" : "FO") + (isCookie() ? " " + hex() : "");
    }
}
