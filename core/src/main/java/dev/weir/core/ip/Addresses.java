package dev.weir.core.ip;

import dev.weir.wire.Cidr;
import dev.weir.wire.IpAddress;
import java.util.List;

/** The addresses of one stack and what follows from them. Immutable; 127/8 and ::1 always belong to it. */
public final class Addresses {
    private static final IpAddress ALL_HOSTS = IpAddress.ofIpv4(0xe0000001); // 224.0.0.1, RFC 1122 3.3.7
    private static final IpAddress ALL_NODES = new IpAddress(0xff02_0000_0000_0000L, 1); // ff02::1, RFC 4291 2.8
    private static final long SOLICITED_HIGH = 0xff02_0000_0000_0000L; // ff02::1:ff00:0/104
    private static final long SOLICITED_LOW = 0x0000_0001_ff00_0000L;

    private final List<Cidr> prefixes;
    private final List<IpAddress> all;
    private final List<IpAddress> sorted; // for the search on the path of every packet

    public Addresses(List<Cidr> prefixes) {
        this.prefixes = List.copyOf(prefixes);
        this.all = prefixes.stream().map(Cidr::address).distinct().toList();
        this.sorted = all.stream().sorted().toList();
    }

    /** In the order of the configuration, without the loopback addresses unless they were configured. */
    public List<IpAddress> all() {
        return all;
    }

    /** Ours: packets to it never leave the stack. */
    public boolean isLocal(IpAddress address) {
        return isLocal(address.high(), address.low());
    }

    /** {@link #isLocal(IpAddress)} without an object. */
    public boolean isLocal(long high, long low) {
        return isConfigured(high, low) || isLoopback(high, low);
    }

    private boolean isConfigured(long high, long low) {
        int from = 0;
        int to = sorted.size() - 1;
        while (from <= to) {
            int middle = from + to >>> 1;
            IpAddress candidate = sorted.get(middle);
            int order = Long.compareUnsigned(candidate.high(), high);
            if (order == 0) order = Long.compareUnsigned(candidate.low(), low);
            if (order == 0) return true;
            if (order < 0) from = middle + 1;
            else to = middle - 1;
        }
        return false;
    }

    /** 255.255.255.255, or the directed broadcast address of one of our IPv4 subnets of 30 bits or less. */
    public boolean isBroadcast(IpAddress address) {
        return isBroadcast(address.high(), address.low());
    }

    /** {@link #isBroadcast(IpAddress)} without an object. */
    public boolean isBroadcast(long high, long low) {
        if (!IpAddress.isIpv4(high, low)) return false;
        if ((int) low == -1) return true;
        for (int i = 0; i < prefixes.size(); i++) {
            if (prefixes.get(i).isBroadcast(high, low)) return true;
        }
        return false;
    }

    /** Names one host: neither unspecified, nor multicast, nor a broadcast address (RFC 9293 MUST-46). */
    public boolean isUnicast(IpAddress address) {
        return !address.isUnspecified() && !address.isMulticast() && !isBroadcast(address);
    }

    /**
     * A group that every host is in: all hosts, all nodes, and the solicited-node groups of our addresses. Others are
     * joined by nobody here.
     */
    public boolean isOurGroup(long high, long low) {
        if (high == ALL_HOSTS.high() && low == ALL_HOSTS.low() || high == ALL_NODES.high() && low == ALL_NODES.low()) {
            return true;
        }
        if (high != SOLICITED_HIGH || (low & ~0xff_ffffL) != SOLICITED_LOW) return false;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).isIpv6() && ((all.get(i).low() ^ low) & 0xff_ffff) == 0) return true;
        }
        return false;
    }

    /**
     * The address to send from: for ourselves the destination itself (127.0.0.1 for all of 127/8), else the one whose
     * prefix contains the destination, the longest first; else the first of that version, link-local ones last.
     *
     * @return null if no address of ours has the destination's version
     */
    public IpAddress sourceFor(IpAddress destination) {
        if (destination.isLoopback()) {
            return destination.isIpv4() ? IpAddress.LOOPBACK_IPV4 : IpAddress.LOOPBACK_IPV6;
        }
        if (isLocal(destination)) return destination;
        Cidr best = null;
        for (Cidr prefix : prefixes) {
            if (prefix.contains(destination) && (best == null || prefix.prefixLength() > best.prefixLength())) {
                best = prefix;
            }
        }
        if (best != null) return best.address();
        IpAddress linkLocal = null;
        for (IpAddress address : all) {
            if (address.isIpv4() != destination.isIpv4()) continue;
            if (!address.isLinkLocal()) return address;
            if (linkLocal == null) linkLocal = address;
        }
        return linkLocal;
    }

    /**
     * Whether a packet may claim to come from this address (RFC 1122 3.2.1.3, RFC 9293 MUST-63). From outside that
     * excludes our own addresses and loopback: nobody there may speak in our name.
     *
     * @param looped the packet never left this stack
     */
    public boolean isValidSource(long high, long low, boolean looped) {
        boolean ipv4 = IpAddress.isIpv4(high, low);
        if (ipv4 ? (low & 0xff00_0000L) == 0 : high == 0 && low == 0) return false; // 0/8, "this network"; ::
        return !isMulticast(high, low) && !isBroadcast(high, low) && (looped || !isLocal(high, low));
    }

    static boolean isMulticast(long high, long low) {
        return IpAddress.isIpv4(high, low) ? (int) low >>> 28 == 0xe : high >>> 56 == 0xff;
    }

    static boolean isLoopback(long high, long low) {
        return IpAddress.isIpv4(high, low) ? (int) low >>> 24 == 127 : high == 0 && low == 1;
    }
}
