package dev.weir.doctor.talk;

import dev.weir.doctor.visit.IdleTest;
import dev.weir.doctor.visit.IdleTest.Ending;
import dev.weir.doctor.visit.Protocol;
import dev.weir.doctor.visit.Visit;
import dev.weir.io.probe.ProbeConnection.Heard;
import dev.weir.wire.IpAddress;

/** Leaves a connection alone for a while, and then asks what was answered before. */
public final class IdleStep {
    private IdleStep() {}

    /**
     * Waits that long; the visit must have the time for it.
     *
     * @param protocol one in which the client asks first
     * @param patienceNanos for the answer
     */
    public static IdleTest take(Visit visit, IpAddress address, Conversation conversation, Protocol protocol,
            long idleNanos,
            long patienceNanos) {
        long began = visit.nowNanos();
        var meanwhile = conversation.hear(idleNanos);
        long lasted = visit.nowNanos() - began;
        if (meanwhile instanceof Heard.End || meanwhile instanceof Heard.Broken) {
            var ending = meanwhile instanceof Heard.End ? Ending.CLOSED_BY_SERVER : Ending.RESET_WHILE_IDLE;
            return visit.add(new IdleTest(address, ending, lasted, false, began, lasted));
        }
        long before = conversation.acknowledgedBytes();
        Request.to(visit.target(), protocol, 0).ifPresent(conversation::say);
        var ending = switch (conversation.hear(patienceNanos)) {
            case Heard.Bytes _ -> Ending.SURVIVED;
            case Heard.Silence _ -> Ending.SILENT_AFTERWARDS;
            case Heard.End _, Heard.Broken _ -> Ending.RESET_AFTERWARDS;
        };
        boolean acknowledged = conversation.acknowledgedBytes() > before;
        return visit.add(new IdleTest(address, ending, lasted, acknowledged, began, visit.nowNanos() - began));
    }
}
