package dev.weir.lab.matrix.icmp;

import dev.weir.lab.matrix.start.Block;

/** Which sequence number the error quotes: RFC 5927 4.1 believes those that are outstanding. */
enum Quoted {
    OLD("quotes what was acknowledged", false),
    FIRST("quotes SND.UNA", true),
    LAST("quotes SND.NXT - 1", true),
    UNSENT("quotes SND.NXT", false);

    final String text;
    final boolean believed;

    Quoted(String text, boolean believed) {
        this.text = text;
        this.believed = believed;
    }

    boolean exists(Block c) {
        return switch (this) {
            case OLD -> c.sndUna() > 0;
            case FIRST -> c.sndUna() < c.sndNxt();
            case LAST -> c.sndNxt() - c.sndUna() > 1;
            case UNSENT -> true;
        };
    }

    long position(Block c) {
        return switch (this) {
            case OLD -> c.sndUna() - 1;
            case FIRST -> c.sndUna();
            case LAST -> c.sndNxt() - 1;
            case UNSENT -> c.sndNxt();
        };
    }
}
