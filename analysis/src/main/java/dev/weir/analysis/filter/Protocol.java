package dev.weir.analysis.filter;

import dev.weir.wire.IpProtocol;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Words that name a protocol, alone or before what they qualify. */
enum Protocol {
    ETHER("ether", Layer.LINK, 0),
    LINK("link", Layer.LINK, 0),
    IP("ip", Layer.NETWORK, Frame.IPV4),
    IP6("ip6", Layer.NETWORK, Frame.IPV6),
    ARP("arp", Layer.NETWORK, 0x0806),
    RARP("rarp", Layer.NETWORK, 0x8035),
    TCP("tcp", Layer.TRANSPORT, IpProtocol.TCP),
    UDP("udp", Layer.TRANSPORT, IpProtocol.UDP),
    SCTP("sctp", Layer.TRANSPORT, 132),
    ICMP("icmp", Layer.TRANSPORT, IpProtocol.ICMP),
    ICMP6("icmp6", Layer.TRANSPORT, IpProtocol.ICMPV6),
    IGMP("igmp", Layer.TRANSPORT, 2),
    IGRP("igrp", Layer.TRANSPORT, 9),
    PIM("pim", Layer.TRANSPORT, 103),
    VRRP("vrrp", Layer.TRANSPORT, 112),
    CARP("carp", Layer.TRANSPORT, 112),
    AH("ah", Layer.TRANSPORT, 51),
    ESP("esp", Layer.TRANSPORT, 50);

    /** What a number of it means. */
    enum Layer { LINK, NETWORK, TRANSPORT }

    private static final Map<String, Protocol> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toMap(protocol -> protocol.word, protocol -> protocol));

    private final String word;
    private final Layer layer;
    private final int number;

    Protocol(String word, Layer layer, int number) {
        this.word = word;
        this.layer = layer;
        this.number = number;
    }

    static Optional<Protocol> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    String word() {
        return word;
    }

    Layer layer() {
        return layer;
    }

    /** An EtherType, or a protocol of IP. */
    int number() {
        return number;
    }

    boolean hasPorts() {
        return this == TCP || this == UDP || this == SCTP;
    }

    /** Alone, as a condition. */
    Condition condition(int tags) {
        return switch (this) {
            case ETHER, LINK -> throw new IllegalStateException();
            case IP, IP6, ARP, RARP -> frame -> frame.is(number, tags);
            case ICMP, IGMP, IGRP, VRRP, CARP -> ipv4(number, tags);
            case ICMP6 -> ipv6(number, tags);
            case TCP, UDP, SCTP, PIM, AH, ESP -> ipv4(number, tags).or(ipv6(number, tags));
        };
    }

    static Condition ipv4(int protocol, int tags) {
        return frame -> frame.is(Frame.IPV4, tags) && frame.u8(frame.network(tags) + 9) == protocol;
    }

    /** Also behind a fragment header, where that comes first. */
    static Condition ipv6(int protocol, int tags) {
        return frame -> {
            if (!frame.is(Frame.IPV6, tags)) return false;
            long network = frame.network(tags);
            int next = frame.u8(network + 6);
            return next == protocol || next == IpProtocol.IPV6_FRAGMENT && frame.u8(network + 40) == protocol;
        };
    }
}
