package dev.weir.analysis.chart;

/** Colours with a meaning, those of tcptrace's graphs; they follow the colours of curves without one. */
public final class Hue {
    public static final int DATA = 9;
    public static final int ACKNOWLEDGED = 10;
    public static final int WINDOW = 11;
    public static final int RESENT = 12;
    public static final int LATE = 13;
    public static final int SACKED = 14;
    /** SYN, FIN, RST. */
    public static final int MARK = 15;

    private Hue() {}
}
