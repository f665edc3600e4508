package dev.weir.lab.drill.script;

/**
 * An ICMP message: an error that quotes a packet, or an echo. The names are those of ICMPv4 or of ICMPv6; on the other
 * version the message of the same meaning is sent.
 *
 * @param code empty where the type has only one
 * @param mtu next hop's, 0 if not given
 * @param id of an echo, 0 if not given
 */
public record IcmpLine(boolean inbound, IpFields ip, String type, String code, int mtu, int id, Quote quote)
        implements Step.Action {
    /** What an ICMP error quotes. */
    public sealed interface Quote {}

    /** Nothing is written: an error quotes the stack's first segment, without payload. */
    public record Nothing() implements Quote {}

    /** @param sequence relative to the stack's initial sequence number, unless {@code absolute} */
    public record Segment(long sequence, int length, boolean absolute) implements Quote {}

    /** {@code [udp (100)]}. */
    public record Datagram(int length) implements Quote {}

    /** {@code [raw (100)]}. */
    public record Bytes(int length) implements Quote {}

    @Override
    public String toString() {
        String quoted = switch (quote) {
            case Nothing _ -> "";
            case Segment segment -> " [" + segment.sequence() + ":" + (segment.sequence() + segment.length())
                    + "(" + segment.length() + ")" + (segment.absolute() ? "!" : "") + "]";
            case Datagram datagram -> " [udp (" + datagram.length() + ")]";
            case Bytes bytes -> " [raw (" + bytes.length() + ")]";
        };
        return (inbound ? "< " : "> ") + (ip.toString().isEmpty() ? "" : ip + " ") + "icmp " + type
                + (code.isEmpty() ? "" : " " + code) + (mtu == 0 ? "" : " mtu " + mtu) + (id == 0 ? "" : " id " + id)
                + quoted;
    }
}
