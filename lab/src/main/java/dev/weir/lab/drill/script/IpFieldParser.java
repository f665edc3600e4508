package dev.weir.lab.drill.script;

import dev.weir.wire.IpAddress;
import java.util.Locale;
import java.util.Map;

/** Reads the fields of the IP header that stand in brackets before a packet. */
final class IpFieldParser {
    /** Code points of RFC 2474, 2597, 3246, 5865 and 8622 by their names. */
    private static final Map<String, Integer> CODE_POINTS = Map.ofEntries(
            Map.entry("cs0", 0), Map.entry("cs1", 8), Map.entry("cs2", 16), Map.entry("cs3", 24),
            Map.entry("cs4", 32), Map.entry("cs5", 40), Map.entry("cs6", 48), Map.entry("cs7", 56),
            Map.entry("af11", 10), Map.entry("af12", 12), Map.entry("af13", 14),
            Map.entry("af21", 18), Map.entry("af22", 20), Map.entry("af23", 22),
            Map.entry("af31", 26), Map.entry("af32", 28), Map.entry("af33", 30),
            Map.entry("af41", 34), Map.entry("af42", 36), Map.entry("af43", 38),
            Map.entry("ef", 46), Map.entry("voice_admit", 44), Map.entry("le", 1));

    private final Cursor cursor;

    IpFieldParser(Cursor cursor) {
        this.cursor = cursor;
    }

    IpFields fields() {
        String close;
        if (cursor.accept("[")) close = "]";
        else if (cursor.accept("(")) close = ")";
        else return IpFields.NONE;
        IpFields fields = IpFields.NONE;
        do {
            fields = field(fields);
        } while (cursor.accept(","));
        cursor.expect(close);
        return fields;
    }

    private IpFields field(IpFields fields) {
        String name = cursor.word();
        int ecn = IpFields.ECN_NAMES.indexOf(name);
        if (ecn >= 0) return fields.withEcn(ecn);
        return switch (name) {
            case "" -> throw cursor.error("an IP field expected instead of " + cursor.here());
            case "ecn" -> fields.withEcn(ecn());
            case "dscp" -> fields.withDscp(codePoint());
            case "tos", "class" -> fields.withTrafficClass((int) cursor.integer(name, 0, 255));
            case "ttl", "hlim" -> fields.withTimeToLive((int) cursor.integer(name, 0, 255));
            case "flowlabel" -> fields.withFlowLabel((int) cursor.integer(name, 0, 0xfffff));
            case "new" -> fields.asFresh();
            case "badsum" -> fields.withBadChecksum();
            case "from" -> fields.withFrom(address());
            case "to" -> fields.withTo(address());
            default -> throw new NotApplicable("IP field " + name);
        };
    }

    private int ecn() {
        int ecn = IpFields.ECN_NAMES.indexOf(cursor.word());
        if (ecn < 0) throw cursor.error("one of " + IpFields.ECN_NAMES + " expected");
        return ecn;
    }

    private int codePoint() {
        cursor.skipBlanks();
        if (Character.isDigit(cursor.peek())) return (int) cursor.integer("dscp", 0, 63);
        String name = cursor.word();
        Integer codePoint = CODE_POINTS.get(name.toLowerCase(Locale.ROOT));
        if (codePoint == null) throw cursor.error("a code point of 6 bits or its name expected, not '" + name + "'");
        return codePoint;
    }

    private IpAddress address() {
        try {
            return IpAddress.parse(cursor.upTo(",])"));
        } catch (IllegalArgumentException e) {
            throw cursor.error(e.getMessage());
        }
    }
}
