package dev.weir.wire.pcap;

import dev.weir.wire.IpProtocol;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Finds the IP packet that the ends of a connection exchange inside a captured frame: behind the link header, VLAN
 * tags, MPLS labels and PPPoE, and inside the tunnels that are known here (see {@link Layer}). Where a tunnel's content
 * cannot be read, the packet that carries the tunnel is the answer.
 *
 * <p>One object serves any number of frames and allocates nothing; not thread-safe. No bytes make it throw.
 *
 * <pre>{@code
 * var inside = new Decapsulation();
 * if (inside.find(packet.linkType(), packet.data())) show(packet.data().asSlice(inside.offset()));
 * }</pre>
 */
public final class Decapsulation {
    /** More headers than this around one packet are taken for a forgery: what was found until then stands. */
    public static final int MAXIMUM_LAYERS = 16;

    /** What may stand between the link header and the innermost IP header. */
    public enum Layer {
        /** IEEE 802.1Q, 802.1ad (QinQ) and the older 0x9100. */
        VLAN,
        /** RFC 3032; with a pseudowire's Ethernet frame also RFC 4448. */
        MPLS,
        /** RFC 2516. */
        PPPOE,
        /** RFC 1661, also inside enhanced GRE (RFC 2637). */
        PPP,
        /** RFC 2784 and 2890. */
        GRE,
        /** Types I to III: a mirrored Ethernet frame inside GRE. */
        ERSPAN,
        /** RFC 7348. */
        VXLAN,
        /** RFC 8926. */
        GENEVE,
        /** IPv4 or IPv6 directly inside IPv4 or IPv6 (RFC 2003, 2473, 4213). */
        IP_IN_IP
    }

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int VXLAN_PORT = 4789;
    /** What Linux took before the port was assigned, and still takes unless told otherwise. */
    private static final int VXLAN_PORT_OF_LINUX = 8472;
    private static final int GENEVE_PORT = 6081;
    private static final int IPV4_FRAGMENT_OFFSET = 0x1fff;

    private MemorySegment frame;
    private long end;
    private int offset;
    private int outermost;
    private int vlan;
    private int passed;
    private int layers;

    /**
     * Looks into a frame.
     *
     * @param linkType a LINKTYPE number, see {@link LinkLayer}
     * @param frame as captured, perhaps cut short
     * @return false: no IPv4 or IPv6 packet, its header is cut, or the link type is not known here
     */
    public boolean find(int linkType, MemorySegment frame) {
        this.frame = frame;
        end = frame.byteSize();
        offset = -1;
        outermost = -1;
        vlan = -1;
        passed = 0;
        layers = 0;
        switch (linkType) {
            case LinkLayer.RAW, LinkLayer.RAW_BSD, LinkLayer.RAW_OPENBSD, LinkLayer.IPV4, LinkLayer.IPV6 -> ip(0);
            case LinkLayer.NULL, LinkLayer.LOOP -> ip(4);
            case LinkLayer.ETHERNET -> etherType(12);
            case LinkLayer.LINUX_SLL -> etherType(14);
            case LinkLayer.LINUX_SLL2 -> payload(read16(0), 20);
            case LinkLayer.PPP, LinkLayer.PPP_HDLC -> ppp(0);
            default -> { } // not known
        }
        this.frame = null;
        return offset >= 0;
    }

    /** Where the innermost IP header begins, bytes from the start of the frame; -1 if there is none. */
    public int offset() {
        return offset;
    }

    /** Where the outermost IP header begins; equal to {@link #offset} outside tunnels. */
    public int outermostOffset() {
        return outermost;
    }

    /** The identifier of the innermost VLAN, 0 to 4095; -1 without one. */
    public int vlan() {
        return vlan;
    }

    /** Whether such a header stands around the packet. */
    public boolean passed(Layer layer) {
        return (passed & 1 << layer.ordinal()) != 0;
    }

    private boolean pass(Layer layer) {
        passed |= 1 << layer.ordinal();
        return ++layers <= MAXIMUM_LAYERS;
    }

    private void etherType(int o) {
        payload(read16(o), o + 2);
    }

    /** What an EtherType announces; -1 is the type that was cut off. */
    private void payload(int type, int o) {
        switch (type) {
            case 0x0800, 0x86dd -> ip(o);
            case 0x8100, 0x88a8, 0x9100 -> {
                if (o + 4 > end || !pass(Layer.VLAN)) return;
                vlan = read16(o) & 0xfff;
                etherType(o + 2);
            }
            case 0x8847, 0x8848 -> mpls(o);
            case 0x8864 -> {
                if (pass(Layer.PPPOE)) ppp(o + 6);
            }
            case 0x6558 -> etherType(o + 12);
            case 0x880b -> ppp(o);
            default -> {
                // IEEE 802.3: a length, then LLC; IP comes with SNAP
                if (type >= 0 && type <= 1500 && read16(o) == 0xaaaa && read8(o + 2) == 3) etherType(o + 6);
            }
        }
    }

    private void mpls(int o) {
        if (!pass(Layer.MPLS)) return;
        int label = o;
        while (label + 4 <= end && (read8(label + 2) & 1) == 0) label += 4;
        int content = label + 4;
        // The label does not say what it carries. The first nibble does for IP (RFC 4928); an Ethernet frame may have a
        // control word before it, which begins with 0 as many an address does: the type behind the addresses tells
        switch (read8(content) >> 4) {
            case 4, 6 -> ip(content);
            case 0 -> etherType(isNetworkType(read16(content + 4 + 12)) ? content + 4 + 12 : content + 12);
            default -> etherType(content + 12);
        }
    }

    private static boolean isNetworkType(int etherType) {
        return etherType == 0x0800 || etherType == 0x86dd || etherType == 0x8100 || etherType == 0x88a8;
    }

    /** A PPP frame, with or without address and control (ff 03), its protocol in one byte or two (RFC 1661 section 2). */
    private void ppp(int o) {
        if (!pass(Layer.PPP)) return;
        int start = read16(o) == 0xff03 ? o + 2 : o;
        boolean compressed = (read8(start) & 1) == 1;
        int protocol = compressed ? read8(start) : read16(start);
        int content = start + (compressed ? 1 : 2);
        switch (protocol) {
            case 0x0021, 0x0057 -> ip(content);
            case 0x0281, 0x0283 -> mpls(content);
            default -> { } // not IP
        }
    }

    private void ip(int o) {
        int version = read8(o) >> 4;
        int header = version == 4 ? 20 : version == 6 ? 40 : 0;
        if (header == 0 || o + header > end) return;
        offset = o;
        if (outermost < 0) outermost = o;
        if (version == 4) insideIpv4(o);
        else insideIpv6(o);
    }

    private void insideIpv4(int o) {
        int headerLength = (read8(o) & 0xf) << 2;
        // only a first fragment has the header of what is inside
        if (headerLength < 20 || (read16(o + 6) & IPV4_FRAGMENT_OFFSET) != 0) return;
        upper(read8(o + 9), o + headerLength);
    }

    private void insideIpv6(int o) {
        int protocol = read8(o + 6);
        int content = o + 40;
        while (true) {
            switch (protocol) {
                case IpProtocol.HOP_BY_HOP, IpProtocol.IPV6_ROUTING, IpProtocol.IPV6_DESTINATION_OPTIONS -> {
                    protocol = read8(content);
                    content += 8 + 8 * Math.max(0, read8(content + 1));
                }
                case IpProtocol.IPV6_FRAGMENT -> {
                    if ((read16(content + 2) & ~7) != 0) return;
                    protocol = read8(content);
                    content += 8;
                }
                default -> {
                    upper(protocol, content);
                    return;
                }
            }
            if (content >= end) return;
        }
    }

    private void upper(int protocol, int o) {
        switch (protocol) {
            case IpProtocol.IPV4_ENCAPSULATION, IpProtocol.IPV6_ENCAPSULATION -> {
                if (pass(Layer.IP_IN_IP)) ip(o);
            }
            case IpProtocol.GRE -> gre(o);
            case IpProtocol.MPLS_IN_IP -> mpls(o);
            case IpProtocol.UDP -> udp(o);
            default -> { } // the innermost
        }
    }

    private void udp(int o) {
        switch (read16(o + 2)) {
            case VXLAN_PORT, VXLAN_PORT_OF_LINUX -> {
                boolean networkNamed = (read8(o + 8) & 0x08) != 0;
                if (networkNamed && pass(Layer.VXLAN)) etherType(o + 16 + 12);
            }
            case GENEVE_PORT -> {
                int first = read8(o + 8);
                if (first >> 6 == 0 && pass(Layer.GENEVE)) payload(read16(o + 10), o + 16 + ((first & 0x3f) << 2));
            }
            default -> { } // the innermost
        }
    }

    private void gre(int o) {
        int flags = read16(o);
        int type = read16(o + 2);
        if (type < 0 || !pass(Layer.GRE)) return;
        boolean sequenced = (flags & 0x1000) != 0;
        int content = o + 4 + ((flags & 0x8000) != 0 ? 4 : 0) + ((flags & 0x2000) != 0 ? 4 : 0) + (sequenced ? 4 : 0);
        switch (flags & 7) {
            case 0 -> {
                if ((flags & 0x4000) != 0) return; // source routes (RFC 1701) are gone
                if (type == 0x88be) erspan(sequenced ? content + 8 : content);
                else if (type == 0x22eb) erspan(content + 12 + ((read8(content + 11) & 1) == 1 ? 8 : 0));
                else payload(type, content);
            }
            case 1 -> payload(type, content + ((flags & 0x0080) != 0 ? 4 : 0)); // acknowledged: PPTP
            default -> { } // not defined
        }
    }

    private void erspan(int mirrored) {
        if (pass(Layer.ERSPAN)) etherType(mirrored + 12);
    }

    /** -1 behind the end of the frame. */
    private int read8(int o) {
        return o < 0 || o + 1 > end ? -1 : frame.get(ValueLayout.JAVA_BYTE, o) & 0xff;
    }

    /** -1 behind the end of the frame. */
    private int read16(int o) {
        return o < 0 || o + 2 > end ? -1 : frame.get(SHORT, o) & 0xffff;
    }
}
