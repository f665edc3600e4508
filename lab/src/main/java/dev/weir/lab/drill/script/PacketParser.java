package dev.weir.lab.drill.script;

import dev.weir.wire.TcpFlags;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Reads what stands behind {@code <} or {@code >}. */
final class PacketParser {
    static final long MOST_32 = 0xffff_ffffL;

    private final Cursor cursor;
    private final Set<Unclaimed> features = EnumSet.noneOf(Unclaimed.class);

    PacketParser(Cursor cursor) {
        this.cursor = cursor;
    }

    Step.Action packet() {
        boolean inbound = cursor.accept("<");
        if (!inbound) cursor.expect(">");
        encapsulation();
        cursor.skipBlanks();
        int start = cursor.position();
        if (cursor.accept("[")) { // the quote of an ICMP error may stand in front
            cursor.skipBlanks();
            if (Character.isDigit(cursor.peek())) {
                IcmpLine.Quote quote = quote();
                IpFields ip = new IpFieldParser(cursor).fields();
                if (!cursor.acceptWord("icmp")) throw cursor.error("'icmp' expected instead of " + cursor.here());
                return icmp(inbound, ip, quote);
            }
            cursor.backTo(start);
        }
        IpFields ip = new IpFieldParser(cursor).fields();
        if (!inbound && ip.isForInjection()) throw cursor.error(ip + " is only for packets that are injected");
        if (inbound && ip.ecn() == IpFields.EITHER_ECT) {
            throw cursor.error("ect01 is only for packets that are expected");
        }
        if (cursor.acceptWord("icmp")) return icmp(inbound, ip, null);
        if (cursor.acceptWord("udp")) return udp(inbound, ip);
        if (cursor.isAtWord("udplite")) throw Unclaimed.UDP_LITE.obstacle();
        if (cursor.isAtWord("sctp")) throw Unclaimed.SCTP.obstacle();
        if (cursor.isAtWord("raw")) throw Unclaimed.RAW_SOCKETS.obstacle();
        TcpLine.Ports ports = ports();
        if (cursor.isAtWord("sctp")) throw Unclaimed.SCTP.obstacle();
        return tcp(inbound, ip, ports);
    }

    /** What the packet belongs to that is not claimed. */
    Set<Unclaimed> features() {
        return features;
    }

    private void encapsulation() {
        if (cursor.isAtWord("ipv4") || cursor.isAtWord("ipv6")) {
            boolean generic = restOfStep().matches("(?s).*\\b(gre|GREv0)\\b.*");
            throw (generic ? Unclaimed.GRE : Unclaimed.IP_IN_IP).obstacle();
        }
        if (cursor.isAtWord("gre") || cursor.isAtWord("GREv0")) throw Unclaimed.GRE.obstacle();
        if (cursor.isAtWord("mpls")) throw Unclaimed.MPLS.obstacle();
        if (cursor.acceptWord("encap")) {
            if (cursor.isAtWord("psp")) throw Unclaimed.PSP.obstacle();
            throw new NotApplicable("encapsulation " + cursor.word());
        }
    }

    private String restOfStep() {
        int start = cursor.position();
        cursor.skipStep(start);
        String rest = cursor.since(start);
        cursor.backTo(start);
        return rest;
    }

    private UdpLine udp(boolean inbound, IpFields ip) {
        TcpLine.Ports ports = ports();
        cursor.expect("(");
        int length = (int) cursor.integer("payload length", 0, 65535);
        cursor.expect(")");
        return new UdpLine(inbound, ip, ports, length);
    }

    private TcpLine tcp(boolean inbound, IpFields ip, TcpLine.Ports ports) {
        int flags = flags();
        var range = range();
        OptionalLong acknowledgment = OptionalLong.empty();
        if (cursor.acceptWord("ack")) {
            acknowledgment = OptionalLong.of(cursor.integer("ack", 0, MOST_32));
        } else if ((flags & TcpFlags.ACK) != 0) {
            acknowledgment = OptionalLong.of(0);
        }
        OptionalInt window = OptionalInt.empty();
        if (cursor.acceptWord("win") && !cursor.accept("...")) {
            window = OptionalInt.of((int) cursor.integer("win", 0, 65535));
        }
        if (inbound && window.isEmpty()) throw cursor.error("an injected packet needs its window: win N");
        int urgent = cursor.acceptWord("urg") ? (int) cursor.integer("urg", 0, 65535) : 0;
        List<OptionLine> options = new OptionParser(cursor, features).options();
        if (inbound && options == null) throw cursor.error("an injected packet needs its options: not <...>");
        TcpLine.Ports udp = udpHeader();
        if (cursor.accept("{")) throw Unclaimed.MUTATION.obstacle();
        if (udp != null) features.add(Unclaimed.UDP_ENCAPSULATION);
        return new TcpLine(inbound, ip, ports, flags, range.numbers(), range.start(), range.length(), acknowledgment,
                window, urgent, options, udp);
    }

    /** {@code /udp(6081>8080)}. */
    private TcpLine.Ports udpHeader() {
        cursor.skipBlanks();
        if (cursor.peek() != '/' || cursor.peek(1) == '/' || cursor.peek(1) == '*') return null;
        cursor.expect("/");
        if (!cursor.acceptWord("udp")) throw cursor.error("'udp' expected instead of " + cursor.here());
        cursor.expect("(");
        TcpLine.Ports ports = ports();
        if (ports == null) throw cursor.error("two ports expected instead of " + cursor.here());
        cursor.expect(")");
        return ports;
    }

    private TcpLine.Ports ports() {
        cursor.skipBlanks();
        int digits = 0;
        while (Character.isDigit(cursor.peek(digits))) digits++;
        int behind = digits;
        while (cursor.peek(behind) == ' ') behind++;
        if (digits == 0 || cursor.peek(behind) != '>') return null;
        int source = (int) cursor.integer("port", 0, 65535);
        cursor.expect(">");
        return new TcpLine.Ports(source, (int) cursor.integer("port", 0, 65535));
    }

    /** Letters, {@code .} for ACK, a digit for the three bits of the ACE field of RFC 9768. */
    private int flags() {
        String letters = cursor.upTo("");
        if (letters.equals("-")) return 0;
        int counter = 0;
        for (char c : letters.toCharArray()) {
            if (!Character.isDigit(c)) continue;
            if (c > '7') throw cursor.error("the ACE field has three bits: 0..7, not " + c);
            counter = c - '0';
        }
        boolean counts = letters.chars().anyMatch(Character::isDigit);
        if (counts && letters.length() == 1) throw cursor.error("TCP flags expected instead of '" + letters + "'");
        letters = letters.replaceAll("\\d", "");
        try {
            if (!letters.isEmpty()) return TcpFlags.parse(letters) | counter * TcpFlags.ECE;
        } catch (IllegalArgumentException e) {
            throw cursor.error(e.getMessage());
        }
        throw cursor.error("TCP flags expected instead of " + cursor.here());
    }

    private record Range(TcpLine.Numbers numbers, long start, int length) {}

    /** {@code first:end(length)}, {@code first:end(length)!} or {@code ...(length)}. */
    private Range range() {
        if (cursor.accept("...")) return new Range(TcpLine.Numbers.ANY, 0, length());
        long start = cursor.integer("sequence number", 0, MOST_32);
        cursor.expect(":");
        long end = cursor.integer();
        int length = length();
        if ((start + length & MOST_32) != (end & MOST_32)) {
            throw cursor.error(
                    start + " and " + length + " bytes of payload end at " + (start + length) + ", not " + end);
        }
        return new Range(cursor.accept("!") ? TcpLine.Numbers.ABSOLUTE : TcpLine.Numbers.RELATIVE, start, length);
    }

    private int length() {
        cursor.expect("(");
        int length = (int) cursor.integer("payload length", 0, 65535);
        cursor.expect(")");
        return length;
    }

    private IcmpLine icmp(boolean inbound, IpFields ip, IcmpLine.Quote quotedBefore) {
        String type = cursor.word();
        cursor.skipBlanks();
        boolean hasCode = Character.isLetter(cursor.peek()) && !cursor.isAtWord("mtu") && !cursor.isAtWord("id");
        String code = hasCode ? cursor.word() : "";
        int mtu = cursor.acceptWord("mtu") ? (int) cursor.integer("mtu", 0, MOST_32) : 0;
        int id = cursor.acceptWord("id") ? (int) cursor.integer("id", 0, 65535) : 0;
        if (!IcmpMessage.isKnown(type, code)) throw new NotApplicable("ICMP message " + (type + " " + code).strip());
        IcmpLine.Quote quote = quotedBefore == null ? new IcmpLine.Nothing() : quotedBefore;
        if (cursor.accept("[")) quote = quote();
        return new IcmpLine(inbound, ip, type, code, mtu, id, quote);
    }

    /** Behind the bracket. */
    private IcmpLine.Quote quote() {
        if (cursor.isAtWord("sctp")) throw Unclaimed.SCTP.obstacle();
        if (cursor.isAtWord("udplite")) throw Unclaimed.UDP_LITE.obstacle();
        IcmpLine.Quote quote;
        if (cursor.acceptWord("udp")) {
            quote = new IcmpLine.Datagram(length());
        } else if (cursor.acceptWord("raw")) {
            quote = new IcmpLine.Bytes(length());
        } else {
            Range range = range();
            quote = new IcmpLine.Segment(range.start(), range.length(), range.numbers() != TcpLine.Numbers.RELATIVE);
        }
        if (udpHeader() != null) throw Unclaimed.UDP_ENCAPSULATION.obstacle();
        cursor.expect("]");
        return quote;
    }
}
