package dev.weir.lab.drill.script;

/**
 * An injected ICMP error. The names are those of ICMPv4; on IPv6 the message of the same meaning is sent.
 *
 * @param code empty where the type has only one
 * @param mtu next hop's, 0 if not given
 * @param quotedSequence of the segment that is quoted, relative to the stack's initial sequence number
 * @param quotedLength its payload
 */
public record IcmpLine(IpFields ip, String type, String code, int mtu, long quotedSequence, int quotedLength)
        implements Step.Action {
    @Override
    public String toString() {
        return "< icmp " + type + (code.isEmpty() ? "" : " " + code) + (mtu == 0 ? "" : " mtu " + mtu)
                + " [" + quotedSequence + ":" + (quotedSequence + quotedLength) + "(" + quotedLength + ")]";
    }
}
