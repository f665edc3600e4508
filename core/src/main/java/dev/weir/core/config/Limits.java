package dev.weir.core.config;

/**
 * What the whole stack may hold.
 *
 * @param connections open connections, 1..16,777,216
 * @param halfOpen half-open connections of the stack, 1..16,777,216
 * @param timeWait connections in TIME-WAIT, beyond which the oldest is dropped, 0..16,777,216
 * @param bufferBytes chunk memory for all connections, 64 KiB..1 TiB; a quarter of it is kept from senders, so that a stack
 *     full of what it has to send can still receive
 * @param replies answers waiting for the next flush, 1..65536; resets that end connections are not counted
 * @param fragmentBytes bytes awaiting IP reassembly, 0..1 GiB
 * @param fragmentedPackets packets awaiting IP reassembly, 0..65536
 * @param pathEntries destinations with a remembered path MTU, 1..1,000,000
 * @param udpQueueBytes bytes waiting in one UDP socket each way, and in ICMP answers not yet sent, 1 KiB..1 GiB
 * @param loopbackBytes bytes on the way from this stack to itself, 64 KiB..1 GiB
 * @param fastOpenPeers peers whose Fast Open cookie, or failure, is remembered, 1..1,000,000
 */
public record Limits(
        int connections,
        int halfOpen,
        int timeWait,
        long bufferBytes,
        int replies,
        int fragmentBytes,
        int fragmentedPackets,
        int pathEntries,
        int udpQueueBytes,
        int loopbackBytes,
        int fastOpenPeers) {
    public Limits {
        Range.check("connections", connections, 1, 1 << 24);
        Range.check("halfOpen", halfOpen, 1, 1 << 24);
        Range.check("timeWait", timeWait, 0, 1 << 24);
        Range.check("bufferBytes", bufferBytes, 1 << 16, 1L << 40);
        Range.check("replies", replies, 1, 65536);
        Range.check("fragmentBytes", fragmentBytes, 0, 1 << 30);
        Range.check("fragmentedPackets", fragmentedPackets, 0, 65536);
        Range.check("pathEntries", pathEntries, 1, 1000000);
        Range.check("udpQueueBytes", udpQueueBytes, 1024, 1 << 30);
        Range.check("loopbackBytes", loopbackBytes, 1 << 16, 1 << 30);
        Range.check("fastOpenPeers", fastOpenPeers, 1, 1000000);
    }

    public Limits withConnections(int connections) {
        return new Limits(connections, halfOpen, timeWait, bufferBytes, replies, fragmentBytes,
                fragmentedPackets, pathEntries, udpQueueBytes, loopbackBytes, fastOpenPeers);
    }

    public Limits withHalfOpen(int halfOpen) {
        return new Limits(connections, halfOpen, timeWait, bufferBytes, replies, fragmentBytes,
                fragmentedPackets, pathEntries, udpQueueBytes, loopbackBytes, fastOpenPeers);
    }

    public Limits withTimeWait(int timeWait) {
        return new Limits(connections, halfOpen, timeWait, bufferBytes, replies, fragmentBytes,
                fragmentedPackets, pathEntries, udpQueueBytes, loopbackBytes, fastOpenPeers);
    }

    public Limits withBufferBytes(long bufferBytes) {
        return new Limits(connections, halfOpen, timeWait, bufferBytes, replies, fragmentBytes,
                fragmentedPackets, pathEntries, udpQueueBytes, loopbackBytes, fastOpenPeers);
    }

    public Limits withReplies(int replies) {
        return new Limits(connections, halfOpen, timeWait, bufferBytes, replies, fragmentBytes,
                fragmentedPackets, pathEntries, udpQueueBytes, loopbackBytes, fastOpenPeers);
    }

    public Limits withFragmentBytes(int fragmentBytes) {
        return new Limits(connections, halfOpen, timeWait, bufferBytes, replies, fragmentBytes,
                fragmentedPackets, pathEntries, udpQueueBytes, loopbackBytes, fastOpenPeers);
    }

    public Limits withFragmentedPackets(int fragmentedPackets) {
        return new Limits(connections, halfOpen, timeWait, bufferBytes, replies, fragmentBytes,
                fragmentedPackets, pathEntries, udpQueueBytes, loopbackBytes, fastOpenPeers);
    }

    public Limits withPathEntries(int pathEntries) {
        return new Limits(connections, halfOpen, timeWait, bufferBytes, replies, fragmentBytes,
                fragmentedPackets, pathEntries, udpQueueBytes, loopbackBytes, fastOpenPeers);
    }

    public Limits withUdpQueueBytes(int udpQueueBytes) {
        return new Limits(connections, halfOpen, timeWait, bufferBytes, replies, fragmentBytes,
                fragmentedPackets, pathEntries, udpQueueBytes, loopbackBytes, fastOpenPeers);
    }

    public Limits withLoopbackBytes(int loopbackBytes) {
        return new Limits(connections, halfOpen, timeWait, bufferBytes, replies, fragmentBytes,
                fragmentedPackets, pathEntries, udpQueueBytes, loopbackBytes, fastOpenPeers);
    }

    public Limits withFastOpenPeers(int fastOpenPeers) {
        return new Limits(connections, halfOpen, timeWait, bufferBytes, replies, fragmentBytes,
                fragmentedPackets, pathEntries, udpQueueBytes, loopbackBytes, fastOpenPeers);
    }
}
