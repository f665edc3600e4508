package dev.weir.lab.matrix.syn;

import java.util.List;

/**
 * One option as a script writes it, and its octets.
 *
 * @param text in the script's notation
 */
record Option(String text, int... octets) {
    static final Option NOP = new Option("nop", 1);
    static final Option END = new Option("eol", 0);
    static final Option SACK = new Option("sackOK", 4, 2);

    static Option mss(int value) {
        return new Option("mss " + value, 2, 4, value >> 8, value & 255);
    }

    static Option scale(int shift) {
        return new Option("wscale " + shift, 3, 3, shift);
    }

    static Option stamp(int value) {
        return new Option("TS val " + value + " ecr 0", 8, 10, value >> 24, value >> 16 & 255, value >> 8 & 255,
                value & 255, 0, 0, 0, 0);
    }

    /** An option of {@code actual} octets that claims to have {@code claimed}. */
    static Option claiming(int kind, int claimed, int actual) {
        var octets = new int[actual];
        octets[0] = kind;
        if (actual > 1) octets[1] = claimed;
        for (int i = 2; i < actual; i++) octets[i] = 1; // NOPs, for whoever reads on in here
        var text = new StringBuilder("raw 0x");
        for (int octet : octets) text.append("%02x".formatted(octet));
        return new Option(text.toString(), octets);
    }

    static String text(List<Option> options) {
        return String.join(",", options.stream().map(Option::text).toList());
    }

    /** What RFC 9293 3.2 understands of a SYN's options. */
    record Understood(int mss, int scale, boolean sack, int stamp) {
        private static final int ABSENT = -1;

        static Understood of(List<Option> options) {
            int[] octets = options.stream().flatMapToInt(option -> java.util.Arrays.stream(option.octets)).toArray();
            int mss = ABSENT;
            int scale = ABSENT;
            int stamp = ABSENT;
            boolean sack = false;
            int at = 0;
            while (at < octets.length && octets[at] != 0) { // End of option list: nothing behind it counts
                if (octets[at] == 1) { // No-operation has no length
                    at++;
                    continue;
                }
                if (at + 1 >= octets.length) break;
                int length = octets[at + 1];
                if (length < 2 || at + length > octets.length) break; // MUST-7; choice: what came before it counts
                switch (octets[at]) { // choice: of one that comes twice the last counts
                    case 2 -> mss = length == 4 ? octets[at + 2] << 8 | octets[at + 3] : mss;
                    case 3 -> scale = length == 3 ? octets[at + 2] : scale;
                    case 4 -> sack |= length == 2;
                    case 8 -> stamp = length == 10
                            ? octets[at + 2] << 24 | octets[at + 3] << 16 | octets[at + 4] << 8 | octets[at + 5]
                                    : stamp;
                    default -> { } // MUST-6
                }
                at += length;
            }
            return new Understood(mss, scale, sack, stamp);
        }
    }
}
