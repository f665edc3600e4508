package dev.weir.io.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.weir.wire.Cidr;
import dev.weir.wire.IpAddress;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * A network device of the operating system, as rtnetlink knows and changes it. Changing needs CAP_NET_ADMIN in the user
 * namespace that owns the network namespace; asking needs nothing.
 *
 * @param mtu bytes
 * @param queuePackets length of the transmit queue
 */
public record NetworkDevice(String name, int index, boolean isUp, int mtu, int queuePackets) {
    private static final int RTM_NEWLINK = 16;
    private static final int RTM_GETLINK = 18;
    private static final int RTM_NEWADDR = 20;
    private static final int RTM_GETADDR = 22;
    private static final int RTM_NEWROUTE = 24;

    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_TXQLEN = 13;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_FLAGS = 8;
    private static final int IFA_F_NODAD = 2;
    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;

    private static final int IFF_UP = 1;
    private static final int MAIN_TABLE = 254;
    private static final int PROTOCOL_STATIC = 4;
    private static final int SCOPE_GLOBAL = 0;
    private static final int SCOPE_LINK = 253;
    private static final int UNICAST = 1;

    /** @throws SystemCallFailed with {@link Errno#ENODEV} if there is none of this name */
    public static NetworkDevice find(Netlink netlink, String name) throws IOException {
        var found = new ArrayList<NetworkDevice>();
        var request = link(NetlinkMessage.one(netlink.arena(), RTM_GETLINK), 0, 0, 0)
                .attribute(IFLA_IFNAME, zeroEnded(name));
        netlink.ask(request, "find the network device " + name, answer -> found.add(read(answer, name)));
        return found.getFirst();
    }

    private static NetworkDevice read(MemorySegment answer, String name) {
        var numbers = new HashMap<Integer, Integer>();
        Netlink.attributes(answer, 16, (type, value) -> {
            if (type == IFLA_MTU || type == IFLA_TXQLEN) numbers.put(type, value.get(JAVA_INT_UNALIGNED, 0));
        });
        return new NetworkDevice(name, answer.get(JAVA_INT_UNALIGNED, 4),
                (answer.get(JAVA_INT_UNALIGNED, 8) & IFF_UP) != 0, numbers.getOrDefault(IFLA_MTU, 0),
                numbers.getOrDefault(IFLA_TXQLEN, 0));
    }

    /** Its addresses, each with the length of its prefix. */
    public List<Cidr> addresses(Netlink netlink) throws IOException {
        var found = new ArrayList<Cidr>();
        var request = NetlinkMessage.dump(netlink.arena(), RTM_GETADDR).put32(0).put32(0);
        netlink.ask(request, "read the addresses of " + name, answer -> {
            if (answer.get(JAVA_INT_UNALIGNED, 4) == index) found.add(readAddress(answer));
        });
        return found;
    }

    private static Cidr readAddress(MemorySegment answer) {
        var addresses = new HashMap<Integer, IpAddress>();
        Netlink.attributes(answer, 8, (type, value) -> {
            if (type == IFA_ADDRESS || type == IFA_LOCAL) addresses.put(type, Netlink.address(value));
        });
        // where both are given, IFA_ADDRESS is the other end of a point-to-point link
        var address = addresses.getOrDefault(IFA_LOCAL, addresses.get(IFA_ADDRESS));
        return new Cidr(address, answer.get(JAVA_BYTE, 1) & 0xff);
    }

    public void setMtu(Netlink netlink, int mtu) throws IOException {
        netlink.tell(link(NetlinkMessage.one(netlink.arena(), RTM_NEWLINK), index, 0, 0).attribute(IFLA_MTU, mtu),
                "set the MTU of " + name + " to " + mtu);
    }

    public void setQueuePackets(Netlink netlink, int packets) throws IOException {
        netlink.tell(
                link(NetlinkMessage.one(netlink.arena(), RTM_NEWLINK), index, 0, 0).attribute(IFLA_TXQLEN, packets),
                "set the queue length of " + name + " to " + packets);
    }

    public void setUp(Netlink netlink) throws IOException {
        netlink.tell(link(NetlinkMessage.one(netlink.arena(), RTM_NEWLINK), index, IFF_UP, IFF_UP),
                "bring " + name + " up");
    }

    /** An IPv6 address is usable at once: nobody else on a point-to-point link could have it (RFC 4862 5.4). */
    public void addAddress(Netlink netlink, Cidr cidr) throws IOException {
        var address = cidr.address();
        var request = NetlinkMessage.create(netlink.arena(), RTM_NEWADDR)
                .put8(family(address)).put8(cidr.prefixLength()).put8(0).put8(SCOPE_GLOBAL).put32(index)
                .attribute(IFA_LOCAL, address).attribute(IFA_ADDRESS, address);
        if (address.isIpv6()) request.attribute(IFA_FLAGS, IFA_F_NODAD);
        netlink.tell(request, "give " + name + " the address " + cidr);
    }

    /** Sends packets for {@code destination} to this device. */
    public void addRoute(Netlink netlink, Cidr destination) throws IOException {
        var network = destination.network();
        var request = NetlinkMessage.create(netlink.arena(), RTM_NEWROUTE)
                .put8(family(network)).put8(destination.prefixLength()).put8(0).put8(0)
                .put8(MAIN_TABLE).put8(PROTOCOL_STATIC).put8(network.isIpv4() ? SCOPE_LINK : SCOPE_GLOBAL)
                .put8(UNICAST).put32(0)
                .attribute(RTA_DST, network).attribute(RTA_OIF, index);
        netlink.tell(request, "route " + destination + " to " + name);
    }

    /** AF_INET or AF_INET6. */
    public static int family(IpAddress address) {
        return address.isIpv4() ? 2 : 10;
    }

    /** {@code struct ifinfomsg}. */
    private static NetlinkMessage link(NetlinkMessage message, int index, int flags, int changed) {
        return message.put32(0).put32(index).put32(flags).put32(changed);
    }

    private static byte[] zeroEnded(String text) {
        return (text + '\0').getBytes(StandardCharsets.US_ASCII);
    }
}
