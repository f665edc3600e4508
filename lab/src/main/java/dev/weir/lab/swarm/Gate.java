package dev.weir.lab.swarm;

import dev.weir.core.link.Doorbell;
import dev.weir.core.link.Frame;
import dev.weir.core.link.Link;
import dev.weir.core.link.LinkCapabilities;
import dev.weir.core.link.OutgoingPacket;

/** A link that loses everything while it is shut; any thread may shut it. */
public final class Gate implements Link {
    private final Link inner;
    private volatile boolean shut;

    public Gate(Link inner) {
        this.inner = inner;
    }

    public void shut() {
        shut = true;
    }

    public void open() {
        shut = false;
    }

    @Override
    public LinkCapabilities capabilities() {
        return inner.capabilities();
    }

    @Override
    public boolean send(OutgoingPacket packet, long now) {
        return shut || inner.send(packet, now);
    }

    @Override
    public boolean receive(Frame frame, long now) {
        while (inner.receive(frame, now)) {
            if (!shut) return true;
        }
        return false;
    }

    @Override
    public long nextDeadline() {
        return inner.nextDeadline();
    }

    @Override
    public void onArrival(Doorbell doorbell) {
        inner.onArrival(doorbell);
    }

    @Override
    public Doorbell peer() {
        return inner.peer();
    }

    @Override
    public Link inner() {
        return inner;
    }

    @Override
    public void close() {
        inner.close();
    }
}
