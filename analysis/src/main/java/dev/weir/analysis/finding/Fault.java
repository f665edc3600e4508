package dev.weir.analysis.finding;

/**
 * The catalogue of what goes wrong with TCP connections. The name is the id that programs rely on: it never changes.
 * Those with a number above 0 are the numbered faults of {@code docs/faults.md}; the others are relatives of theirs that
 * are told apart, and what only the way of capturing shows.
 */
public enum Fault {
    PORT_CLOSED(1, FaultClass.REFUSED, Culprit.SERVER_HOST,
            "Nothing listens at this port",
            "The host is up: check that the service runs, its port, and the address it is bound to.",
            "RFC 9293 3.10.7.1"),
    FIREWALL_REJECT(2, FaultClass.REFUSED, Culprit.MIDDLEBOX,
            "A filter rejects the connection, not the server",
            "Ask whoever runs the filter to allow it; the server never saw the attempt.", "RFC 1812 5.2.7.1"),
    FIREWALL_DROP(3, FaultClass.SILENT, Culprit.MIDDLEBOX,
            "A filter drops the connection attempt",
            "Ask the owner of the hop after the last that answers to allow it; the server may be well.",
            "RFC 9293 3.8.1"),
    HOST_DOWN(4, FaultClass.SILENT, Culprit.SERVER_HOST,
            "No machine answers at this address",
            "Check where the address comes from (name server, hosts file, typing error) and that the machine runs.",
            "RFC 1122 3.3.1.4"),
    NO_ROUTE(5, FaultClass.ROUTE, Culprit.THIS_HOST,
            "This host has no route to the address",
            "Look at 'ip route get ADDRESS' and at whether a VPN should be up.", "RFC 1122 3.3.1"),
    ERROR_MISREPORTED(6, FaultClass.CUT, Culprit.CLIENT_APPLICATION,
            "The program calls it something that it was not",
            "Believe the packets: the text is the library's.", ""),
    LOCALHOST_FAMILY(7, FaultClass.REFUSED, Culprit.SERVER_APPLICATION,
            "The name stands for both families, the server listens at one",
            "Use the address that answers, or bind the server to '::' and '0.0.0.0'.", "RFC 6724"),
    ADDRESS_DEAD(8, FaultClass.SILENT, Culprit.NETWORK,
            "One of several addresses does not work",
            "Take the dead address out of the name, or mend it; clients without Happy Eyeballs wait for it.",
            "RFC 8305"),
    BOUND_TO_LOOPBACK(9, FaultClass.CUT, Culprit.SERVER_APPLICATION,
            "The server behind a port mapping is bound to loopback",
            "Bind it to 0.0.0.0 (or ::) inside the container.", ""),
    MAPPED_TO_CLOSED_PORT(10, FaultClass.CUT, Culprit.SERVER_HOST,
            "The port is published to one where nothing listens",
            "Publish to the port where the program inside listens.", ""),
    NAME_NOT_RESOLVED(11, FaultClass.NAME, Culprit.NAME_SERVER,
            "The name has no address",
            "Check the spelling, and the server that answered.", "RFC 2308"),
    DNS_SLOW(12, FaultClass.NAME, Culprit.NAME_SERVER,
            "A query to the name server goes unanswered, and is asked again",
            "Mend or replace the resolver; 'options single-request' in resolv.conf works around one that drops AAAA.",
            ""),
    PORT_IN_USE(13, FaultClass.LOCAL, Culprit.THIS_HOST,
            "Another process listens at this port",
            "Stop it, or take another port.", ""),
    PORT_IN_TIME_WAIT(14, FaultClass.LOCAL, Culprit.THIS_HOST,
            "Connections of the port are still in TIME-WAIT",
            "Set SO_REUSEADDR before bind.", "RFC 9293 3.6.1"),
    EPHEMERAL_PORTS_EXHAUSTED(15, FaultClass.LOCAL, Culprit.CLIENT_HOST,
            "No ephemeral port is left for this destination",
            "Keep connections and use them again; widen net.ipv4.ip_local_port_range.", "RFC 6056"),
    FOUR_TUPLE_REUSED(16, FaultClass.SILENT, Culprit.NETWORK,
            "The same ports are used again too soon",
            "Wait for TIME-WAIT to end, or let the client choose other ports; look at the mapping time-outs of "
                    + "the NAT.", "RFC 9293 3.5.2"),
    ACCEPT_QUEUE_FULL(17, FaultClass.SERVICE, Culprit.SERVER_APPLICATION,
            "The server does not accept as fast as connections come",
            "Raise the backlog and net.core.somaxconn, and accept faster: more workers.", ""),
    SYN_FLOOD(18, FaultClass.LOCAL, Culprit.SERVER_HOST,
            "More handshakes are begun than finished",
            "Keep SYN cookies on, and look at the sources.", "RFC 4987"),
    CONNTRACK_FULL(19, FaultClass.SILENT, Culprit.MIDDLEBOX,
            "A table of connections is full",
            "Raise net.netfilter.nf_conntrack_max where it is full, or shorten its time-outs.", ""),
    FIRST_SYN_LOST(20, FaultClass.SLOW, Culprit.NETWORK,
            "The first SYN was lost, the server is not slow",
            "Look for loss, or for two connections that a NAT gave one port (--random-fully).", "RFC 6298 2"),
    TIMESTAMP_REJECTED(21, FaultClass.SILENT, Culprit.SERVER_HOST,
            "The server drops connection attempts with an older timestamp",
            "Switch off net.ipv4.tcp_tw_recycle at the server; clients behind one NAT share an address.",
            "RFC 7323 5.8"),
    CLOSE_WAIT_LEAK(22, FaultClass.LOCAL, Culprit.SERVER_APPLICATION,
            "A process does not close what its peer has closed",
            "Close the socket once read returns the end; the peer is innocent.", "RFC 9293 3.6"),
    PEER_GONE(23, FaultClass.CUT, Culprit.NETWORK,
            "The other side went silent in the middle",
            "Set TCP_USER_TIMEOUT or keep-alive, so that it is noticed sooner.", "RFC 9293 3.8.3"),
    IDLE_CUT(24, FaultClass.CUT, Culprit.MIDDLEBOX,
            "Something on the path forgot the connection while it was idle",
            "Send keep-alives at shorter intervals than that.", "RFC 5382 5"),
    KEEP_ALIVE_RACE(25, FaultClass.CUT, Culprit.SERVER_APPLICATION,
            "The server closed an idle connection just as a request was on its way",
            "Let the side that sends requests have the shorter idle limit, and repeat the request.", "RFC 9112 9.5"),
    RST_UNREAD_DATA(26, FaultClass.CUT, Culprit.SERVER_APPLICATION,
            "Closed with unread data, so with a reset",
            "Read up to the end before close; shut down the sending side first.", "RFC 9293 3.6.1"),
    LINGER_ZERO(27, FaultClass.CUT, Culprit.SERVER_APPLICATION,
            "Aborted instead of closed",
            "Do not set SO_LINGER to 0; what was not yet acknowledged is lost.", "RFC 9293 3.10.5"),
    RST_BY_MIDDLEBOX(28, FaultClass.CUT, Culprit.MIDDLEBOX,
            "A reset that the other side did not send",
            "Look at the device that lies at the distance its time to live says.", "RFC 5961 3"),
    ASYMMETRIC_PATH(29, FaultClass.SILENT, Culprit.NETWORK,
            "The way there and the way back are not the same, and a filter sees only one",
            "Route both through the filter, or let it accept connections that it sees one way.", ""),
    OUT_OF_WINDOW_RESET(30, FaultClass.CUT, Culprit.MIDDLEBOX,
            "A device that tracks connections reset one over late data",
            "Set nf_conntrack_tcp_be_liberal, or drop what is INVALID instead of rejecting it.", "RFC 9293 3.10.7.4"),
    MTU_BLACK_HOLE(31, FaultClass.PATH, Culprit.NETWORK,
            "Packets above a size vanish without a word",
            "Clamp the MSS to what the path carries, or let ICMP 'fragmentation needed' pass.", "RFC 4821"),
    NAGLE_DELAYED_ACK(32, FaultClass.SLOW, Culprit.CLIENT_APPLICATION,
            "Small writes wait for delayed acknowledgments",
            "Set TCP_NODELAY, or write a message in one call.", "RFC 1122 4.2.3.4"),
    WINDOW_SMALLER_THAN_BDP(33, FaultClass.SLOW, Culprit.CLIENT_HOST,
            "The receiver's window is smaller than the path can hold",
            "Let the receiving buffer grow to rate x round trip; see who stripped the window scale.", "RFC 7323 1.1"),
    ZERO_WINDOW(34, FaultClass.SLOW, Culprit.CLIENT_APPLICATION,
            "The receiving program does not read",
            "Look at the receiver: its program, not the network, holds the transfer.", "RFC 9293 3.8.6.1"),
    WINDOW_UPDATE_LOST(35, FaultClass.CUT, Culprit.CLIENT_HOST,
            "A closed window, and nobody asks whether it opened",
            "A bug in the sender's stack: it must probe.", "RFC 9293 3.8.6.1"),
    SENDER_LIMITED(36, FaultClass.SLOW, Culprit.SERVER_APPLICATION,
            "The sender had nothing to send",
            "Profile the sender; neither window nor network held it.", ""),
    PACKET_LOSS(37, FaultClass.SLOW, Culprit.NETWORK,
            "Packets are lost",
            "Find the hop where loss begins; see what the loss costs at this round trip.", "RFC 5681"),
    BUFFERBLOAT(38, FaultClass.SLOW, Culprit.NETWORK,
            "A queue on the path holds far more than it must",
            "Use AQM (fq_codel, CAKE) at the narrow hop, or cap the rate below it.", "RFC 7567"),
    SLOW_START_AFTER_IDLE(39, FaultClass.SLOW, Culprit.SERVER_HOST,
            "The sender begins again with a small window after each pause",
            "net.ipv4.tcp_slow_start_after_idle=0 at the sender.", "RFC 5681 4.1"),
    ECN_REFUSED(40, FaultClass.PATH, Culprit.MIDDLEBOX,
            "SYNs that ask for ECN do not get through",
            "Mend the device, or net.ipv4.tcp_ecn=0 until then.", "RFC 3168 6.1.1.1"),
    FAST_OPEN_STRIPPED(41, FaultClass.PATH, Culprit.MIDDLEBOX,
            "The path does not carry Fast Open",
            "Switch Fast Open off on this path.", "RFC 7413 7.1"),
    PLAINTEXT_SERVER(42, FaultClass.PROTOCOL, Culprit.SERVER_APPLICATION,
            "The server at this port does not speak TLS",
            "Leave TLS away, or take the port where it is spoken.", "RFC 8446 5.1"),
    TLS_SERVER(43, FaultClass.PROTOCOL, Culprit.CLIENT_APPLICATION,
            "The server at this port speaks TLS",
            "Use TLS (https) here.", ""),
    HTTP_VERSION_MISMATCH(44, FaultClass.PROTOCOL, Culprit.SERVER_APPLICATION,
            "The two sides speak different versions of HTTP",
            "Let both use the same: h2 needs ALPN, or prior knowledge on both sides.", "RFC 9113 3"),
    PROXY_PROTOCOL_MISMATCH(45, FaultClass.PROTOCOL, Culprit.MIDDLEBOX,
            "One side expects the PROXY protocol, the other does not",
            "Switch it on or off on both ends.", ""),
    CERTIFICATE_INVALID(46, FaultClass.TLS, Culprit.SERVER_APPLICATION,
            "The server's certificate does not hold",
            "Mend it at the server.", "RFC 5280 6"),
    SPLIT_CLIENT_HELLO(47, FaultClass.TLS, Culprit.MIDDLEBOX,
            "A ClientHello in two segments breaks it",
            "Update the device or server; smaller key shares are the workaround.", "RFC 8446 4.1.2"),
    CLOSED_AT_ONCE(48, FaultClass.SERVICE, Culprit.SERVER_APPLICATION,
            "Accepted, and closed at once",
            "Look at allow-lists, connection limits (MaxStartups) and whether TLS or the PROXY protocol is expected.",
            ""),
    NEVER_ANSWERS(49, FaultClass.SERVICE, Culprit.SERVER_APPLICATION,
            "The server took the request and never answered",
            "Take a thread dump of the server: its TCP is alive, its program is stuck.", ""),
    HTTP_GATEWAY_ERROR(50, FaultClass.SERVICE, Culprit.SERVER_APPLICATION,
            "A server on the way answered with a failure of its own",
            "408: the client is slow; 502: the server behind closed; 503: none is ready; 504: the one behind is "
                    + "silent.", "RFC 9110 15"),
    DATABASE_POOL_TIMEOUT(51, FaultClass.SERVICE, Culprit.SERVER_APPLICATION,
            "No connection to the database in time",
            "See whether the pool is empty, its connections dead, or the server's limit reached.", ""),
    SYN_OPTIONS_DROPPED(0, FaultClass.PATH, Culprit.MIDDLEBOX,
            "SYNs with some option do not get through",
            "Mend the device that drops them.", "RFC 7323"),
    OPTIONS_STRIPPED(0, FaultClass.PATH, Culprit.MIDDLEBOX,
            "A device removes TCP options",
            "Let the device pass options that it does not know.", "RFC 9293 3.1"),
    ROUTING_LOOP(0, FaultClass.SILENT, Culprit.NETWORK,
            "Routers send the packets to each other",
            "Mend the routes of the two.", "RFC 1812 5.3.1"),
    NO_ANSWER(0, FaultClass.SILENT, Culprit.NETWORK,
            "Connection attempts get no answer",
            "'weir doctor HOST PORT' tells a filter from a missing machine: a capture of silence alone cannot.",
            "RFC 9293 3.8.1"),
    NAT_STATE_LOST(0, FaultClass.CUT, Culprit.MIDDLEBOX,
            "A device on the path forgot the connection while it was in use",
            "Look for a restart or a full table of the address translation or firewall on the path.", "RFC 5382 5"),
    HTTP_SERVER_ERROR(0, FaultClass.SERVICE, Culprit.SERVER_APPLICATION,
            "The server answers with a failure",
            "Look into the server's log.", "RFC 9110 15.6"),
    SERVICE_REFUSES(0, FaultClass.SERVICE, Culprit.SERVER_APPLICATION,
            "The service refuses in its own protocol",
            "See what it says.", ""),
    WRONG_PROTOCOL(0, FaultClass.PROTOCOL, Culprit.CLIENT_APPLICATION,
            "The server at this port speaks another protocol",
            "Take the port of the service that is meant, or speak what is spoken here.", ""),
    TLS_HANDSHAKE_FAILED(0, FaultClass.TLS, Culprit.SERVER_APPLICATION,
            "The server ends the TLS handshake",
            "See which versions, names and client certificates it accepts.", "RFC 8446 6.2"),
    REORDERING(0, FaultClass.SLOW, Culprit.NETWORK,
            "Packets overtake each other, and the sender takes it for loss",
            "Find the parallel links that share one connection.", "RFC 8985"),
    DUPLICATION(0, FaultClass.SLOW, Culprit.NETWORK,
            "Packets come twice",
            "Find the device that sends them twice.", ""),
    RATE_POLICED(0, FaultClass.SLOW, Culprit.MIDDLEBOX,
            "A policer drops what is above a rate",
            "Shape to that rate instead, or raise it.", ""),
    SLOW_LINK(0, FaultClass.SLOW, Culprit.NETWORK,
            "The path carries no more",
            "The link is full: a faster one is what helps.", ""),
    SLOW_SERVER(0, FaultClass.SLOW, Culprit.SERVER_APPLICATION,
            "The server takes its time to answer",
            "Profile the server: the request came at once, and was acknowledged.", ""),
    CHECKSUM_OFFLOAD(0, FaultClass.ARTEFACT, Culprit.CAPTURE,
            "Checksums of sent packets are not yet computed where they were captured",
            "Nothing to do; 'ethtool -K DEV tx off' shows them whole.", ""),
    SEGMENTATION_OFFLOAD(0, FaultClass.ARTEFACT, Culprit.CAPTURE,
            "Packets above the MTU: the network card cuts or joined them",
            "Nothing to do.", ""),
    CAPTURE_DUPLICATES(0, FaultClass.ARTEFACT, Culprit.CAPTURE,
            "Packets were captured more than once",
            "Capture at one interface, not at 'any'; 'editcap -d' takes them out.", ""),
    CAPTURE_LOSS(0, FaultClass.ARTEFACT, Culprit.CAPTURE,
            "The capture has holes: data is acknowledged that is not in it",
            "Larger buffer (-B), smaller snap length (-s), or a filter.", ""),
    ONE_SIDED_CAPTURE(0, FaultClass.ARTEFACT, Culprit.CAPTURE,
            "Only one direction was captured",
            "Capture where both directions pass.", ""),
    TIME_BACKWARDS(0, FaultClass.ARTEFACT, Culprit.CAPTURE,
            "Time goes backwards in the file",
            "'reordercap' puts packets in order.", ""),
    SNAP_LENGTH_CUT(0, FaultClass.ARTEFACT, Culprit.CAPTURE,
            "Packets were cut when captured",
            "Nothing to do, unless contents matter: -s 0.", ""),
    CAPTURE_STARTED_LATE(0, FaultClass.ARTEFACT, Culprit.CAPTURE,
            "The connection was there before the capture",
            "Start the capture first, if the handshake matters: window scale and options are unknown.", "");

    private final int number;
    private final FaultClass faultClass;
    private final Culprit culprit;
    private final String title;
    private final String advice;
    private final String reference;

    Fault(int number, FaultClass faultClass, Culprit culprit, String title, String advice, String reference) {
        this.number = number;
        this.faultClass = faultClass;
        this.culprit = culprit;
        this.title = title;
        this.advice = advice;
        this.reference = reference;
    }

    /** In the catalogue, from 1; 0 for those without. */
    public int number() {
        return number;
    }

    public FaultClass faultClass() {
        return faultClass;
    }

    /** Where it usually lies; the finding says where it does. */
    public Culprit culprit() {
        return culprit;
    }

    /** What it is, in a line without its full stop. */
    public String title() {
        return title;
    }

    /** What to do in general; a finding may know better. */
    public String advice() {
        return advice;
    }

    /** The section of a standard that speaks of it; empty if none does. */
    public String reference() {
        return reference;
    }

    /** Shows only how the capture was made, and says nothing about a connection. */
    public boolean isArtefact() {
        return faultClass == FaultClass.ARTEFACT;
    }
}
