package dev.weir.lab.matrix.icmp;

import dev.weir.lab.matrix.start.Start;
import java.util.Map;
import java.util.TreeMap;

/** Every ICMP error in every state, quoting what is outstanding and what is not. */
public final class Icmps {
    private Icmps() {}

    /** By path below the matrix. */
    public static Map<String, String> scripts() {
        var scripts = new TreeMap<String, String>();
        for (Start start : Start.values()) {
            if (start.isClosedForReading()) continue; // it makes no difference to what is sent
            for (boolean byTheLetter : new boolean[] {false, true}) {
                String name = "icmp/" + start.folder + (byTheLetter ? "-by-the-letter" : "");
                scripts.put(name + ".pkt", IcmpScript.of(start, byTheLetter, Message.Version.BOTH));
                scripts.put(name + "-ipv4.pkt", IcmpScript.of(start, byTheLetter, Message.Version.IPV4));
                scripts.put(name + "-ipv6.pkt", IcmpScript.of(start, byTheLetter, Message.Version.IPV6));
            }
        }
        return scripts;
    }
}
