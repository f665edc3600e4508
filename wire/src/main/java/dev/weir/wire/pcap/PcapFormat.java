package dev.weir.wire.pcap;

import dev.weir.wire.pcap.CaptureRecord.Interface;
import dev.weir.wire.pcap.CaptureRecord.Malformed;
import dev.weir.wire.pcap.CaptureRecord.Packet;
import java.util.List;

/** Classic pcap: one header, then packets. */
final class PcapFormat implements CaptureDecoder.Format {
    private static final int MAGIC_MICROSECONDS = 0xa1b2c3d4;
    private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    private static final int FILE_HEADER_LENGTH = 24;
    private static final int PACKET_HEADER_LENGTH = 16;
    private static final int LINK_TYPE_MASK = 0xffff; // above it: length of the frame check sequence

    private boolean headerRead;
    private boolean over;
    private int nanosPerUnit;
    private int linkType;

    static boolean isMagic(int value) {
        return value == MAGIC_MICROSECONDS || value == MAGIC_NANOSECONDS;
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public CaptureRecord next(CaptureInput input) {
        if (!headerRead) return fileHeader(input);
        if (!input.has(1)) return null;
        if (!input.has(PACKET_HEADER_LENGTH)) return last(CaptureFault.TRUNCATED, input);
        long capturedLength = input.unsigned32(8);
        if (capturedLength > CaptureDecoder.MAXIMUM_PACKET_LENGTH) {
            return last(CaptureFault.BAD_PACKET_LENGTH, input);
        }
        if (!input.has(PACKET_HEADER_LENGTH + capturedLength)) return last(CaptureFault.TRUNCATED, input);
        long nanos = input.unsigned32(0) * 1_000_000_000L + input.unsigned32(4) * nanosPerUnit;
        int originalLength = (int) Math.clamp(input.unsigned32(12), capturedLength, Integer.MAX_VALUE);
        var data = input.slice(PACKET_HEADER_LENGTH, capturedLength);
        input.skip(PACKET_HEADER_LENGTH + capturedLength);
        return new Packet(0, linkType, nanos, originalLength, data, Direction.UNKNOWN, List.of());
    }

    private CaptureRecord fileHeader(CaptureInput input) {
        if (!input.has(FILE_HEADER_LENGTH)) return last(CaptureFault.TRUNCATED, input);
        input.byteOrder(!isMagic(input.int32(0)));
        nanosPerUnit = input.int32(0) == MAGIC_NANOSECONDS ? 1 : 1000;
        if (input.unsigned16(4) != 2) return last(CaptureFault.UNSUPPORTED_VERSION, input);
        int snapLength = (int) Math.min(input.unsigned32(16), Integer.MAX_VALUE);
        linkType = input.int32(20) & LINK_TYPE_MASK;
        input.skip(FILE_HEADER_LENGTH);
        headerRead = true;
        return new Interface(0, "", "", "", linkType, snapLength, List.of());
    }

    private Malformed last(CaptureFault fault, CaptureInput input) {
        over = true;
        return new Malformed(fault, input.fileOffset());
    }
}
