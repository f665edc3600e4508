package dev.weir.lab.drill.script;

import dev.weir.wire.IpAddress;
import dev.weir.wire.TcpFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads what stands behind {@code <} or {@code >}. */
final class PacketParser {
    private static final long MOST_32 = 0xffff_ffffL;

    private final Cursor cursor;

    PacketParser(Cursor cursor) {
        this.cursor = cursor;
    }

    Step.Action packet() {
        boolean inbound = cursor.accept("<");
        if (!inbound) cursor.expect(">");
        IpFields ip = ipFields();
        if (!inbound && ip.isForInjection()) throw cursor.error(ip + " is only for packets that are injected");
        if (cursor.acceptWord("icmp")) return icmp(inbound, ip);
        if (cursor.acceptWord("udp")) throw cursor.error("UDP packets are not supported");
        return tcp(inbound, ip);
    }

    private TcpLine tcp(boolean inbound, IpFields ip) {
        TcpLine.Ports ports = ports();
        int flags = flags();
        long start = cursor.integer("sequence number", 0, MOST_32);
        int length = sequenceEnd(start);
        OptionalLong acknowledgment = cursor.acceptWord("ack")
                ? OptionalLong.of(cursor.integer("ack", 0, MOST_32)) : OptionalLong.empty();
        OptionalInt window = cursor.acceptWord("win")
                ? OptionalInt.of((int) cursor.integer("win", 0, 65535)) : OptionalInt.empty();
        if (inbound && window.isEmpty()) throw cursor.error("an injected packet needs its window: win N");
        int urgent = cursor.acceptWord("urg") ? (int) cursor.integer("urg", 0, 65535) : 0;
        List<OptionLine> options = options();
        if (inbound && options == null) throw cursor.error("an injected packet needs its options: not <...>");
        return new TcpLine(inbound, ip, ports, flags, TcpLine.Numbers.RELATIVE, start, length, acknowledgment, window,
                urgent, options, null);
    }

    private TcpLine.Ports ports() {
        cursor.skipBlanks();
        if (!Character.isDigit(cursor.peek())) return null;
        int source = (int) cursor.integer("port", 0, 65535);
        cursor.expect(">");
        return new TcpLine.Ports(source, (int) cursor.integer("port", 0, 65535));
    }

    private int flags() {
        String letters = cursor.upTo("");
        if (letters.equals("-")) return 0;
        try {
            if (!letters.isEmpty()) return TcpFlags.parse(letters);
        } catch (IllegalArgumentException e) {
            throw cursor.error(e.getMessage());
        }
        throw cursor.error("TCP flags expected instead of " + cursor.here());
    }

    /** {@code :end(length)}. */
    private int sequenceEnd(long start) {
        cursor.expect(":");
        long end = cursor.integer();
        cursor.expect("(");
        int length = (int) cursor.integer("payload length", 0, 65535);
        cursor.expect(")");
        if (start + length != end) {
            throw cursor.error(
                    start + " and " + length + " bytes of payload end at " + (start + length) + ", not " + end);
        }
        return length;
    }

    private List<OptionLine> options() {
        var options = new ArrayList<OptionLine>();
        if (!cursor.accept("<")) return options;
        if (cursor.accept("...")) {
            cursor.expect(">");
            return null;
        }
        if (cursor.accept(">")) return options;
        do {
            options.add(option());
        } while (cursor.accept(","));
        cursor.expect(">");
        return options;
    }

    private OptionLine option() {
        String name = cursor.word();
        return switch (name) {
            case "nop" -> new OptionLine.Nop();
            case "eol" -> new OptionLine.End();
            case "sackOK" -> new OptionLine.SackPermitted();
            case "mss" -> new OptionLine.Mss((int) cursor.integer("mss", 0, 65535));
            case "wscale" -> new OptionLine.WindowScale((int) cursor.integer("wscale", 0, 255));
            case "sack" -> sack();
            case "TS" -> timestamps();
            case "raw" -> raw();
            default -> throw cursor.error(
                    "unknown TCP option '" + name + "'; known: nop eol mss wscale sackOK sack TS raw");
        };
    }

    private OptionLine sack() {
        var blocks = new ArrayList<OptionLine.Block>();
        do {
            long left = cursor.integer("sack edge", 0, MOST_32);
            cursor.expect(":");
            blocks.add(new OptionLine.Block(left, cursor.integer("sack edge", 0, MOST_32)));
            cursor.skipBlanks();
        } while (Character.isDigit(cursor.peek()));
        return new OptionLine.Sack(blocks);
    }

    private OptionLine timestamps() {
        if (!cursor.acceptWord("val")) throw cursor.error("TS val N ecr N expected");
        long value = stamp();
        if (!cursor.acceptWord("ecr")) throw cursor.error("TS val N ecr N expected");
        return new OptionLine.Timestamps(value, stamp());
    }

    private long stamp() {
        return cursor.accept("...") ? OptionLine.Timestamps.ANY : cursor.integer("timestamp", 0, MOST_32);
    }

    private OptionLine raw() {
        cursor.expect("0x");
        String hex = cursor.word();
        if (!hex.matches("([0-9a-fA-F]{2})+")) throw cursor.error("raw 0x... needs whole bytes, not '" + hex + "'");
        return new OptionLine.Raw(hex.toLowerCase(Locale.ROOT));
    }

    private IcmpLine icmp(boolean inbound, IpFields ip) {
        if (!inbound) throw cursor.error("ICMP can be injected, but not expected");
        String type = cursor.word();
        cursor.skipBlanks();
        String code = Character.isLetter(cursor.peek()) && !cursor.startsWith("mtu ") ? cursor.word() : "";
        int mtu = cursor.acceptWord("mtu") ? (int) cursor.integer("mtu", 0, 65535) : 0;
        if (!IcmpMessage.isKnown(type, code)) {
            throw cursor.error("unknown ICMP message '" + (type + " " + code).strip() + "'");
        }
        if (!cursor.accept("[")) throw cursor.error("the quoted segment is missing: [first:end(length)]");
        long start = cursor.integer("sequence number", 0, MOST_32);
        int length = sequenceEnd(start);
        cursor.expect("]");
        return new IcmpLine(true, ip, type, code, mtu, 0, new IcmpLine.Segment(start, length, false));
    }

    private IpFields ipFields() {
        String close;
        if (cursor.accept("[")) close = "]";
        else if (cursor.accept("(")) close = ")";
        else return IpFields.NONE;
        IpFields fields = IpFields.NONE;
        do {
            fields = ipField(fields);
        } while (cursor.accept(","));
        cursor.expect(close);
        return fields;
    }

    private IpFields ipField(IpFields fields) {
        String name = cursor.word();
        int ecn = IpFields.ECN_NAMES.indexOf(name);
        if (ecn >= 0) return fields.withEcn(ecn);
        return switch (name) {
            case "tos" -> fields.withTrafficClass((int) cursor.integer("tos", 0, 255));
            case "ttl" -> fields.withTimeToLive((int) cursor.integer("ttl", 0, 255));
            case "new" -> fields.asFresh();
            case "badsum" -> fields.withBadChecksum();
            case "from" -> fields.withFrom(address());
            case "to" -> fields.withTo(address());
            default -> throw cursor.error(
                    "unknown IP field '" + name + "'; known: noecn ect0 ect1 ce tos ttl new badsum from to");
        };
    }

    private IpAddress address() {
        try {
            return IpAddress.parse(cursor.upTo(",])"));
        } catch (IllegalArgumentException e) {
            throw cursor.error(e.getMessage());
        }
    }
}
