package dev.weir.wire;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * An IPv4 or IPv6 address as 128 bits; an IPv4 address is its IPv4-mapped form {@code ::ffff:a.b.c.d}.
 *
 * <p>One representation for both versions keeps tables and flows free of special cases. A mapped address never
 * appears in an IPv6 header: on the wire it is IPv4. Scope identifiers are not part of the address.
 *
 * @param high the first eight bytes, big-endian
 * @param low the last eight bytes, big-endian
 * @spec https://www.rfc-editor.org/rfc/rfc4291 RFC 4291, section 2
 */
public record IpAddress(long high, long low) implements Comparable<IpAddress> {
    private static final long MAPPED = 0x0000_ffff_0000_0000L;
    private static final long MAPPED_MASK = 0xffff_ffff_0000_0000L;

    /** {@code 0.0.0.0}. */
    public static final IpAddress ANY_IPV4 = ofIpv4(0);
    /** {@code ::}. */
    public static final IpAddress ANY_IPV6 = new IpAddress(0, 0);
    /** {@code 127.0.0.1}. */
    public static final IpAddress LOOPBACK_IPV4 = ofIpv4(0x7f000001);
    /** {@code ::1}. */
    public static final IpAddress LOOPBACK_IPV6 = new IpAddress(0, 1);
    /** {@code 255.255.255.255}. */
    public static final IpAddress BROADCAST_IPV4 = ofIpv4(-1);

    public static IpAddress ofIpv4(int address) {
        return new IpAddress(0, MAPPED | Integer.toUnsignedLong(address));
    }

    /** The address of an {@link InetAddress}; its scope, if any, is dropped. */
    public static IpAddress of(InetAddress address) {
        var bytes = ByteBuffer.wrap(address.getAddress());
        if (address instanceof Inet4Address) return ofIpv4(bytes.getInt());
        return new IpAddress(bytes.getLong(), bytes.getLong());
    }

    /**
     * Reads a literal: dotted decimal with four parts, or an IPv6 text form (brackets allowed). Never asks a resolver.
     *
     * @throws IllegalArgumentException naming the text, if it is not a literal
     */
    public static IpAddress parse(String literal) {
        boolean bracketed = literal.startsWith("[") && literal.endsWith("]");
        String text = bracketed ? literal.substring(1, literal.length() - 1) : literal;
        if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw new IllegalArgumentException("not an IP address: '" + literal + "'");
        }
        try {
            return of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not an IP address: '" + literal + "'");
        }
    }

    public static boolean isIpv4(long high, long low) {
        return high == 0 && (low & MAPPED_MASK) == MAPPED;
    }

    public boolean isIpv4() {
        return isIpv4(high, low);
    }

    public boolean isIpv6() {
        return !isIpv4();
    }

    /** 4 or 6. */
    public int version() {
        return isIpv4() ? 4 : 6;
    }

    /** The 32 bits of an IPv4 address; meaningless for IPv6. */
    public int ipv4() {
        return (int) low;
    }

    public boolean isUnspecified() {
        return equals(ANY_IPV4) || equals(ANY_IPV6);
    }

    /** 127/8 or ::1. */
    public boolean isLoopback() {
        return isIpv4() ? ipv4() >>> 24 == 127 : equals(LOOPBACK_IPV6);
    }

    /** 224/4 or ff00::/8. */
    public boolean isMulticast() {
        return isIpv4() ? ipv4() >>> 28 == 0xe : high >>> 56 == 0xff;
    }

    /** 255.255.255.255; a subnet's broadcast address is known only to who knows the prefix. */
    public boolean isLimitedBroadcast() {
        return equals(BROADCAST_IPV4);
    }

    /** 169.254/16 or fe80::/10. */
    public boolean isLinkLocal() {
        return isIpv4() ? ipv4() >>> 16 == 0xa9fe : high >>> 54 == 0x3fa;
    }

    public InetAddress toInetAddress() {
        var bytes = isIpv4()
                ? ByteBuffer.allocate(4).putInt(ipv4())
                : ByteBuffer.allocate(16).putLong(high).putLong(low);
        try {
            return InetAddress.getByAddress(bytes.array());
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are always an address", e);
        }
    }

    @Override
    public int compareTo(IpAddress other) {
        int first = Long.compareUnsigned(high, other.high);
        return first != 0 ? first : Long.compareUnsigned(low, other.low);
    }

    /** Dotted decimal, or the shortest IPv6 text with lower-case digits (RFC 5952). */
    @Override
    public String toString() {
        if (isIpv4()) {
            int a = ipv4();
            return (a >>> 24) + "." + (a >>> 16 & 255) + "." + (a >>> 8 & 255) + "." + (a & 255);
        }
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (int) ((i < 4 ? high : low) >>> 48 - 16 * (i % 4)) & 0xffff;
        }
        int bestStart = -1;
        int bestLength = 1; // RFC 5952 4.2.2: a single zero group is not shortened
        for (int start = 0; start < 8; start++) {
            int length = 0;
            while (start + length < 8 && groups[start + length] == 0) length++;
            if (length > bestLength) {
                bestStart = start;
                bestLength = length;
            }
        }
        var text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') text.append(':');
            text.append(HexFormat.of().toHexDigits(groups[i]).replaceFirst("^0+(?=.)", ""));
        }
        return text.toString();
    }
}
