package dev.weir.lab.drill;

import java.util.ArrayList;
import java.util.List;

/**
 * One way to run a script; its outcome must not depend on it.
 *
 * @param ipVersion 4 or 6
 * @param peerIsn the peer's initial sequence number, 0..2^32-1
 * @param stackNearWrap the stack's initial sequence number is 2^32-2 instead of a random one
 */
public record Variant(int ipVersion, long peerIsn, boolean stackNearWrap) {
    /** SYN and one byte fit before the wrap. */
    static final long NEAR_WRAP = (1L << 32) - 2;

    public Variant {
        if (ipVersion != 4 && ipVersion != 6) throw new IllegalArgumentException("ipVersion must be 4 or 6");
        if (peerIsn < 0 || peerIsn >= 1L << 32) throw new IllegalArgumentException("peerIsn must be 0..2^32-1");
    }

    /** Both versions of IP where the script allows it, each far from the wrap of sequence numbers and just below it. */
    public static List<Variant> of(Script script) {
        var variants = new ArrayList<Variant>();
        for (int version : new int[] {4, 6}) {
            if (!script.runsOver(version)) continue;
            variants.add(new Variant(version, 0, false));
            variants.add(new Variant(version, NEAR_WRAP, true));
        }
        return variants;
    }

    @Override
    public String toString() {
        return "IPv" + ipVersion + (peerIsn == 0 ? "" : ", peer's ISN " + peerIsn)
                + (stackNearWrap ? ", stack's ISN " + NEAR_WRAP : "");
    }
}
