package dev.weir.lab.matrix.arrival;

import dev.weir.lab.matrix.start.Block;

/** A segment that arrives: one case. */
record Arrival(Kind kind, Place place, Acknowledged acknowledged, long seq, long ack) {
    static Arrival at(Block c, Kind kind, Place place, Acknowledged acknowledged) {
        return new Arrival(kind, place, acknowledged, place.sequence(c, kind), acknowledged.number(c));
    }

    long end() {
        return seq + kind.length();
    }

    String line(boolean begins) {
        return "< %s%-2s %s:%s(%d)%s win %s%s".formatted(begins ? "[new] " : "", kind.flags(), number(seq),
                number(seq) + kind.text(), kind.text(), kind.ack() ? " ack " + number(ack) : "",
                kind.rst() ? "0" : "300", kind.syn() ? " <mss 1000>" : "");
    }

    /** What lies before the SYN has wrapped. */
    private static long number(long position) {
        return position < 0 ? position + (1L << 32) : position;
    }
}
