package dev.weir.core.link;

import dev.weir.core.event.Event;
import dev.weir.core.event.EventKind;
import dev.weir.core.event.Observer;
import java.util.ArrayList;
import java.util.List;

/** Keeps what links report, as text: {@code out 3 dropped (loss 2%)}. */
final class Recorder implements Observer {
    final List<String> lines = new ArrayList<>();

    @Override
    public boolean wants(EventKind kind) {
        return kind == EventKind.PACKET_IMPAIRED;
    }

    @Override
    public void on(Event event) {
        var impaired = (Event.PacketImpaired) event;
        lines.add((impaired.outbound() ? "out " : "in ") + impaired.packet() + " " + impaired.decision()
                + " (" + impaired.rule() + ")");
    }
}
