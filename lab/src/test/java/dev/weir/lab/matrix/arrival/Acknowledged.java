package dev.weir.lab.matrix.arrival;

import dev.weir.lab.matrix.start.Block;

/** What a segment acknowledges, seen from what the stack has sent. */
enum Acknowledged {
    NOTHING("no ACK"),
    TOO_OLD("ACK below SND.UNA - MAX.SND.WND"),
    OLD("ACK of SND.UNA - MAX.SND.WND"),
    DUPLICATE("ACK of SND.UNA"),
    PART("ACK of some, but not all"),
    ALL("ACK of SND.NXT"),
    BEYOND("ACK beyond SND.NXT");

    final String text;

    Acknowledged(String text) {
        this.text = text;
    }

    boolean exists(Block c, Kind kind) {
        if (!kind.ack()) return this == NOTHING;
        return switch (this) {
            case NOTHING -> false;
            case TOO_OLD, OLD -> c.state().isSynchronized();
            case DUPLICATE, BEYOND -> true;
            case PART -> c.sndNxt() - c.sndUna() > 1;
            case ALL -> c.sndNxt() > c.sndUna();
        };
    }

    /** SEG.ACK; where a FIN is outstanding, some is all before it. */
    long number(Block c) {
        return switch (this) {
            case NOTHING -> 0;
            case TOO_OLD -> c.sndUna() - c.maxSndWnd() - 1;
            case OLD -> c.sndUna() - c.maxSndWnd();
            case DUPLICATE -> c.sndUna();
            case PART -> c.sndNxt() - (c.finSent() ? 1 : 50);
            case ALL -> c.sndNxt();
            case BEYOND -> c.sndNxt() + 1;
        };
    }
}
