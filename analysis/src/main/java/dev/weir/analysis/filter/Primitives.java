package dev.weir.analysis.filter;

import dev.weir.wire.IpAddress;

/** Conditions on addresses, ports and lengths. */
final class Primitives {
    private static final int FRAGMENT_OFFSET = 0x1fff;
    private static final int IPV6_HEADER = 40;

    /** Which of the two addresses or ports is meant. */
    enum Way {
        SRC, DST, EITHER, BOTH;

        Condition of(Condition source, Condition destination) {
            return switch (this) {
                case SRC -> source;
                case DST -> destination;
                case EITHER -> source.or(destination);
                case BOTH -> source.and(destination);
            };
        }
    }

    private Primitives() {}

    /** An address below {@code etherType}, whose two addresses stand at these places behind its header. */
    private static Condition ipv4At(int etherType, int source, int destination, long value, long mask, Way way,
            int tags) {
        Condition type = frame -> frame.is(etherType, tags);
        return type.and(way.of(frame -> (frame.u32(frame.network(tags) + source) & mask) == value,
                frame -> (frame.u32(frame.network(tags) + destination) & mask) == value));
    }

    /**
     * An IPv4 address in a header.
     *
     * @param protocol IP, ARP or RARP; null: any of them
     */
    static Condition ipv4(Protocol protocol, long value, long mask, Way way, int tags) {
        Condition ip = ipv4At(Frame.IPV4, 12, 16, value, mask, way, tags);
        Condition arp = ipv4At(Protocol.ARP.number(), 14, 24, value, mask, way, tags);
        Condition rarp = ipv4At(Protocol.RARP.number(), 14, 24, value, mask, way, tags);
        if (protocol == null) return ip.or(arp).or(rarp);
        return switch (protocol) {
            case ARP -> arp;
            case RARP -> rarp;
            default -> ip;
        };
    }

    static Condition ipv6(IpAddress address, int prefixLength, Way way, int tags) {
        long high = prefixLength >= 64 ? -1L : prefixLength == 0 ? 0 : -1L << 64 - prefixLength;
        long low = prefixLength >= 128 ? -1L : prefixLength <= 64 ? 0 : -1L << 128 - prefixLength;
        Condition type = frame -> frame.is(Frame.IPV6, tags);
        return type.and(way.of(ipv6At(8, address, high, low, tags), ipv6At(24, address, high, low, tags)));
    }

    /** Word by word: what a cut packet lacks behind a difference does not matter. */
    private static Condition ipv6At(int place, IpAddress address, long highMask, long lowMask, int tags) {
        return word(place, address.high() >>> 32, highMask >>> 32, tags)
                .and(word(place + 4, address.high(), highMask, tags))
                .and(word(place + 8, address.low() >>> 32, lowMask >>> 32, tags))
                .and(word(place + 12, address.low(), lowMask, tags));
    }

    private static Condition word(int place, long value, long mask, int tags) {
        long bits = mask & 0xffff_ffffL;
        long wanted = value & bits;
        return frame -> (frame.u32(frame.network(tags) + place) & bits) == wanted;
    }

    /** @param mac 48 bits */
    static Condition ethernet(long mac, Way way) {
        return ((Condition) Frame::isEthernet).and(way.of(ethernetAt(6, mac), ethernetAt(0, mac)));
    }

    private static Condition ethernetAt(int place, long mac) {
        return frame -> (long) frame.u16(place) << 32 == (mac & 0xffff_0000_0000L)
                && frame.u32(place + 2) == (mac & 0xffff_ffffL);
    }

    /** @param protocol TCP, UDP or SCTP; null: any of them */
    static Condition ports(Protocol protocol, int least, int greatest, Way way, int tags) {
        Condition isIpv4 = frame -> frame.is(Frame.IPV4, tags)
                && isWanted(protocol, frame.u8(frame.network(tags) + 9))
                && (frame.u16(frame.network(tags) + 6) & FRAGMENT_OFFSET) == 0;
        Condition isIpv6 = frame -> frame.is(Frame.IPV6, tags) && isWanted(protocol, frame.u8(frame.network(tags) + 6));
        Arithmetic.Value behindIpv4 = frame ->
                frame.network(tags) + ((frame.u8(frame.network(tags)) & 0xf) << 2);
        Arithmetic.Value behindIpv6 = frame -> frame.network(tags) + IPV6_HEADER;
        return isIpv6.and(way.of(port(behindIpv6, 0, least, greatest), port(behindIpv6, 2, least, greatest)))
                .or(isIpv4.and(way.of(port(behindIpv4, 0, least, greatest), port(behindIpv4, 2, least, greatest))));
    }

    private static boolean isWanted(Protocol protocol, int number) {
        return protocol != null ? number == protocol.number()
                : number == Protocol.TCP.number() || number == Protocol.UDP.number()
                        || number == Protocol.SCTP.number();
    }

    private static Condition port(Arithmetic.Value header, int place, int least, int greatest) {
        return frame -> {
            int port = frame.u16(header.of(frame) + place);
            return port >= least && port <= greatest;
        };
    }

    /** @param id -1: any */
    static Condition vlan(int id, int tags) {
        return frame -> {
            if (!frame.isEthernet()) return false;
            int type = frame.u16(frame.typeAt(tags));
            if (type != 0x8100 && type != 0x88a8 && type != 0x9100) return false;
            return id < 0 || (frame.u16(frame.network(tags)) & 0xfff) == id;
        };
    }

    /** @param protocol null or ETHER: of the link; IP; IP6 */
    static Condition multicast(Protocol protocol, int tags) {
        if (protocol == Protocol.IP) {
            return frame -> frame.is(Frame.IPV4, tags) && frame.u8(frame.network(tags) + 16) >= 224;
        }
        if (protocol == Protocol.IP6) {
            return frame -> frame.is(Frame.IPV6, tags) && frame.u8(frame.network(tags) + 24) == 255;
        }
        return frame -> frame.isEthernet() && (frame.u8(0) & 1) != 0;
    }

    static Condition broadcast() {
        return frame -> frame.isEthernet() && frame.u32(0) == 0xffff_ffffL && frame.u16(4) == 0xffff;
    }
}
