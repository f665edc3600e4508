package dev.weir.lab.packet;

/** Why something happened to a packet in the network. */
public enum Cause {
    // links
    LOSS("random loss", Kind.DROP),
    BURST_LOSS("burst loss", Kind.DROP),
    PATTERN_LOSS("loss by number", Kind.DROP),
    LINK_DOWN("the link was down", Kind.DROP),
    TOO_LARGE_FOR_LINK("larger than the link carries, silently", Kind.DROP),
    LINK_FULL("too many packets on the way", Kind.DROP),
    CORRUPTED("a bit was inverted", Kind.CHANGE),
    DUPLICATED("a second copy was made", Kind.COPY),
    REORDERED("held up so that others overtake it", Kind.DELAY),
    // queues
    QUEUE_FULL("the queue was full", Kind.DROP),
    QUEUE_DROP("dropped by queue management", Kind.DROP),
    MARKED("marked Congestion Experienced", Kind.CHANGE),
    // hosts and routers
    NO_PACKET_MEMORY("the network holds as many packets as it may", Kind.DROP),
    NO_LINK("the host has no link", Kind.DROP),
    RECEIVE_QUEUE_FULL("the host's receive queue was full", Kind.DROP),
    MALFORMED("not an IP packet that a router forwards", Kind.DROP),
    HOPS_EXCEEDED("time to live exceeded", Kind.DROP),
    NO_ROUTE("no route to the destination", Kind.DROP),
    FRAGMENTATION_NEEDED("larger than the next link, and not to be fragmented", Kind.DROP),
    FRAGMENTED("cut into fragments", Kind.CHANGE),
    // boxes
    NO_MAPPING("no mapping in the address translation", Kind.DROP),
    MAPPINGS_EXHAUSTED("no port left for a mapping", Kind.DROP),
    MAPPED("address and port translated", Kind.CHANGE),
    MAPPING_MADE("a mapping was made", Kind.NOTE),
    MAPPING_EXPIRED("an idle mapping was forgotten", Kind.NOTE),
    FILTERED("a rule drops it", Kind.DROP),
    REJECTED("a rule rejects it", Kind.DROP),
    NO_STATE("no state for this flow", Kind.DROP),
    OUT_OF_WINDOW("outside the window that the box tracks", Kind.DROP),
    STATE_FULL("no room for the state of another flow", Kind.DROP),
    STATE_LOST("the state of an idle flow was forgotten", Kind.NOTE),
    OLD_TIMESTAMP("a SYN whose timestamp is older than the address's last", Kind.DROP),
    BLACK_HOLE("larger than the box passes, silently", Kind.DROP),
    ICMP_DROPPED("ICMP is not passed", Kind.DROP),
    SYN_WITH_OPTIONS("a SYN with such an option is not passed", Kind.DROP),
    OPTION_REMOVED("a TCP option was removed", Kind.CHANGE),
    RENUMBERED("the sequence number was shifted", Kind.CHANGE),
    MSS_CLAMPED("the MSS option was lowered", Kind.CHANGE),
    ECN_CLEARED("the ECN field was cleared", Kind.CHANGE),
    ECN_DROPPED("a packet with ECN is not passed", Kind.DROP),
    RESET_FORGED("a reset was forged", Kind.COPY),
    HELD_BACK("held back by the box", Kind.DELAY),
    BOX_FULL("the box holds as much as it may", Kind.DROP),
    // answers
    ICMP_SENT("an ICMP message was sent", Kind.COPY),
    ICMP_SUPPRESSED("no ICMP message may answer this", Kind.NOTE);

    /** What it means for the packet. */
    public enum Kind { DROP, CHANGE, DELAY, COPY, NOTE }

    private final String text;
    private final Kind kind;

    Cause(String text, Kind kind) {
        this.text = text;
        this.kind = kind;
    }

    /** For people. */
    public String text() {
        return text;
    }

    public Kind kind() {
        return kind;
    }
}
