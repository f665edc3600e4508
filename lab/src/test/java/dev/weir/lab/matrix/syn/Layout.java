package dev.weir.lab.matrix.syn;

import java.util.ArrayList;
import java.util.List;

/** How two known stacks lay the options of a SYN out; written down from their packets, not from our code. */
enum Layout {
    /** {@code mss,sackOK,TS,nop,wscale}; two NOPs stand where one of SACK and timestamps is missing. */
    LINUX(5) {
        @Override
        String options(int mss, int scale, boolean sack, String stamps) {
            var list = new ArrayList<>(List.of("mss " + mss));
            if (stamps != null) {
                list.add(sack ? "sackOK" : "nop,nop");
                list.add(stamps);
            } else if (sack) {
                list.add("nop,nop,sackOK");
            }
            if (scale >= 0) list.add("nop,wscale " + scale);
            return String.join(",", list);
        }
    },
    /**
     * {@code mss,nop,wscale,sackOK,TS}; two NOPs before timestamps without SACK, an end behind SACK without timestamps.
     */
    FREEBSD(6) {
        @Override
        String options(int mss, int scale, boolean sack, String stamps) {
            var list = new ArrayList<>(List.of("mss " + mss));
            if (scale >= 0) list.add("nop,wscale " + scale);
            if (sack) list.add("sackOK");
            if (stamps != null) list.add((sack ? "" : "nop,nop,") + stamps);
            else if (sack) list.add("eol");
            return String.join(",", list);
        }
    };

    final int ourScale; // of the profile's receive buffer

    Layout(int ourScale) {
        this.ourScale = ourScale;
    }

    /**
     * @param scale -1 for none
     * @param stamps null for none
     */
    abstract String options(int mss, int scale, boolean sack, String stamps);

    String profile() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
