package dev.weir.wire.pcap;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** LINKTYPE numbers of captures that carry IP, and where the IP header begins in each. */
public final class LinkLayer {
    /** BSD loopback: four bytes of address family in the byte order of the capturing machine. */
    public static final int NULL = 0;
    public static final int ETHERNET = 1;
    /** An IPv4 or IPv6 packet, told apart by its version nibble. */
    public static final int RAW = 101;
    /** OpenBSD loopback: as {@link #NULL}, in network order. */
    public static final int LOOP = 108;
    public static final int LINUX_SLL = 113;
    public static final int IPV4 = 228;
    public static final int IPV6 = 229;
    public static final int LINUX_SLL2 = 276;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int ETHER_TYPE_IPV4 = 0x0800;
    private static final int ETHER_TYPE_IPV6 = 0x86dd;

    private LinkLayer() {}

    /** Where the IP header begins in a frame, or -1: another protocol, too short, or a link type not known here. */
    public static int ipOffset(int linkType, MemorySegment frame) {
        int offset = switch (linkType) {
            case RAW, IPV4, IPV6 -> 0;
            case NULL, LOOP -> 4;
            case ETHERNET -> behindEtherType(frame, 12);
            case LINUX_SLL -> behindEtherType(frame, 14);
            case LINUX_SLL2 -> etherType(frame, 0) < 0 ? -1 : isIp(etherType(frame, 0)) ? 20 : -1;
            default -> -1;
        };
        if (offset < 0 || offset >= frame.byteSize()) return -1;
        int version = frame.get(ValueLayout.JAVA_BYTE, offset) >>> 4 & 0xf;
        return version == 4 || version == 6 ? offset : -1;
    }

    /** Passes over VLAN tags (802.1Q, 802.1ad, and the older 0x9100) until the type is that of IP. */
    private static int behindEtherType(MemorySegment frame, int offset) {
        while (true) {
            int type = etherType(frame, offset);
            if (isIp(type)) return offset + 2;
            if (type != 0x8100 && type != 0x88a8 && type != 0x9100) return -1;
            offset += 4;
        }
    }

    private static int etherType(MemorySegment frame, int offset) {
        return offset + 2 > frame.byteSize() ? -1 : frame.get(SHORT, offset) & 0xffff;
    }

    private static boolean isIp(int etherType) {
        return etherType == ETHER_TYPE_IPV4 || etherType == ETHER_TYPE_IPV6;
    }
}
