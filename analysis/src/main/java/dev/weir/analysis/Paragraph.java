package dev.weir.analysis;

import java.util.ArrayList;
import java.util.List;

/** Text for people, broken into lines. */
public final class Paragraph {
    private Paragraph() {}

    /** Lines of at most {@code width} columns, broken at spaces; at least one. */
    public static List<String> wrap(String text, int width) {
        var pieces = new ArrayList<String>();
        String rest = text;
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int end = space <= 0 ? width : space;
            pieces.add(rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        pieces.add(rest);
        return pieces;
    }
}
