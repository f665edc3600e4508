package dev.weir.core.ip;

import dev.weir.core.link.Frame;
import dev.weir.wire.IpAddress;
import java.lang.foreign.MemorySegment;

/**
 * A received IP packet after its checks and reassembly. One object per stack is reused: read it during the call.
 *
 * <p>Addresses are pairs of longs, so that the path of a segment makes no garbage; the {@code IpAddress} accessors
 * allocate.
 */
public final class IpDatagram {
    private MemorySegment segment = MemorySegment.NULL;
    private long headerOffset;
    private int headerLength;
    private int payloadLength;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int trafficClass;
    private int timeToLive;
    private boolean needsNoVerification;
    private boolean looped;

    /** The packet as it stands in a frame. */
    IpDatagram set(Frame frame, int headerLength, int payloadLength, boolean looped) {
        this.segment = frame.segment();
        this.headerOffset = frame.offset();
        this.headerLength = headerLength;
        this.payloadLength = payloadLength;
        this.needsNoVerification = frame.needsNoVerification() || looped;
        this.looped = looped;
        return this;
    }

    IpDatagram addresses(long sourceHigh, long sourceLow, long destinationHigh, long destinationLow) {
        this.sourceHigh = sourceHigh;
        this.sourceLow = sourceLow;
        this.destinationHigh = destinationHigh;
        this.destinationLow = destinationLow;
        return this;
    }

    IpDatagram header(int trafficClass, int timeToLive) {
        this.trafficClass = trafficClass;
        this.timeToLive = timeToLive;
        return this;
    }

    public MemorySegment segment() {
        return segment;
    }

    public long headerOffset() {
        return headerOffset;
    }

    /** IP header with options or extension headers, in bytes. */
    public int headerLength() {
        return headerLength;
    }

    public long payloadOffset() {
        return headerOffset + headerLength;
    }

    /** 0..65535 bytes. */
    public int payloadLength() {
        return payloadLength;
    }

    public boolean isIpv4() {
        return IpAddress.isIpv4(destinationHigh, destinationLow);
    }

    public long sourceHigh() {
        return sourceHigh;
    }

    public long sourceLow() {
        return sourceLow;
    }

    public long destinationHigh() {
        return destinationHigh;
    }

    public long destinationLow() {
        return destinationLow;
    }

    public IpAddress source() {
        return new IpAddress(sourceHigh, sourceLow);
    }

    public IpAddress destination() {
        return new IpAddress(destinationHigh, destinationLow);
    }

    /** DSCP and ECN bits. */
    public int trafficClass() {
        return trafficClass;
    }

    public int timeToLive() {
        return timeToLive;
    }

    /** True where the transport checksum was verified already, is unfinished, or never left this stack. */
    public boolean needsNoVerification() {
        return needsNoVerification;
    }

    /** Came from this stack itself. */
    public boolean isLooped() {
        return looped;
    }
}
