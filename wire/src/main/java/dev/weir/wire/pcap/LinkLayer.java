package dev.weir.wire.pcap;

/** LINKTYPE numbers of captures that carry IP; {@link Decapsulation} finds it behind each. */
public final class LinkLayer {
    /** BSD loopback: four bytes of address family in the byte order of the capturing machine. */
    public static final int NULL = 0;
    public static final int ETHERNET = 1;
    /** PPP, with or without address and control. */
    public static final int PPP = 9;
    /** What {@link #RAW} is called in files that some BSD systems write. */
    public static final int RAW_BSD = 12;
    /** What {@link #RAW} is called in files that OpenBSD writes. */
    public static final int RAW_OPENBSD = 14;
    /** PPP in frames as those of HDLC (RFC 1662). */
    public static final int PPP_HDLC = 50;
    /** An IPv4 or IPv6 packet, told apart by its version nibble. */
    public static final int RAW = 101;
    /** OpenBSD loopback: as {@link #NULL}, in network order. */
    public static final int LOOP = 108;
    public static final int LINUX_SLL = 113;
    public static final int IPV4 = 228;
    public static final int IPV6 = 229;
    public static final int LINUX_SLL2 = 276;

    private LinkLayer() {}
}
