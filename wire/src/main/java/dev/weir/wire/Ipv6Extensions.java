package dev.weir.wire;

import static dev.weir.wire.Octets.read16;
import static dev.weir.wire.Octets.read32;
import static dev.weir.wire.Octets.read8;

import java.lang.foreign.MemorySegment;

/**
 * What stands between the fixed IPv6 header and the upper layer: hop-by-hop options, destination options, routing and
 * fragment headers, in any order except that hop-by-hop comes first (RFC 8200 section 4.1). Offsets are relative to
 * the first byte of the fixed header.
 *
 * <p>The walk stops at the header of a true fragment, since what follows is complete only after reassembly; an atomic
 * fragment (offset 0, no more) is passed over (RFC 6946).
 *
 * @param fault {@link Fault#NONE}, or why the packet must be dropped; then only {@code pointer} is meaningful
 * @param protocol the upper protocol, or that of the fragmentable part
 * @param offset where the upper layer begins, or the data of the fragment
 * @param fragment whether this is a part of a packet
 * @param fragmentOffset bytes, a multiple of 8
 * @param moreFragments whether another part follows
 * @param identification of the packet that the fragment belongs to
 * @param nextHeaderOffset where the next-header field stands that named the fragment header (to be replaced on
 *     reassembly) or the upper protocol
 * @param pointer the byte that an ICMPv6 parameter problem has to name
 * @spec https://www.rfc-editor.org/rfc/rfc8200 RFC 8200, section 4
 */
public record Ipv6Extensions(
        Fault fault, int protocol, int offset, boolean fragment, int fragmentOffset, boolean moreFragments,
        int identification, int nextHeaderOffset, int pointer) {
    /** More extension headers than this are taken for an attack (RFC 8504 section 5.3). */
    public static final int MAXIMUM_HEADERS = 8;
    /** Bytes of a fragment header. */
    public static final int FRAGMENT_LENGTH = 8;

    private static final int NEXT_HEADER_OFFSET = 6;
    private static final int PAD1 = 0;
    private static final int PADN = 1;
    private static final int ROUTER_ALERT = 5;

    /** Whether {@code nextHeader} names one of the extension headers that {@link #walk} understands. */
    public static boolean isExtension(int nextHeader) {
        return switch (nextHeader) {
            case IpProtocol.HOP_BY_HOP, IpProtocol.IPV6_ROUTING, IpProtocol.IPV6_FRAGMENT,
                    IpProtocol.IPV6_DESTINATION_OPTIONS -> true;
            default -> false;
        };
    }

    /** Walks the extension headers of a packet whose fixed header {@link Ipv6Header#check} found in order. */
    public static Ipv6Extensions walk(MemorySegment s, long o) {
        int end = Ipv6Header.LENGTH + Ipv6Header.payloadLength(s, o);
        int nextHeaderOffset = NEXT_HEADER_OFFSET;
        int protocol = Ipv6Header.nextHeader(s, o);
        int offset = Ipv6Header.LENGTH;
        for (int headers = 0; isExtension(protocol); headers++) {
            if (headers == MAXIMUM_HEADERS) return faulty(Fault.BAD_EXTENSION, nextHeaderOffset);
            if (protocol == IpProtocol.HOP_BY_HOP && headers > 0) {
                return faulty(Fault.MISPLACED_EXTENSION, nextHeaderOffset);
            }
            if (offset + 8 > end) return faulty(Fault.TRUNCATED, offset);
            int next = read8(s, o + offset);
            int length = 8 + 8 * read8(s, o + offset + 1);
            if (protocol == IpProtocol.IPV6_FRAGMENT) {
                int field = read16(s, o + offset + 2);
                if ((field & ~6) != 0) {
                    return new Ipv6Extensions(Fault.NONE, next, offset + FRAGMENT_LENGTH, true, field & ~7,
                            (field & 1) != 0, read32(s, o + offset + 4), nextHeaderOffset, 0);
                }
                length = FRAGMENT_LENGTH;
            } else {
                if (offset + length > end) return faulty(Fault.TRUNCATED, offset + 1);
                if (protocol == IpProtocol.IPV6_ROUTING) {
                    // no type is understood (type 0 is deprecated, RFC 5095): fine only where the route is used up
                    if (read8(s, o + offset + 3) != 0) return faulty(Fault.BAD_EXTENSION, offset + 2);
                } else {
                    Ipv6Extensions fault = options(s, o, offset + 2, offset + length);
                    if (fault != null) return fault;
                }
            }
            nextHeaderOffset = offset;
            protocol = next;
            offset += length;
        }
        return new Ipv6Extensions(Fault.NONE, protocol, offset, false, 0, false, 0, nextHeaderOffset, 0);
    }

    /** Null when every option is known or may be skipped (section 4.2: the two highest bits of the type decide). */
    private static Ipv6Extensions options(MemorySegment s, long o, int offset, int end) {
        while (offset < end) {
            int type = read8(s, o + offset);
            if (type == PAD1) {
                offset++;
                continue;
            }
            if (offset + 2 > end) return faulty(Fault.BAD_EXTENSION, offset);
            int next = offset + 2 + read8(s, o + offset + 1);
            if (next > end) return faulty(Fault.BAD_EXTENSION, offset + 1);
            if (type != PADN && type != ROUTER_ALERT) {
                switch (type >>> 6) {
                    case 1 -> {
                        return faulty(Fault.UNKNOWN_OPTION, offset);
                    }
                    case 2 -> {
                        return faulty(Fault.UNKNOWN_OPTION_REPORTED, offset);
                    }
                    case 3 -> {
                        return faulty(Fault.UNKNOWN_OPTION_REPORTED_UNLESS_MULTICAST, offset);
                    }
                    default -> { } // 0: skip it
                }
            }
            offset = next;
        }
        return null;
    }

    private static Ipv6Extensions faulty(Fault fault, int pointer) {
        return new Ipv6Extensions(fault, IpProtocol.IPV6_NO_NEXT_HEADER, 0, false, 0, false, 0, 0, pointer);
    }

    /** Writes a fragment header of 8 bytes at {@code o}. */
    public static void writeFragment(
            MemorySegment s, long o, int nextHeader, int fragmentOffset, boolean moreFragments, int identification) {
        Octets.write8(s, o, nextHeader);
        Octets.write8(s, o + 1, 0);
        Octets.write16(s, o + 2, fragmentOffset & ~7 | (moreFragments ? 1 : 0));
        Octets.write32(s, o + 4, identification);
    }
}
