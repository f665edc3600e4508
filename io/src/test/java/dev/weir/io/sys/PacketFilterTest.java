package dev.weir.io.sys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.io.sys.BpfProgram.Instruction;
import dev.weir.io.sys.PacketFilter.End;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The programs, run by a machine of the test's own; that the kernel runs them too is seen in captures. */
class PacketFilterTest {
    private static final IpAddress A = IpAddress.parse("10.0.0.1");
    private static final IpAddress B = IpAddress.parse("10.0.0.2");
    private static final IpAddress A6 = IpAddress.parse("2001:db8:1:2:3:4:5:6");
    private static final IpAddress B6 = IpAddress.parse("2001:db8:1:2:3:4:5:7");
    private static final int ETHERNET = 1;
    private static final int OTHER_HOST = 3;

    private static final PacketFilter SERVER = new PacketFilter(any(80), any(0));

    private static End any(int port) {
        return new End(Optional.empty(), port);
    }

    private static End of(IpAddress address, int port) {
        return new End(Optional.of(address), port);
    }

    /** What the kernel knows of a packet, and its bytes from the network header on. */
    private record Packet(int hardware, int type, int etherType, MemorySegment bytes) {
        Packet on(int device, int packetType) {
            return new Packet(device, packetType, etherType, bytes);
        }
    }

    /** An outgoing one on an Ethernet. */
    private static Packet tcp(IpAddress source, int sourcePort, IpAddress destination, int destinationPort) {
        return packet(IpProtocol.TCP, 0, source, sourcePort, destination, destinationPort);
    }

    private static Packet packet(
            int protocol, int optionBytes, IpAddress source, int sourcePort, IpAddress destination, int destinationPort) {
        var bytes = MemorySegment.ofArray(new byte[100]);
        int header = Ipv6Header.LENGTH;
        if (source.isIpv4()) {
            header = Ipv4Header.MINIMUM_LENGTH + optionBytes;
            Ipv4Header.write(bytes, 0, 0, header + 20, 1, true, 64, protocol, (int) source.low(), (int) destination.low());
            bytes.set(ValueLayout.JAVA_BYTE, 0, (byte) (0x40 | header / 4));
        } else {
            Ipv6Header.write(bytes, 0, 0, 0, 20, protocol, 64, source.high(), source.low(), destination.high(),
                    destination.low());
        }
        bytes.set(BIG_ENDIAN_SHORT, header, (short) sourcePort);
        bytes.set(BIG_ENDIAN_SHORT, header + 2, (short) destinationPort);
        return new Packet(ETHERNET, PacketFilter.OUTGOING, source.isIpv4() ? 0x800 : 0x86dd, bytes);
    }

    private static final ValueLayout.OfShort BIG_ENDIAN_SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt BIG_ENDIAN_INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static boolean passes(PacketFilter filter, Packet packet) {
        var program = filter.program().instructions();
        int a = 0;
        int x = 0;
        for (int at = 0; ; at++) {
            Instruction i = program.get(at);
            switch (i.code()) {
                case BpfProgram.LOAD_WORD -> a = load(packet, i.k(), 4);
                case BpfProgram.LOAD_HALF -> a = load(packet, i.k(), 2);
                case BpfProgram.LOAD_BYTE -> a = load(packet, i.k(), 1);
                case BpfProgram.LOAD_HALF_INDEXED -> a = load(packet, x + i.k(), 2);
                case BpfProgram.INDEX -> x = i.k();
                case BpfProgram.INDEX_IPV4_HEADER_LENGTH -> x = 4 * (load(packet, i.k(), 1) & 0xf);
                case BpfProgram.JUMP_IF_EQUAL -> at += a == i.k() ? i.then() : i.otherwise();
                case BpfProgram.JUMP_IF_ANY_BIT -> at += (a & i.k()) != 0 ? i.then() : i.otherwise();
                case BpfProgram.RETURN -> {
                    return i.k() != 0;
                }
                default -> throw new AssertionError("unknown instruction " + i);
            }
        }
    }

    private static int load(Packet packet, int k, int length) {
        if (k == BpfProgram.PROTOCOL) return packet.etherType;
        if (k == BpfProgram.PACKET_TYPE) return packet.type;
        if (k == BpfProgram.HARDWARE_TYPE) return packet.hardware;
        int offset = k - BpfProgram.NETWORK_HEADER;
        return switch (length) {
            case 1 -> packet.bytes.get(ValueLayout.JAVA_BYTE, offset) & 0xff;
            case 2 -> packet.bytes.get(BIG_ENDIAN_SHORT, offset) & 0xffff;
            default -> packet.bytes.get(BIG_ENDIAN_INT, offset);
        };
    }

    @Test
    void serverSeesWhatItsPortSendsAndWhatComesToIt() {
        assertThat(passes(SERVER, tcp(A, 80, B, 50_000))).isTrue();
        assertThat(passes(SERVER, tcp(B, 50_000, A, 80).on(ETHERNET, PacketFilter.TO_THIS_HOST))).isTrue();
        assertThat(passes(SERVER, tcp(A6, 80, B6, 50_000))).isTrue();
        assertThat(passes(SERVER, tcp(B6, 50_000, A6, 80).on(ETHERNET, PacketFilter.TO_THIS_HOST))).isTrue();
        assertThat(passes(SERVER, tcp(A, 81, B, 50_000))).isFalse();
        assertThat(passes(SERVER, tcp(A6, 81, B6, 50_000))).isFalse();
    }

    @Test
    void serverSeesNothingOfClientsOfTheSamePortElsewhere() {
        assertThat(passes(SERVER, tcp(A, 50_000, B, 80))).isFalse();
        assertThat(passes(SERVER, tcp(B, 80, A, 50_000).on(ETHERNET, PacketFilter.TO_THIS_HOST))).isFalse();
    }

    @Test
    void packetsForOthersAreLeftOut() {
        assertThat(passes(SERVER, tcp(B, 50_000, A, 80).on(ETHERNET, OTHER_HOST))).isFalse();
    }

    @Test
    void loopbackShowsEachPacketAsItLeavesOnly() {
        var request = tcp(A, 50_000, A, 80);
        var answer = tcp(A, 80, A, 50_000);
        for (var packet : new Packet[] {request, answer}) {
            assertThat(passes(SERVER, packet.on(PacketFilter.LOOPBACK, PacketFilter.OUTGOING))).isTrue();
            assertThat(passes(SERVER, packet.on(PacketFilter.LOOPBACK, PacketFilter.TO_THIS_HOST))).isFalse();
        }
        assertThat(passes(SERVER, tcp(A, 50_000, A, 81).on(PacketFilter.LOOPBACK, PacketFilter.OUTGOING))).isFalse();
        assertThat(SERVER.isFromLocal(80, 50_000)).isTrue();
        assertThat(SERVER.isFromLocal(50_000, 80)).isFalse();
    }

    @Test
    void addressOfTheServerCounts() {
        var filter = new PacketFilter(of(A, 80), any(0));
        assertThat(passes(filter, tcp(A, 80, B, 50_000))).isTrue();
        assertThat(passes(filter, tcp(IpAddress.parse("10.0.0.3"), 80, B, 50_000))).isFalse();
        assertThat(passes(filter, tcp(A6, 80, B6, 50_000))).as("the other version").isFalse();
        var filter6 = new PacketFilter(of(A6, 80), any(0));
        assertThat(passes(filter6, tcp(A6, 80, B6, 50_000))).isTrue();
        assertThat(passes(filter6, tcp(B6, 80, A6, 50_000))).as("the last word differs").isFalse();
        assertThat(passes(filter6, tcp(A, 80, B, 50_000))).isFalse();
    }

    @Test
    void clientSeesItsOwnConnectionOnly() {
        var filter = new PacketFilter(any(50_000), of(B, 443));
        assertThat(passes(filter, tcp(A, 50_000, B, 443))).isTrue();
        assertThat(passes(filter, tcp(B, 443, A, 50_000).on(ETHERNET, PacketFilter.TO_THIS_HOST))).isTrue();
        assertThat(passes(filter, tcp(A, 50_001, B, 443))).as("another client").isFalse();
        assertThat(passes(filter, tcp(A, 50_000, B, 444))).as("another port").isFalse();
        assertThat(passes(filter, tcp(A, 50_000, A, 443))).as("another server").isFalse();
        assertThat(passes(filter, tcp(B, 443, A, 50_000))).as("sent by us: nothing of ours").isFalse();
        assertThat(filter.isFromLocal(50_000, 443)).isTrue();
        assertThat(filter.isFromLocal(443, 50_000)).isFalse();
    }

    @Test
    void portsAreFoundBehindOptions() {
        assertThat(passes(SERVER, packet(IpProtocol.TCP, 40, A, 80, B, 50_000))).isTrue();
        assertThat(passes(SERVER, packet(IpProtocol.TCP, 40, A, 81, B, 50_000))).isFalse();
    }

    @Test
    void otherProtocolsAndLaterFragmentsAreLeftOut() {
        assertThat(passes(SERVER, packet(IpProtocol.UDP, 0, A, 80, B, 50_000))).isFalse();
        assertThat(passes(SERVER, packet(IpProtocol.UDP, 0, A6, 80, B6, 50_000))).isFalse();
        var fragment = tcp(A, 80, B, 50_000);
        Ipv4Header.writeFragment(fragment.bytes, 0, 40, 1480, false);
        assertThat(passes(SERVER, fragment)).isFalse();
        var arp = tcp(A, 80, B, 50_000);
        assertThat(passes(SERVER, new Packet(ETHERNET, PacketFilter.OUTGOING, 0x806, arp.bytes))).isFalse();
    }
}
