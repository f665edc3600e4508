package dev.weir.lab.actor;

import dev.weir.core.event.CloseReason;
import dev.weir.lab.Actor;
import dev.weir.lab.Payload;
import dev.weir.lab.Session;
import java.time.Duration;

/** Sends in bursts, each as fast as it is taken, with pauses between them; then closes. Ignores what it receives. */
public final class OnOff implements Actor {
    private final Outflow outflow;
    private final long burstBytes;
    private final long bytes;
    private final Duration pause;
    private long allowed;
    private boolean pausing;
    private boolean closed;
    private CloseReason end = CloseReason.NONE;

    /**
     * @param burstBytes at least 1
     * @param bursts how many, at least 1
     * @param pause from the end of a burst, when its last byte was taken, to the next
     */
    public OnOff(Payload payload, long burstBytes, int bursts, Duration pause) {
        this.bytes = burstBytes * bursts;
        this.outflow = new Outflow(payload, bytes);
        this.burstBytes = burstBytes;
        this.allowed = burstBytes;
        this.pause = pause;
    }

    /** Two bursts: what a connection does whose application was quiet for long. */
    public static OnOff idleThenSend(Payload payload, long bytesEach, Duration idle) {
        return new OnOff(payload, bytesEach, 2, idle);
    }

    @Override
    public void writable(Session session) {
        if (closed || pausing || !outflow.writeTo(session, allowed)) return;
        if (allowed == bytes) {
            closed = true;
            session.close();
            return;
        }
        pausing = true;
        session.after(pause, () -> {
            pausing = false;
            allowed += burstBytes;
            writable(session);
        });
    }

    @Override
    public void readable(Session session) {
        Sink.discard(session);
    }

    @Override
    public void ended(Session session, CloseReason reason) {
        closed = true;
        end = reason;
    }

    public long written() {
        return outflow.written();
    }

    /** NONE until the end. */
    public CloseReason end() {
        return end;
    }
}
