package dev.weir.lab.matrix.arrival;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * A kind of segment.
 *
 * @param flags in a script's notation: {@code F S R P .}, or {@code -} for none
 * @param file its name in the names of scripts, or for a mixture in words
 * @param text octets of payload
 */
record Kind(String flags, String file, int text) {
    static final int TEXT_BYTES = 10;
    static final Kind SYN = new Kind("S", "syn", 0);

    /** Those that RFC 9293 3.10.7 speaks of. */
    static List<Kind> usual() {
        return List.of(new Kind("R", "rst", 0), new Kind("R.", "rst-ack", 0), SYN, new Kind("S.", "syn-ack", 0),
                new Kind("F", "fin", 0), new Kind("F.", "fin-ack", 0), new Kind(".", "ack", 0),
                new Kind("P.", "data", TEXT_BYTES));
    }

    /** Every mixture of FIN, SYN, RST and ACK, without and with text. */
    static List<Kind> mixtures() {
        var all = new ArrayList<Kind>();
        for (int bits = 0; bits < 16; bits++) {
            String flags = ((bits & 1) != 0 ? "F" : "") + ((bits & 2) != 0 ? "S" : "") + ((bits & 4) != 0 ? "R" : "")
                    + ((bits & 8) != 0 ? "." : "");
            for (int text : new int[] {0, TEXT_BYTES}) {
                all.add(new Kind(flags.isEmpty() ? "-" : flags, words(bits) + (text > 0 ? " with text" : ""), text));
            }
        }
        return all;
    }

    private static String words(int bits) {
        var words = new StringJoiner("/").setEmptyValue("no flag");
        for (int bit = 0; bit < 4; bit++) {
            if ((bits & 1 << bit) != 0) words.add(List.of("FIN", "SYN", "RST", "ACK").get(bit));
        }
        return words.toString();
    }

    String words() {
        boolean isWords = Character.isUpperCase(file.charAt(0)) || file.contains(" ");
        return isWords ? file : file.toUpperCase(Locale.ROOT).replace('-', '/');
    }

    boolean rst() {
        return flags.contains("R");
    }

    boolean syn() {
        return flags.contains("S");
    }

    boolean fin() {
        return flags.contains("F");
    }

    boolean ack() {
        return flags.endsWith(".");
    }

    /** No ACK and no RST: it asks for a connection. */
    boolean opens() {
        return syn() && !ack() && !rst();
    }

    /** SEG.LEN: SYN and FIN occupy a sequence number each. */
    int length() {
        return text + (syn() ? 1 : 0) + (fin() ? 1 : 0);
    }
}
