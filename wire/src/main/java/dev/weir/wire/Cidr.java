package dev.weir.wire;

import java.util.Optional;

/**
 * An address with the length of its network prefix. Host bits are kept, so that it can stand for the address of an
 * interface as well as for a network.
 *
 * @param prefixLength 0 to 32 for an IPv4 address, 0 to 128 for IPv6
 * @spec https://www.rfc-editor.org/rfc/rfc4632 RFC 4632, section 3.1
 */
public record Cidr(IpAddress address, int prefixLength) {
    public Cidr {
        if (prefixLength < 0 || prefixLength > widthOf(address)) {
            throw new IllegalArgumentException(
                    "prefix length " + prefixLength + " of " + address + ": must be 0 to " + widthOf(address));
        }
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code ::/0}, or a bare address, which is a host of its own (/32, /128).
     *
     * @throws IllegalArgumentException naming the text, if it is none of these
     */
    public static Cidr parse(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 0) {
            var address = IpAddress.parse(text);
            return new Cidr(address, widthOf(address));
        }
        String length = text.substring(slash + 1);
        if (!length.matches("\\d{1,3}")) {
            throw new IllegalArgumentException("not an address with prefix length: '" + text + "'");
        }
        return new Cidr(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(length));
    }

    /** Whether the address is of the same version and shares the prefix. */
    public boolean contains(IpAddress other) {
        return contains(other.high(), other.low());
    }

    /** {@link #contains(IpAddress)} without an object. */
    public boolean contains(long high, long low) {
        if (address.isIpv4() != IpAddress.isIpv4(high, low)) return false;
        int bits = mappedLength();
        return ((high ^ address.high()) & highMask(bits)) == 0 && ((low ^ address.low()) & lowMask(bits)) == 0;
    }

    /** The first address: host bits are zero. */
    public IpAddress network() {
        int bits = mappedLength();
        return new IpAddress(address.high() & highMask(bits), address.low() & lowMask(bits));
    }

    /** The directed broadcast address; IPv6 has none, nor has an IPv4 prefix of 31 or 32 bits (RFC 3021). */
    public Optional<IpAddress> broadcast() {
        if (!hasBroadcast()) return Optional.empty();
        return Optional.of(IpAddress.ofIpv4((int) (address.low() | ~lowMask(mappedLength()))));
    }

    /** Whether this is the directed broadcast address, without an object. */
    public boolean isBroadcast(long high, long low) {
        return hasBroadcast() && high == 0 && low == (address.low() | ~lowMask(mappedLength()));
    }

    private boolean hasBroadcast() {
        return address.isIpv4() && prefixLength <= 30;
    }

    /** The prefix counted in the 128 bits of the IPv4-mapped form. */
    private int mappedLength() {
        return address.isIpv4() ? 96 + prefixLength : prefixLength;
    }

    private static int widthOf(IpAddress address) {
        return address.isIpv4() ? 32 : 128;
    }

    private static long highMask(int bits) {
        return bits >= 64 ? -1L : bits == 0 ? 0 : -1L << 64 - bits;
    }

    private static long lowMask(int bits) {
        return bits >= 128 ? -1L : bits <= 64 ? 0 : -1L << 128 - bits;
    }

    /** {@code ADDRESS/LENGTH}, host bits included. */
    @Override
    public String toString() {
        return address + "/" + prefixLength;
    }
}
