package dev.weir.lab.drill.packet;

import dev.weir.core.link.Doorbell;
import dev.weir.core.link.Frame;
import dev.weir.core.link.Link;
import dev.weir.core.link.LinkCapabilities;
import dev.weir.core.link.OutgoingPacket;
import dev.weir.core.link.PacketSink;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/** The road between the stack and its script: keeps what is sent, hands over what is injected. */
public final class ScriptLink implements Link {
    /** @param at when it was sent */
    public record Sent(long at, byte[] bytes) {}

    private final LinkCapabilities capabilities;
    private final PacketSink capture;
    private final ArrayDeque<Sent> sent = new ArrayDeque<>();
    private final ArrayDeque<byte[]> arriving = new ArrayDeque<>();
    private Doorbell doorbell;
    private boolean held;
    private boolean closed;

    /** @param capture sees every packet as it passes */
    public ScriptLink(int mtu, PacketSink capture) {
        this.capabilities = LinkCapabilities.plain(mtu);
        this.capture = capture;
    }

    @Override
    public LinkCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public boolean send(OutgoingPacket packet, long now) {
        var bytes = new byte[packet.length()];
        packet.copyTo(MemorySegment.ofArray(bytes), 0);
        capture.packet(true, now, MemorySegment.ofArray(bytes), 0, bytes.length);
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
    public void inject(byte[] packet, long now) {
        capture.packet(false, now, MemorySegment.ofArray(packet), 0, packet.length);
        arriving.add(packet);
        if (!held) doorbell.ring();
    }

    public void hold() {
        held = true;
    }

    public void release() {
        held = false;
        doorbell.ring();
    }

    public boolean isHeld() {
        return held;
    }

    /** The oldest packet that was sent and not taken yet; null if there is none. */
    public Sent take() {
        return sent.poll();
    }

    @Override
    public void close() {
        closed = true;
        arriving.clear();
    }
}
