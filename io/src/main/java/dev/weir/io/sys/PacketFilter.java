package dev.weir.io.sys;

import static dev.weir.io.sys.BpfProgram.HARDWARE_TYPE;
import static dev.weir.io.sys.BpfProgram.INDEX;
import static dev.weir.io.sys.BpfProgram.INDEX_IPV4_HEADER_LENGTH;
import static dev.weir.io.sys.BpfProgram.LOAD_BYTE;
import static dev.weir.io.sys.BpfProgram.LOAD_HALF;
import static dev.weir.io.sys.BpfProgram.LOAD_HALF_INDEXED;
import static dev.weir.io.sys.BpfProgram.LOAD_WORD;
import static dev.weir.io.sys.BpfProgram.NETWORK_HEADER;
import static dev.weir.io.sys.BpfProgram.PACKET_TYPE;
import static dev.weir.io.sys.BpfProgram.PROTOCOL;
import static dev.weir.io.sys.BpfProgram.RETURN;
import static dev.weir.io.sys.BpfProgram.WHOLE_PACKET;

import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import java.util.Optional;

/**
 * Selects the TCP packets between an end of this host and another end, each once: what it sends as it leaves, what it
 * gets as it arrives. On the loopback device every packet does both; there it is seen as it leaves. Packets that this
 * host only forwards, and those between other ends, are left out; so are the later fragments of a packet, which have no
 * ports, and IPv6 packets with extension headers.
 *
 * @param local an end of this host
 * @param remote the other one
 */
public record PacketFilter(End local, End remote) {
    /** The kernel's {@code sll_pkttype}. */
    static final int TO_THIS_HOST = 0;
    static final int OUTGOING = 4;
    /** ARPHRD_LOOPBACK. */
    static final int LOOPBACK = 772;

    private static final int ETHER_TYPE_IPV4 = 0x0800;
    private static final int ETHER_TYPE_IPV6 = 0x86dd;
    private static final int LATER_FRAGMENT = 0x1fff;

    /**
     * An address, or any; and a port.
     *
     * @param port 0: any
     */
    public record End(Optional<IpAddress> address, int port) {
        boolean mayBe(boolean ipv4) {
            return address.isEmpty() || address.get().isIpv4() == ipv4;
        }
    }

    /** Whether a packet between these ports, of those that pass on the loopback device, comes from the local end. */
    public boolean isFromLocal(int sourcePort, int destinationPort) {
        return sourcePort == local.port && (remote.port == 0 || destinationPort == remote.port);
    }

    /** What selects them in the kernel. */
    public BpfProgram program() {
        var assembler = new BpfProgram.Assembler();
        assembler.add(LOAD_WORD, HARDWARE_TYPE).unlessEqualGo(LOOPBACK, "version");
        assembler.add(LOAD_WORD, PACKET_TYPE).unlessEqualGo(OUTGOING, "drop");
        assembler.at("version").add(LOAD_WORD, PROTOCOL);
        assembler.ifEqualGo(ETHER_TYPE_IPV4, "ipv4").unlessEqualGo(ETHER_TYPE_IPV6, "drop");
        packets(assembler, false);
        assembler.at("ipv4");
        packets(assembler, true);
        assembler.at("accept").add(RETURN, WHOLE_PACKET);
        assembler.at("drop").add(RETURN, 0);
        return assembler.assemble();
    }

    private void packets(BpfProgram.Assembler assembler, boolean ipv4) {
        if (!local.mayBe(ipv4) || !remote.mayBe(ipv4)) {
            assembler.add(RETURN, 0);
            return;
        }
        String inbound = ipv4 ? "inbound4" : "inbound6";
        String arrived = ipv4 ? "arrived4" : "arrived6";
        assembler.add(LOAD_BYTE, NETWORK_HEADER + (ipv4 ? 9 : 6)).unlessEqualGo(IpProtocol.TCP, "drop");
        if (ipv4) {
            assembler.add(LOAD_HALF, NETWORK_HEADER + 6).ifAnyBitGo(LATER_FRAGMENT, "drop");
            assembler.add(INDEX_IPV4_HEADER_LENGTH, NETWORK_HEADER);
        } else {
            assembler.add(INDEX, 40);
        }
        assembler.add(LOAD_WORD, PACKET_TYPE).unlessEqualGo(OUTGOING, inbound);
        between(assembler, ipv4, local, remote, inbound);
        assembler.at(inbound).add(LOAD_WORD, PACKET_TYPE).ifEqualGo(TO_THIS_HOST, arrived);
        assembler.add(LOAD_WORD, HARDWARE_TYPE).unlessEqualGo(LOOPBACK, "drop");
        assembler.at(arrived);
        between(assembler, ipv4, remote, local, "drop");
    }

    /** Accepts, or goes on elsewhere. */
    private static void between(
            BpfProgram.Assembler assembler, boolean ipv4, End source, End destination, String otherwise) {
        int addresses = NETWORK_HEADER + (ipv4 ? 12 : 8);
        int addressBytes = ipv4 ? 4 : 16;
        end(assembler, ipv4, source, addresses, 0, otherwise);
        end(assembler, ipv4, destination, addresses + addressBytes, 2, otherwise);
        assembler.add(RETURN, WHOLE_PACKET);
    }

    private static void end(
            BpfProgram.Assembler assembler, boolean ipv4, End end, int address, int port, String otherwise) {
        if (end.port != 0) {
            assembler.add(LOAD_HALF_INDEXED, NETWORK_HEADER + port).unlessEqualGo(end.port, otherwise);
        }
        if (end.address.isEmpty()) return;
        var wanted = end.address.get();
        int[] words = ipv4 ? new int[] {(int) wanted.low()} : new int[] {
            (int) (wanted.high() >>> 32), (int) wanted.high(), (int) (wanted.low() >>> 32), (int) wanted.low()};
        for (int i = 0; i < words.length; i++) {
            assembler.add(LOAD_WORD, address + 4 * i).unlessEqualGo(words[i], otherwise);
        }
    }
}
