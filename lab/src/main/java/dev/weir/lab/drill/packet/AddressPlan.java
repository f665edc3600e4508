package dev.weir.lab.drill.packet;

import dev.weir.wire.IpAddress;

/**
 * Who is who in a run.
 *
 * @param stack the address under test
 * @param prefix of its subnet, in bits
 * @param peer the script's side
 * @param bindPort where {@code bind(3, ..., ...)} binds
 * @param connectPort where {@code connect(3, ..., ...)} connects to
 * @param peerPort where packets come from until the stack connects
 */
public record AddressPlan(
        IpAddress stack, int prefix, IpAddress peer, int bindPort, int connectPort, int peerPort) {
    private static final int SERVICE_PORT = 8080;
    private static final int PEER_PORT = 50000;

    /** Addresses as documentation has them, both ends on one subnet. */
    public static AddressPlan documentation(boolean ipv4) {
        return ipv4
                ? of("192.0.2.1", 24, "192.0.2.2")
                : of("2001:db8::1", 64, "2001:db8::2");
    }

    /** As packetdrill chooses them: a private address here, one of the documentation's there. */
    public static AddressPlan packetdrill(boolean ipv4) {
        return ipv4
                ? of("192.168.0.2", 16, "192.0.2.1")
                : of("fd3d:fa7b:d17d::2", 48, "2001:db8::1");
    }

    private static AddressPlan of(String stack, int prefix, String peer) {
        return new AddressPlan(IpAddress.parse(stack), prefix, IpAddress.parse(peer),
                SERVICE_PORT, SERVICE_PORT, PEER_PORT);
    }

    public AddressPlan withAddresses(IpAddress stack, IpAddress peer) {
        return new AddressPlan(stack, prefix, peer, bindPort, connectPort, peerPort);
    }

    public AddressPlan withPorts(int bindPort, int connectPort) {
        return new AddressPlan(stack, prefix, peer, bindPort, connectPort, peerPort);
    }
}
