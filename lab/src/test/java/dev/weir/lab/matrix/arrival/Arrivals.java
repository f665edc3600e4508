package dev.weir.lab.matrix.arrival;

import dev.weir.core.event.State;
import dev.weir.lab.matrix.start.Start;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every state, by every kind of segment, place in the window and acknowledgment, RFC 5961 on and off. */
public final class Arrivals {
    private Arrivals() {}

    /** By path below the matrix. */
    public static Map<String, String> scripts() {
        var scripts = new TreeMap<String, String>();
        for (Start start : Start.values()) {
            switch (start) {
                case CLOSED, LISTEN -> scripts.put("arrival/" + start.folder + ".pkt",
                        ArrivalScript.of(start, "any segment", Kind.usual(), false, true));
                case SYN_SENT -> put(scripts, start, false, true);
                case SYN_RECEIVED_PASSIVE, SYN_RECEIVED_ACTIVE -> {
                    put(scripts, start, false, true);
                    put(scripts, start, false, false);
                }
                // a window is never shut for those who read all there was
                case FIN_WAIT_1_CLOSED, FIN_WAIT_2_CLOSED -> {
                    put(scripts, start, false, true);
                    put(scripts, start, false, false);
                }
                default -> {
                    for (boolean protectedBy5961 : new boolean[] {true, false}) {
                        put(scripts, start, false, protectedBy5961);
                        put(scripts, start, true, protectedBy5961);
                    }
                }
            }
        }
        for (Start start : Start.values()) {
            String name = "flags/" + start.folder;
            scripts.put(name + ".pkt", ArrivalScript.mixtures(start, true));
            if (start.state != State.SYN_SENT && start.state != State.CLOSED && start.state != State.LISTEN) {
                scripts.put(name + "-without-5961.pkt", ArrivalScript.mixtures(start, false));
            }
            if (start.state == State.CLOSED || start.state == State.LISTEN || start == Start.SYN_SENT) continue;
            if (start.isClosedForReading()) continue;
            scripts.put("stamp/" + start.folder + ".pkt", StampScript.of(start, false));
            scripts.put("stamp/" + start.folder + "-required.pkt", StampScript.of(start, true));
        }
        return scripts;
    }

    private static void put(Map<String, String> scripts, Start start, boolean zeroWindow, boolean protectedBy5961) {
        for (Kind kind : Kind.usual()) {
            String name = kind.file() + (zeroWindow ? "-zero-window" : "") + (protectedBy5961 ? "" : "-without-5961");
            scripts.put("arrival/" + start.folder + "/" + name + ".pkt",
                    ArrivalScript.of(start, kind.words(), List.of(kind), zeroWindow, protectedBy5961));
        }
    }
}
