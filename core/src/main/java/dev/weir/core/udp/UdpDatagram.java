package dev.weir.core.udp;

import dev.weir.wire.IpAddress;

/**
 * A datagram as an application gets it. The bytes are its own.
 *
 * @param source who sent it, with {@code sourcePort} 0..65535 (0: wants no answer)
 * @param destination which of our addresses it was sent to, or a broadcast or multicast address
 * @param trafficClass DSCP and ECN bits
 */
public record UdpDatagram(
        IpAddress source, int sourcePort, IpAddress destination, int trafficClass, int timeToLive, byte[] bytes) {}
