package dev.weir.lab.drill.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the TCP options that stand in angle brackets behind a segment. */
final class OptionParser {
    private static final int MD5_KIND = 19;
    private static final int ACC_ECN_0_KIND = 172;
    private static final int ACC_ECN_1_KIND = 174;
    private static final int EXPERIMENTAL_KIND = 254;
    private static final String ACK_RATE_ID = "00ac";

    private final Cursor cursor;
    private final Set<Unclaimed> features;

    /** @param features told of those that options belong to */
    OptionParser(Cursor cursor, Set<Unclaimed> features) {
        this.cursor = cursor;
        this.features = features;
    }

    /** Null for {@code <...>}. */
    List<OptionLine> options() {
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
        while (cursor.peek() == '-') { // exp-FO
            cursor.expect("-");
            name = name + "-" + cursor.word();
        }
        return switch (name) {
            case "" -> throw cursor.error("a TCP option expected instead of " + cursor.here());
            case "nop" -> new OptionLine.Nop();
            case "eol" -> new OptionLine.End();
            case "sackOK" -> new OptionLine.SackPermitted();
            case "mss" -> new OptionLine.Mss((int) cursor.integer("mss", 0, 65535));
            case "wscale" -> new OptionLine.WindowScale((int) cursor.integer("wscale", 0, 255));
            case "sack" -> sack();
            case "TS" -> timestamps();
            case "raw" -> raw();
            case "kind" -> generic();
            case "FO" -> fastOpen("FO");
            case "FOEXP", "exp-FO" -> fastOpen("FOEXP");
            case "md5" -> named(Unclaimed.MD5, name, MD5_KIND, "", digest());
            case "tcpao", "ao", "tcp_ao" -> throw Unclaimed.AUTHENTICATION.obstacle();
            case "exp-tarr" -> named(Unclaimed.TARR, name, EXPERIMENTAL_KIND, ACK_RATE_ID, rate());
            case "ECN" -> counters(name, cursor.isAtWord("e1b") ? ACC_ECN_1_KIND : ACC_ECN_0_KIND);
            case "AccECN0" -> counters(name, ACC_ECN_0_KIND);
            case "AccECN1" -> counters(name, ACC_ECN_1_KIND);
            default -> {
                if (Unclaimed.isMultipathOption(name)) throw Unclaimed.MULTIPATH.obstacle();
                throw new NotApplicable("TCP option " + name);
            }
        };
    }

    private OptionLine sack() {
        var blocks = new ArrayList<OptionLine.Block>();
        do {
            long left = cursor.integer("sack edge", 0, PacketParser.MOST_32);
            cursor.expect(":");
            blocks.add(new OptionLine.Block(left, cursor.integer("sack edge", 0, PacketParser.MOST_32)));
            cursor.skipBlanks();
        } while (Character.isDigit(cursor.peek()));
        return new OptionLine.Sack(blocks);
    }

    private OptionLine timestamps() {
        if (!cursor.acceptWord("val")) throw cursor.error("TS val N ecr N expected");
        long value = stamp();
        if (!cursor.acceptWord("ecr")) throw cursor.error("TS val N ecr N expected");
        long echo = stamp();
        return new OptionLine.Timestamps(value, echo, cursor.accept("!"));
    }

    private long stamp() {
        return cursor.accept("...") ? OptionLine.Timestamps.ANY : cursor.integer("timestamp", 0, PacketParser.MOST_32);
    }

    private OptionLine raw() {
        return new OptionLine.Raw(hex());
    }

    /** {@code kind 253 0x1234}: an option of any kind, with what stands behind its length. */
    private OptionLine generic() {
        int kind = (int) cursor.integer("kind", 0, 255);
        cursor.skipBlanks();
        String value = cursor.startsWith("0x") ? hex() : "";
        return new OptionLine.Raw("%02x%02x".formatted(kind, 2 + value.length() / 2) + value);
    }

    /** @param hex what stands behind kind, length and identifier */
    private OptionLine named(Unclaimed feature, String name, int kind, String identifier, String hex) {
        features.add(feature);
        return named(name, kind, identifier, hex);
    }

    private static OptionLine named(String name, int kind, String identifier, String hex) {
        String bytes = "%02x%02x".formatted(kind, 2 + (identifier.length() + hex.length()) / 2) + identifier + hex;
        return new OptionLine.Named(hex.isEmpty() ? name : name + " " + hex, bytes);
    }

    /** {@code FO}, {@code FO 0123abcd}, or {@code FO TFO_COOKIE}: the one that the stack gives to its peer. */
    private OptionLine fastOpen(String name) {
        cursor.skipBlanks();
        String cookie = Character.isLetterOrDigit(cursor.peek()) ? cursor.word() : "";
        if (cookie.isEmpty() || cookie.matches("([0-9a-fA-F]{2})+")) {
            return OptionLine.FastOpen.of(name, cookie.toLowerCase(Locale.ROOT));
        }
        if (OptionLine.StackCookie.KEYS.containsKey(cookie)) return new OptionLine.StackCookie(name, cookie);
        if (cookie.matches("[A-Z]\\w*")) throw new NotApplicable("the cookie " + cookie);
        throw cursor.error("a cookie of whole bytes in hexadecimal digits expected, not '" + cookie + "'");
    }

    private String digest() {
        String digest = cursor.word();
        if (digest.matches("valid|invalid|[A-Z]\\w*")) throw Unclaimed.MD5.obstacle(); // only its maker could tell
        if (digest.matches("([0-9a-fA-F]{2})*")) return digest.toLowerCase(Locale.ROOT);
        throw cursor.error("a digest of whole bytes in hexadecimal digits expected, not '" + digest + "'");
    }

    private OptionLine counters(String name, int kind) {
        return named(name, kind, "", counters());
    }

    /** Up to three counters of 24 bits, in the order that the option's kind gives them. */
    private String counters() {
        var counters = new StringBuilder();
        var left = new ArrayList<>(List.of("e0b", "ceb", "e1b", "ee0b", "eceb", "ee1b"));
        while (left.stream().anyMatch(cursor::isAtWord)) {
            String name = cursor.word();
            left.remove(name);
            counters.append("%06x".formatted(cursor.integer(name, 0, 0xffffff)));
        }
        return counters.toString();
    }

    private String rate() {
        cursor.skipBlanks();
        return Character.isDigit(cursor.peek()) ? "%04x".formatted(cursor.integer("rate", 0, 2047) << 5) : "";
    }

    private String hex() {
        cursor.expect("0x");
        String hex = cursor.word();
        if (!hex.matches("([0-9a-fA-F]{2})+")) throw cursor.error("0x... needs whole bytes, not '" + hex + "'");
        return hex.toLowerCase(Locale.ROOT);
    }
}
