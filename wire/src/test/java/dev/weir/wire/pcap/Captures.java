package dev.weir.wire.pcap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** The captures under {@code src/test/resources/captures}, and what a decoder makes of bytes. */
public final class Captures {
    public static final List<String> NAMES = List.of("tcp.pcap", "icmp.pcap", "sack.pcapng");

    private Captures() {}

    public static byte[] bytes(String name) {
        try (var stream = Captures.class.getResourceAsStream("/captures/" + name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All records up to the end, which is not among them. */
    public static List<CaptureRecord> records(CaptureDecoder decoder) {
        var records = new ArrayList<CaptureRecord>();
        for (var record = decoder.next(); !(record instanceof CaptureRecord.End); record = decoder.next()) {
            records.add(record);
        }
        return records;
    }

    public static List<CaptureRecord> records(byte[] capture) {
        return records(CaptureDecoder.of(MemorySegment.ofArray(capture)));
    }

    public static List<CaptureRecord.Packet> packets(byte[] capture) {
        return records(capture).stream()
                .filter(CaptureRecord.Packet.class::isInstance).map(CaptureRecord.Packet.class::cast).toList();
    }

    /** The IP packets of a capture of the kernel, each in a segment of its own that ends where the frame ends. */
    public static List<MemorySegment> ipPackets(String name) {
        var inside = new Decapsulation();
        return packets(bytes(name)).stream().map(packet -> {
            if (!inside.find(packet.linkType(), packet.data())) throw new AssertionError("no IP in " + packet);
            return packet.data().asSlice(inside.offset());
        }).toList();
    }
}
