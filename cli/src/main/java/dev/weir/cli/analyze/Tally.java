package dev.weir.cli.analyze;

import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.pcap.CaptureRecord;
import dev.weir.wire.pcap.Decapsulation;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is in a capture, TCP or not. */
final class Tally {
    private final Decapsulation inside = new Decapsulation();
    private final Map<String, Long> others = new LinkedHashMap<>();
    private long packets;
    private long chosen;
    private long segments;
    private long tagged;
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos = Long.MIN_VALUE;

    void packet(CaptureRecord.Packet packet) {
        packets++;
    }

    /** It passed the filter. */
    void chosen(CaptureRecord.Packet packet) {
        chosen++;
        long at = packet.timestampNanos();
        if (at == CaptureRecord.NO_TIMESTAMP) return;
        firstNanos = Math.min(firstNanos, at);
        lastNanos = Math.max(lastNanos, at);
    }

    /** It did not pass the filter. */
    void refused(CaptureRecord.Packet packet) {
        if (inside.find(packet.linkType(), packet.data()) && inside.passed(Decapsulation.Layer.VLAN)) tagged++;
    }

    void segment() {
        segments++;
    }

    /** It holds no segment that could be read. */
    void other(CaptureRecord.Packet packet) {
        others.merge(protocol(packet), 1L, Long::sum);
    }

    private String protocol(CaptureRecord.Packet packet) {
        var s = packet.data();
        if (!inside.find(packet.linkType(), s)) return "not IP";
        int o = inside.offset();
        int protocol = Ipv4Header.version(s, o) == 4 ? Ipv4Header.protocol(s, o) : Ipv6Header.nextHeader(s, o);
        return switch (protocol) {
            case IpProtocol.TCP -> Ipv4Header.version(s, o) == 4 && Ipv4Header.isFragment(s, o)
                    ? "fragments of TCP" : "TCP that could not be read";
            case IpProtocol.UDP -> "UDP";
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> "ICMP";
            case IpProtocol.IPV6_FRAGMENT -> "IPv6 fragments";
            default -> "other IP";
        };
    }

    /** All packets of the files. */
    long packets() {
        return packets;
    }

    /** Those that passed the filter. */
    long chosenPackets() {
        return chosen;
    }

    /** Those of TCP. */
    long segments() {
        return segments;
    }

    /** Packets with VLAN tags that did not pass the filter. */
    long taggedRefused() {
        return tagged;
    }

    /** From the first chosen packet to the last, nanoseconds. */
    long spanNanos() {
        return lastNanos < firstNanos ? 0 : lastNanos - firstNanos;
    }

    /** Since 1970 UTC; 0 without packets. */
    long firstNanos() {
        return lastNanos < firstNanos ? 0 : firstNanos;
    }

    /** Chosen packets that are no segments, by kind, the order in which they were met. */
    Map<String, Long> others() {
        return others;
    }
}
