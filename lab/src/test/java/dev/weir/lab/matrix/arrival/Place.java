package dev.weir.lab.matrix.arrival;

import dev.weir.lab.matrix.start.Block;

/** Where a segment lies, seen from the receive window. */
enum Place {
    LEFT("left of the window"),
    ACROSS_LEFT("across the left edge"),
    AT_LEFT("at RCV.NXT"),
    INSIDE("inside the window"),
    AT_RIGHT("at the last number of the window"),
    RIGHT("right of the window");

    final String text;

    Place(String text) {
        this.text = text;
    }

    /** Whether such a segment can be told from the others in this block. */
    boolean exists(Block c, Kind kind) {
        return switch (this) {
            case LEFT, AT_LEFT, RIGHT -> true;
            case ACROSS_LEFT -> kind.text() > 1 && c.rcvNxt() > kind.text() && c.rcvWnd() > 0;
            case INSIDE, AT_RIGHT -> c.rcvWnd() > 1;
        };
    }

    /** SEG.SEQ. To the left, the last octet is RCV.NXT - 1; of what takes no octet, the number. */
    long sequence(Block c, Kind kind) {
        return switch (this) {
            case LEFT -> c.rcvNxt() - Math.max(1, kind.length());
            case ACROSS_LEFT -> c.rcvNxt() - kind.text() / 2;
            case AT_LEFT -> c.rcvNxt();
            case INSIDE -> c.rcvNxt() + c.rcvWnd() / 2;
            case AT_RIGHT -> c.rcvNxt() + c.rcvWnd() - 1;
            case RIGHT -> c.rcvNxt() + c.rcvWnd() + (c.rcvWnd() == 0 ? 1 : 0);
        };
    }
}
