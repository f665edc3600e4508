package dev.weir.core.ip;

import dev.weir.core.link.Frame;
import dev.weir.core.link.Link;
import dev.weir.core.link.LinkCapabilities;
import dev.weir.core.link.OutgoingPacket;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Keeps what is sent, and takes only so many packets. Slices must be native memory, as real links demand. */
public final class RecordingLink implements Link {
    public final List<byte[]> sent = new ArrayList<>();
    public LinkCapabilities capabilities;
    /** how many more packets it takes */
    public int room = Integer.MAX_VALUE;

    public RecordingLink(int mtu) {
        this.capabilities = LinkCapabilities.plain(mtu);
    }

    @Override
    public LinkCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public boolean send(OutgoingPacket packet, long now) {
        if (room == 0) return false;
        room--;
        for (int i = 0; i < packet.slices(); i++) {
            if (!packet.chunk(i).isNative()) throw new AssertionError("payload on the heap");
        }
        byte[] bytes = new byte[packet.length()];
        packet.copyTo(MemorySegment.ofArray(bytes), 0);
        sent.add(bytes);
        return true;
    }

    @Override
    public boolean receive(Frame frame, long now) {
        return false;
    }

    @Override
    public void close() {}
}
