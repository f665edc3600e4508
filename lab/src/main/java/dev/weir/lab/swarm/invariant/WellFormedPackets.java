package dev.weir.lab.swarm.invariant;

import dev.weir.wire.Checksum;
import dev.weir.wire.Fault;
import dev.weir.wire.IpAddress;
import dev.weir.wire.IpProtocol;
import dev.weir.wire.Ipv4Header;
import dev.weir.wire.Ipv6Header;
import dev.weir.wire.TcpFlags;
import dev.weir.wire.TcpHeader;
import dev.weir.wire.TcpOption;
import dev.weir.wire.TcpOptionCursor;
import java.lang.foreign.MemorySegment;

/**
 * Every packet that leaves is one that the strictest receiver takes: lengths, checksums, options that may stand where
 * they stand, flags that may stand together.
 *
 * @spec https://www.rfc-editor.org/rfc/rfc9293#section-3.1 RFC 9293, sections 3.1 and 3.2; RFC 791; RFC 8200
 */
public final class WellFormedPackets extends Invariant {
    private final int largest;

    /** @param largest bytes of the largest packet that the link takes: its MTU, or more if it cuts */
    public WellFormedPackets(int largest) {
        this.largest = largest;
    }

    @Override
    public String name() {
        return "well-formed-packets";
    }

    @Override
    public String source() {
        return "RFC 9293 3.1";
    }

    @Override
    public void sent(long at, MemorySegment bytes, long offset, int length) {
        boolean ipv4 = length > 0 && Ipv4Header.version(bytes, offset) == 4;
        Fault fault = ipv4 ? Ipv4Header.check(bytes, offset, length) : Ipv6Header.check(bytes, offset, length);
        String where = "packet of " + length + " bytes";
        if (length > largest) broken(at, where, "the largest that the link takes has " + largest);
        if (fault != Fault.NONE) {
            broken(at, where, "IP header: " + fault);
            return;
        }
        int header = ipv4 ? Ipv4Header.headerLength(bytes, offset) : Ipv6Header.LENGTH;
        int total = ipv4 ? Ipv4Header.totalLength(bytes, offset) : Ipv6Header.LENGTH + Ipv6Header.payloadLength(bytes, offset);
        int protocol = ipv4 ? Ipv4Header.protocol(bytes, offset) : Ipv6Header.nextHeader(bytes, offset);
        if (total != length) broken(at, where, "the IP header says " + total);
        if (protocol == IpProtocol.TCP && !(ipv4 && Ipv4Header.isFragment(bytes, offset))) {
            tcp(at, where, bytes, offset + header, total - header, pseudoHeader(bytes, offset, ipv4, total - header));
            ecn(at, where, ipv4 ? Ipv4Header.ecn(bytes, offset) : Ipv6Header.ecn(bytes, offset), bytes, offset + header);
        }
    }

    private static long pseudoHeader(MemorySegment s, long o, boolean ipv4, int length) {
        if (!ipv4) {
            return Checksum.pseudoHeader(Ipv6Header.sourceHigh(s, o), Ipv6Header.sourceLow(s, o),
                    Ipv6Header.destinationHigh(s, o), Ipv6Header.destinationLow(s, o), IpProtocol.TCP, length);
        }
        return Checksum.pseudoHeader(0, IpAddress.ofIpv4(Ipv4Header.source(s, o)).low(), 0,
                IpAddress.ofIpv4(Ipv4Header.destination(s, o)).low(), IpProtocol.TCP, length);
    }

    private void tcp(long at, String where, MemorySegment s, long o, int length, long pseudoHeader) {
        Fault fault = TcpHeader.check(s, o, length);
        if (fault != Fault.NONE) {
            broken(at, where, "TCP header: " + fault);
            return;
        }
        int flags = TcpHeader.flags(s, o);
        int payload = length - TcpHeader.dataOffset(s, o);
        boolean syn = (flags & TcpFlags.SYN) != 0;
        if (!Checksum.verifies(pseudoHeader + Checksum.sum(s, o, length))) broken(at, where, "the TCP checksum is wrong");
        if (TcpHeader.reserved(s, o) != 0) broken(at, where, "reserved bits are set");
        if (TcpHeader.sourcePort(s, o) == 0 || TcpHeader.destinationPort(s, o) == 0) broken(at, where, "port 0");
        if (syn && (flags & (TcpFlags.FIN | TcpFlags.RST)) != 0) broken(at, where, "SYN with FIN or RST");
        if ((flags & TcpFlags.RST) != 0 && payload > 0) broken(at, where, "RST with data");
        if ((flags & (TcpFlags.SYN | TcpFlags.RST | TcpFlags.ACK)) == 0) broken(at, where, "neither SYN, RST nor ACK");
        options(at, where, s, o, syn);
    }

    /** RFC 3168 6.1.1: nobody sends Congestion Experienced, and what cannot be answered by a reduction is not marked. */
    private void ecn(long at, String where, int ecn, MemorySegment s, long o) {
        if (ecn == 3) broken(at, where, "leaves marked");
        int flags = TcpHeader.flags(s, o);
        if (ecn != 0 && (flags & (TcpFlags.SYN | TcpFlags.RST)) != 0) broken(at, where, "SYN or RST capable of ECN");
    }

    private void options(long at, String where, MemorySegment s, long o, boolean syn) {
        var option = new TcpOptionCursor(s, TcpHeader.optionsOffset(o), TcpHeader.optionsLength(s, o));
        while (option.next()) {
            boolean onlyOnSyn = switch (option.kind()) {
                case TcpOption.MSS, TcpOption.WINDOW_SCALE, TcpOption.SACK_PERMITTED -> true;
                default -> false;
            };
            if (onlyOnSyn && !syn) broken(at, where, "option " + TcpOption.name(option.kind()) + " without SYN");
        }
        if (option.malformed()) broken(at, where, "malformed options");
    }
}
