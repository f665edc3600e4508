package dev.weir.analysis.capture;

import dev.weir.wire.pcap.CaptureRecord;
import dev.weir.wire.pcap.Decapsulation;
import java.util.Optional;

/** Reads what is not TCP and yet speaks of connections: ICMP errors, DNS over UDP, ARP and neighbor discovery. */
public final class NoticeReader {
    /** Addresses of one DNS answer that are kept. */
    public static final int MAXIMUM_ADDRESSES = 16;

    private final Decapsulation inside = new Decapsulation();

    /**
     * Reads one packet in which {@link SegmentReader} found no segment.
     *
     * @param frame its number, {@link SegmentReader#frames} after it was shown to that reader
     */
    public Optional<Notice> read(CaptureRecord.Packet packet, long frame) {
        if (!inside.find(packet.linkType(), packet.data())) return Optional.empty();
        return Optional.empty();
    }
}
