package dev.weir.lab.drill;

import dev.weir.lab.drill.script.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * One way to run a script; its outcome must not depend on it.
 *
 * @param ipVersion 4 or 6
 * @param peerIsn the peer's initial sequence number, 0..2^32-1
 * @param stackIsn the stack's, 0..2^32-1; {@link #ANY} leaves it to the stack
 * @param offload the link takes super-packets and unfinished checksums; they are cut and finished behind it
 */
public record Variant(int ipVersion, long peerIsn, long stackIsn, boolean offload) {
    /** No particular number. */
    public static final long ANY = -1;
    /** SYN and one byte fit before the wrap. */
    public static final long NEAR_WRAP = (1L << 32) - 2;

    public Variant {
        if (ipVersion != 4 && ipVersion != 6) throw new IllegalArgumentException("ipVersion must be 4 or 6");
        if (peerIsn < 0 || peerIsn >= 1L << 32) throw new IllegalArgumentException("peerIsn must be 0..2^32-1");
        if (stackIsn < ANY || stackIsn >= 1L << 32) throw new IllegalArgumentException("stackIsn must be ANY..2^32-1");
    }

    /** As the script stands, nothing special. */
    public static Variant plain(int ipVersion) {
        return new Variant(ipVersion, 0, ANY, false);
    }

    /**
     * Both versions of IP where the script allows it, each plain, and with sequence numbers of both sides just below
     * the wrap and offload.
     */
    public static List<Variant> of(Script script) {
        var variants = new ArrayList<Variant>();
        for (int version : new int[] {4, 6}) {
            if (!script.runsOver(version)) continue;
            variants.add(plain(version));
            variants.add(new Variant(version, NEAR_WRAP, NEAR_WRAP, true));
        }
        return variants;
    }

    @Override
    public String toString() {
        var text = new StringJoiner(", ").add("IPv" + ipVersion);
        if (peerIsn != 0) text.add("peer's ISN " + peerIsn);
        if (stackIsn != ANY) text.add("stack's ISN " + stackIsn);
        if (offload) text.add("offload");
        return text.toString();
    }
}
