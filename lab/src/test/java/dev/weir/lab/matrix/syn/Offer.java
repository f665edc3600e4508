package dev.weir.lab.matrix.syn;

import java.util.ArrayList;
import java.util.List;

/** What a SYN offers beside its MSS. */
record Offer(boolean scale, boolean sack, boolean timestamps) {
    static List<Offer> all() {
        var all = new ArrayList<Offer>();
        for (int bits = 0; bits < 8; bits++) all.add(new Offer((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0));
        return all;
    }

    /** Both sides want it. */
    Offer and(Offer other) {
        return new Offer(scale && other.scale, sack && other.sack, timestamps && other.timestamps);
    }

    String words() {
        var words = new ArrayList<String>();
        if (scale) words.add("window scale");
        if (sack) words.add("SACK");
        if (timestamps) words.add("timestamps");
        return words.isEmpty() ? "nothing" : String.join(", ", words);
    }

    String file() {
        return words().toLowerCase(java.util.Locale.ROOT).replace("window scale", "scale").replace(", ", "-");
    }

    /** As a peer sends them that has a layout of its own. */
    String ofPeer() {
        return "mss 1000" + (timestamps ? ",TS val 700 ecr 0" : "") + (sack ? ",sackOK" : "")
                + (scale ? ",wscale 3" : "");
    }
}
