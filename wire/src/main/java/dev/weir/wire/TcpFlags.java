package dev.weir.wire;

/** The control bits of a TCP header, and their text as tcpdump and packetdrill write it. */
public final class TcpFlags {
    public static final int FIN = 1;
    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int PSH = 8;
    public static final int ACK = 16;
    public static final int URG = 32;
    /** ECN-Echo (RFC 3168). */
    public static final int ECE = 64;
    /** Congestion Window Reduced (RFC 3168). */
    public static final int CWR = 128;
    /** Accurate ECN, once NS (RFC 9768). */
    public static final int AE = 256;
    /** All nine bits. */
    public static final int MASK = 0x1ff;

    private static final String LETTERS = "FSRP.UEWe"; // bit 0 first

    private TcpFlags() {}

    /** One letter per bit, such as {@code S}, {@code S.}, {@code P.}, {@code SEW}; {@code none} without any. */
    public static String text(int flags) {
        if ((flags & MASK) == 0) return "none";
        var text = new StringBuilder(LETTERS.length());
        for (int bit = 0; bit < LETTERS.length(); bit++) {
            if ((flags & 1 << bit) != 0) text.append(LETTERS.charAt(bit));
        }
        return text.toString();
    }

    /**
     * The inverse of {@link #text}; letters in any order, {@code A} is read as AE too.
     *
     * @throws IllegalArgumentException naming a letter that is none
     */
    public static int parse(String text) {
        if (text.equals("none")) return 0;
        int flags = 0;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i) == 'A' ? 'e' : text.charAt(i);
            int bit = LETTERS.indexOf(letter);
            if (bit < 0) throw new IllegalArgumentException("not a TCP flag: '" + letter + "' in '" + text + "'");
            flags |= 1 << bit;
        }
        return flags;
    }
}
