package dev.weir.lab.drill;

import dev.weir.core.link.Doorbell;
import dev.weir.core.link.Frame;
import dev.weir.core.link.Link;
import dev.weir.core.link.LinkCapabilities;
import dev.weir.core.link.OutgoingPacket;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/** The road between the stack and its script: keeps what is sent, hands over what is injected. */
final class ScriptLink implements Link {
    /** @param at when it was sent */
    record Sent(long at, byte[] bytes) {}

    private final LinkCapabilities capabilities;
    private final ArrayDeque<Sent> sent = new ArrayDeque<>();
    private final ArrayDeque<byte[]> arriving = new ArrayDeque<>();
    private Doorbell doorbell;
    private boolean held;
    private boolean closed;

    ScriptLink(int mtu) {
        capabilities = LinkCapabilities.plain(mtu);
    }

    @Override
    public LinkCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public boolean send(OutgoingPacket packet, long now) {
        var bytes = new byte[packet.length()];
        packet.copyTo(MemorySegment.ofArray(bytes), 0);
        if (!closed) sent.add(new Sent(now, bytes));
        return true;
    }

    @Override
    public boolean receive(Frame frame, long now) {
        byte[] next = held ? null : arriving.poll();
        if (next == null) return false;
        frame.set(MemorySegment.ofArray(next), 0, next.length);
        return true;
    }

    @Override
    public void onArrival(Doorbell doorbell) {
        this.doorbell = doorbell;
    }

    /** The stack finds the packet in its next turn, or after {@link #release}. */
    void inject(byte[] packet) {
        arriving.add(packet);
        if (!held) doorbell.ring();
    }

    void hold() {
        held = true;
    }

    void release() {
        held = false;
        doorbell.ring();
    }

    boolean isHeld() {
        return held;
    }

    /** The oldest packet that was sent and not taken yet; null if there is none. */
    Sent take() {
        return sent.poll();
    }

    @Override
    public void close() {
        closed = true;
        arriving.clear();
    }
}
