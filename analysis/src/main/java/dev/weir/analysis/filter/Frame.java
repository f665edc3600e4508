package dev.weir.analysis.filter;

import dev.weir.wire.pcap.CaptureRecord;
import dev.weir.wire.pcap.LinkLayer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The packet that is looked at. Offsets that depend on VLAN tags take how many of them were named before: each moves
 * what follows it by four bytes.
 */
final class Frame {
    static final int IPV4 = 0x0800;
    static final int IPV6 = 0x86dd;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int TAG_LENGTH = 4;
    private static final int FAMILY_IPV4 = 2;
    private static final int PPP_IPV4 = 0x21;
    private static final int PPP_IPV6 = 0x57;

    /** Something was read that is not in the packet: then the whole expression is false, whatever surrounds it. */
    static final class Short extends RuntimeException {
        private static final long serialVersionUID = 1;
        static final Short INSTANCE = new Short();

        private Short() {
            super(null, null, false, false);
        }
    }

    private MemorySegment data;
    private long end;
    private int linkType;
    private long lengthBytes;

    void show(CaptureRecord.Packet packet) {
        data = packet.data();
        end = data.byteSize();
        linkType = packet.linkType();
        lengthBytes = packet.originalLength();
    }

    /** On the wire. */
    long lengthBytes() {
        return lengthBytes;
    }

    boolean isEthernet() {
        return linkType == LinkLayer.ETHERNET;
    }

    int u8(long at) {
        if (at < 0 || at + 1 > end) throw Short.INSTANCE;
        return data.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    }

    int u16(long at) {
        if (at < 0 || at + 2 > end) throw Short.INSTANCE;
        return data.get(SHORT, at) & 0xffff;
    }

    long u32(long at) {
        if (at < 0 || at + 4 > end) throw Short.INSTANCE;
        return data.get(INT, at) & 0xffff_ffffL;
    }

    /** Where the field with the type stands, in the links that have one. */
    long typeAt(int tags) {
        return TAG_LENGTH * tags + switch (linkType) {
            case LinkLayer.ETHERNET -> 12;
            case LinkLayer.LINUX_SLL -> 14;
            default -> 0;
        };
    }

    /** Where the network header begins. */
    long network(int tags) {
        return TAG_LENGTH * tags + switch (linkType) {
            case LinkLayer.ETHERNET -> 14;
            case LinkLayer.LINUX_SLL -> 16;
            case LinkLayer.LINUX_SLL2 -> 20;
            case LinkLayer.NULL, LinkLayer.LOOP, LinkLayer.PPP, LinkLayer.PPP_HDLC -> 4;
            default -> 0;
        };
    }

    /** Whether the link header announces this EtherType. */
    boolean is(int etherType, int tags) {
        return switch (linkType) {
            case LinkLayer.ETHERNET, LinkLayer.LINUX_SLL, LinkLayer.LINUX_SLL2 -> u16(typeAt(tags)) == etherType;
            case LinkLayer.RAW, LinkLayer.RAW_BSD, LinkLayer.RAW_OPENBSD -> isVersion(etherType, u8(0) >> 4);
            case LinkLayer.IPV4 -> etherType == IPV4;
            case LinkLayer.IPV6 -> etherType == IPV6;
            case LinkLayer.NULL, LinkLayer.LOOP -> isFamily(etherType);
            case LinkLayer.PPP, LinkLayer.PPP_HDLC -> u16(2)
                    == (etherType == IPV4 ? PPP_IPV4 : etherType == IPV6 ? PPP_IPV6 : -1);
            default -> false;
        };
    }

    private static boolean isVersion(int etherType, int version) {
        return etherType == IPV4 && version == 4 || etherType == IPV6 && version == 6;
    }

    /** The family is in the byte order of the machine that captured, and its number for IPv6 is that machine's. */
    private boolean isFamily(int etherType) {
        long value = u32(0);
        long family = value > 0xffff ? Integer.toUnsignedLong(Integer.reverseBytes((int) value)) : value;
        if (etherType == IPV4) return family == FAMILY_IPV4;
        return etherType == IPV6 && (family == 10 || family == 24 || family == 28 || family == 30);
    }
}
