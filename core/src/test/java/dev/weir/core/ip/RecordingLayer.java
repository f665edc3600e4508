package dev.weir.core.ip;

import dev.weir.core.event.DropReason;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Keeps the payloads that reach it, and the errors. */
public final class RecordingLayer implements UpperLayer {
    public final List<byte[]> payloads = new ArrayList<>();
    public final List<IcmpError> errors = new ArrayList<>();
    public int trafficClass;
    /** what it says to each */
    public DropReason verdict = DropReason.NONE;
    private final int protocol;

    public RecordingLayer(int protocol) {
        this.protocol = protocol;
    }

    @Override
    public int protocol() {
        return protocol;
    }

    @Override
    public DropReason receive(IpDatagram datagram, long now) {
        payloads.add(datagram.segment().asSlice(datagram.payloadOffset(), datagram.payloadLength())
                .toArray(ValueLayout.JAVA_BYTE));
        trafficClass = datagram.trafficClass();
        return verdict;
    }

    @Override
    public DropReason error(IcmpError error, long now) {
        errors.add(error);
        return verdict;
    }
}
