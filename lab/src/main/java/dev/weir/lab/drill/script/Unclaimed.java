package dev.weir.lab.drill.script;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What people write scripts about and this stack does not claim, each with the document that it leaves out. This is the
 * one list of them: whoever builds a feature strikes its entry, and the scripts that use it begin to count.
 */
enum Unclaimed {
    MD5("TCP MD5 signatures", "RFC 2385", "TCP_MD5SIG\\w*", ""),
    AUTHENTICATION("TCP authentication option", "RFC 5925", "TCP_AO_\\w+", ""),
    UDP_ENCAPSULATION("TCP over UDP", "RFC 6081, draft-cheshire-tcp-over-udp",
            "TCP_REMOTE_UDP_ENCAPS_PORT|UDP_ENCAP\\w*", ""),
    MULTIPATH("Multipath TCP", "RFC 8684", "IPPROTO_MPTCP|MPTCP_\\w+|SOL_MPTCP", "mptcp_\\w+"),
    SCTP("SCTP", "RFC 9260", "IPPROTO_SCTP|SCTP_\\w+", "sctp_\\w+"),
    UDP_LITE("UDP-Lite", "RFC 3828", "IPPROTO_UDPLITE|UDPLITE_\\w+", ""),
    RAW_SOCKETS("raw sockets", "no RFC", "SOCK_RAW|SOCK_PACKET|IPPROTO_ICMP(V6)?|PF_PACKET|AF_PACKET", ""),
    GRE("GRE encapsulation", "RFC 2784", "SOL_GRE|GRE_\\w+", ""),
    MPLS("MPLS encapsulation", "RFC 3032", "MPLS_\\w+", ""),
    IP_IN_IP("IP in IP encapsulation", "RFC 2003", "", ""),
    PSP("PSP encryption", "the PSP architecture specification", "PSP_\\w+", "psp_\\w+"),
    TLS("TLS in the kernel", "RFC 8446", "TCP_ULP|SOL_TLS|TLS_\\w+|TCP_TXTLS\\w*|TCP_RXTLS\\w*", ""),
    TARR("TCP ACK rate request", "draft-ietf-tcpm-ack-rate-request", "", ""),
    PACKET_TIMESTAMPS("timestamps of packets that come in", "no RFC: SO_TIMESTAMP",
            "SO_TIMESTAMP(NS)?(_NEW|_OLD)?|SCM_TIMESTAMP(NS)?|SOF_TIMESTAMPING_(RX|RAW|SYS)_?\\w*", ""),
    ZERO_COPY("zero-copy receiving and moving", "no RFC: TCP_ZEROCOPY_RECEIVE", "TCP_ZEROCOPY_RECEIVE", "vmsplice|tee"),
    MUTATION("damaged packets", "no RFC: mutations of packetdrill", "", ""),
    PATH_MTU_PROBES("path MTU discovery by probes", "RFC 4821", "TCP_MTU_PROBE\\w*", ""),
    REPAIR("restoring of sockets", "no RFC: TCP_REPAIR", "TCP_REPAIR\\w*", ""),
    TRANSMIT_TIME("times of transmission", "no RFC: SO_TXTIME", "SO_TXTIME|SCM_TXTIME", "");

    private final String feature;
    private final String document;
    private final Pattern symbols;
    private final Pattern calls;

    Unclaimed(String feature, String document, String symbols, String calls) {
        this.feature = feature;
        this.document = document;
        this.symbols = Pattern.compile(symbols);
        this.calls = Pattern.compile(calls);
    }

    /** With its document, as a reason for people. */
    String feature() {
        return feature + " (" + document + ")";
    }

    NotApplicable obstacle() {
        return new NotApplicable(feature());
    }

    /** The feature that a symbol in a system call belongs to. */
    static Optional<Unclaimed> ofSymbol(String symbol) {
        return Arrays.stream(values()).filter(each -> each.symbols.matcher(symbol).matches()).findFirst();
    }

    static Optional<Unclaimed> ofCall(String name) {
        return Arrays.stream(values()).filter(each -> each.calls.matcher(name).matches()).findFirst();
    }

    /** TCP options of Multipath TCP, as scripts name them. */
    static boolean isMultipathOption(String name) {
        return Set.of("mpcapable", "mp_capable", "mp_join_syn", "mp_join_syn_ack", "mp_join_ack", "dss", "dack4",
                "dack8", "add_address", "add_addr", "remove_address", "mp_prio", "mp_fail", "mp_fastclose",
                "mp_reset", "rst_resn").contains(name) || name.startsWith("mp_") || name.startsWith("mpj");
    }
}
