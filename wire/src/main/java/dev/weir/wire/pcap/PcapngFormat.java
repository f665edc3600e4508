package dev.weir.wire.pcap;

import static dev.weir.wire.pcap.PcapngBlock.BODY_OFFSET;
import static dev.weir.wire.pcap.PcapngBlock.padded;

import dev.weir.wire.IpAddress;
import dev.weir.wire.pcap.CaptureRecord.Interface;
import dev.weir.wire.pcap.CaptureRecord.Malformed;
import dev.weir.wire.pcap.CaptureRecord.Name;
import dev.weir.wire.pcap.CaptureRecord.Names;
import dev.weir.wire.pcap.CaptureRecord.Packet;
import dev.weir.wire.pcap.CaptureRecord.Secrets;
import dev.weir.wire.pcap.CaptureRecord.Section;
import dev.weir.wire.pcap.CaptureRecord.Statistics;
import dev.weir.wire.pcap.CaptureRecord.Unknown;
import java.util.ArrayList;
import java.util.List;

/**
 * pcapng: blocks that carry their length before and behind. A block of unknown type is passed over. Options that are
 * malformed end the options of their block; what was read before counts.
 */
final class PcapngFormat implements CaptureDecoder.Format {
    private record Described(int linkType, int snapLength, TimestampUnit unit) {}

    private final List<Described> interfaces = new ArrayList<>();
    private boolean over;

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public CaptureRecord next(CaptureInput input) {
        if (!input.has(1)) return null;
        if (!input.has(PcapngBlock.FRAME_LENGTH)) return last(CaptureFault.TRUNCATED, input);
        if (input.int32(0) == PcapngBlock.SECTION) { // reads the same in both byte orders, but its length does not
            input.byteOrder(false);
            int magic = input.int32(BODY_OFFSET);
            if (magic == Integer.reverseBytes(PcapngBlock.BYTE_ORDER_MAGIC)) {
                input.byteOrder(true);
            } else if (magic != PcapngBlock.BYTE_ORDER_MAGIC) {
                return last(CaptureFault.BAD_BYTE_ORDER_MAGIC, input);
            }
        }
        long length = input.unsigned32(4);
        if (length < PcapngBlock.FRAME_LENGTH || length > CaptureDecoder.MAXIMUM_BLOCK_LENGTH || (length & 3) != 0) {
            return last(CaptureFault.BAD_BLOCK_LENGTH, input);
        }
        if (!input.has(length)) return last(CaptureFault.TRUNCATED, input);
        if (input.unsigned32(length - 4) != length) return last(CaptureFault.BAD_BLOCK_LENGTH, input);
        CaptureRecord record = block(input, input.int32(0), length - 4);
        input.skip(length);
        return record;
    }

    /** @param end where the body ends, from the first byte of the block */
    private CaptureRecord block(CaptureInput input, int type, long end) {
        return switch (type) {
            case PcapngBlock.SECTION -> section(input, end);
            case PcapngBlock.INTERFACE -> describe(input, end);
            case PcapngBlock.ENHANCED_PACKET -> packet(input, end, input.int32(BODY_OFFSET));
            case PcapngBlock.OBSOLETE_PACKET -> packet(input, end, input.unsigned16(BODY_OFFSET));
            case PcapngBlock.SIMPLE_PACKET -> simplePacket(input, end);
            case PcapngBlock.NAME_RESOLUTION -> names(input, end);
            case PcapngBlock.INTERFACE_STATISTICS -> statistics(input, end);
            case PcapngBlock.DECRYPTION_SECRETS -> secrets(input, end);
            default -> new Unknown(type, (int) end + 4);
        };
    }

    private CaptureRecord section(CaptureInput input, long end) {
        long options = BODY_OFFSET + 16;
        if (options > end) return malformed(CaptureFault.BAD_BLOCK_BODY, input);
        if (input.unsigned16(BODY_OFFSET + 4) != 1) return last(CaptureFault.UNSUPPORTED_VERSION, input);
        interfaces.clear();
        String hardware = "";
        String operatingSystem = "";
        String application = "";
        List<String> comments = List.of();
        var option = new OptionCursor(input, options, end);
        while (option.next()) {
            switch (option.code) {
                case PcapngBlock.COMMENT -> comments = plus(comments, option.text());
                case PcapngBlock.SECTION_HARDWARE -> hardware = option.text();
                case PcapngBlock.SECTION_OPERATING_SYSTEM -> operatingSystem = option.text();
                case PcapngBlock.SECTION_APPLICATION -> application = option.text();
                default -> { } // others say nothing about packets
            }
        }
        return new Section(hardware, operatingSystem, application, List.copyOf(comments));
    }

    private CaptureRecord describe(CaptureInput input, long end) {
        long options = BODY_OFFSET + 8;
        if (options > end) return malformed(CaptureFault.BAD_BLOCK_BODY, input);
        int linkType = input.unsigned16(BODY_OFFSET);
        int snapLength = (int) Math.min(input.unsigned32(BODY_OFFSET + 4), Integer.MAX_VALUE);
        String name = "";
        String description = "";
        String filter = "";
        int resolution = TimestampUnit.MICROSECONDS.resolution();
        long offsetSeconds = 0;
        List<String> comments = List.of();
        var option = new OptionCursor(input, options, end);
        while (option.next()) {
            switch (option.code) {
                case PcapngBlock.COMMENT -> comments = plus(comments, option.text());
                case PcapngBlock.INTERFACE_NAME -> name = option.text();
                case PcapngBlock.INTERFACE_DESCRIPTION -> description = option.text();
                case PcapngBlock.INTERFACE_FILTER -> filter = option.filter();
                case PcapngBlock.INTERFACE_TIMESTAMP_RESOLUTION -> {
                    if (option.length >= 1) resolution = input.unsigned8(option.value);
                }
                case PcapngBlock.INTERFACE_TIMESTAMP_OFFSET -> offsetSeconds = option.int64(0);
                default -> { } // addresses, speed and the like
            }
        }
        interfaces.add(new Described(linkType, snapLength, new TimestampUnit(resolution, offsetSeconds)));
        return new Interface(
                interfaces.size() - 1, name, description, filter, linkType, snapLength, List.copyOf(comments));
    }

    /** The enhanced packet block and the obsolete one differ only in the width of the interface number. */
    private CaptureRecord packet(CaptureInput input, long end, int interfaceId) {
        long data = BODY_OFFSET + 20;
        if (data > end) return malformed(CaptureFault.BAD_BLOCK_BODY, input);
        if (interfaceId < 0 || interfaceId >= interfaces.size()) {
            return malformed(CaptureFault.UNKNOWN_INTERFACE, input);
        }
        long capturedLength = input.unsigned32(BODY_OFFSET + 12);
        if (data + capturedLength > end) return malformed(CaptureFault.BAD_BLOCK_BODY, input);
        int originalLength =
                (int) Math.clamp(input.unsigned32(BODY_OFFSET + 16), capturedLength, Integer.MAX_VALUE);
        var direction = Direction.UNKNOWN;
        List<String> comments = List.of();
        var option = new OptionCursor(input, data + padded(capturedLength), end);
        while (option.next()) {
            if (option.code == PcapngBlock.COMMENT) {
                comments = plus(comments, option.text());
            } else if (option.code == PcapngBlock.PACKET_FLAGS && option.length >= 4) {
                direction = Direction.ofFlags(input.int32(option.value));
            }
        }
        var described = interfaces.get(interfaceId);
        return new Packet(interfaceId, described.linkType, described.unit.toNanos(timestamp(input, BODY_OFFSET + 4)),
                originalLength, input.slice(data, capturedLength), direction, List.copyOf(comments));
    }

    /** Of interface 0, without timestamp, and as long as its snap length and the block allow. */
    private CaptureRecord simplePacket(CaptureInput input, long end) {
        long data = BODY_OFFSET + 4;
        if (data > end) return malformed(CaptureFault.BAD_BLOCK_BODY, input);
        if (interfaces.isEmpty()) return malformed(CaptureFault.UNKNOWN_INTERFACE, input);
        var described = interfaces.getFirst();
        int originalLength = (int) Math.min(input.unsigned32(BODY_OFFSET), Integer.MAX_VALUE);
        long capturedLength = Math.min(originalLength, end - data);
        if (described.snapLength != 0) capturedLength = Math.min(capturedLength, described.snapLength);
        return new Packet(0, described.linkType, CaptureRecord.NO_TIMESTAMP, originalLength,
                input.slice(data, capturedLength), Direction.UNKNOWN, List.of());
    }

    private CaptureRecord names(CaptureInput input, long end) {
        var names = new ArrayList<Name>();
        long at = BODY_OFFSET;
        while (at + 4 <= end) {
            int type = input.unsigned16(at);
            int length = input.unsigned16(at + 2);
            long value = at + 4;
            if (type == PcapngBlock.NAME_RECORD_END) break;
            if (value + length > end) return malformed(CaptureFault.BAD_BLOCK_BODY, input);
            if (type == PcapngBlock.NAME_RECORD_IPV4 && length >= 4) {
                addNames(names, IpAddress.ofIpv4(networkOrder(input, value)), input.text(value + 4, length - 4));
            } else if (type == PcapngBlock.NAME_RECORD_IPV6 && length >= 16) {
                long high = (long) networkOrder(input, value) << 32 | networkOrder(input, value + 4) & 0xffff_ffffL;
                long low = (long) networkOrder(input, value + 8) << 32 | networkOrder(input, value + 12) & 0xffff_ffffL;
                addNames(names, new IpAddress(high, low), input.text(value + 16, length - 16));
            }
            at = value + padded(length);
        }
        return new Names(List.copyOf(names));
    }

    private static void addNames(List<Name> names, IpAddress address, String separatedByNul) {
        for (String name : separatedByNul.split("\0")) {
            if (!name.isEmpty()) names.add(new Name(address, name));
        }
    }

    private static int networkOrder(CaptureInput input, long position) {
        int value = input.int32(position);
        return input.isBigEndian() ? value : Integer.reverseBytes(value);
    }

    private CaptureRecord statistics(CaptureInput input, long end) {
        long options = BODY_OFFSET + 12;
        if (options > end) return malformed(CaptureFault.BAD_BLOCK_BODY, input);
        int interfaceId = input.int32(BODY_OFFSET);
        if (interfaceId < 0 || interfaceId >= interfaces.size()) {
            return malformed(CaptureFault.UNKNOWN_INTERFACE, input);
        }
        long received = -1;
        long dropped = -1;
        List<String> comments = List.of();
        var option = new OptionCursor(input, options, end);
        while (option.next()) {
            switch (option.code) {
                case PcapngBlock.COMMENT -> comments = plus(comments, option.text());
                case PcapngBlock.STATISTICS_RECEIVED -> received = option.int64(-1);
                case PcapngBlock.STATISTICS_DROPPED -> dropped = option.int64(-1);
                default -> { } // times of the capture, counts of its filter
            }
        }
        long nanos = interfaces.get(interfaceId).unit.toNanos(timestamp(input, BODY_OFFSET + 4));
        return new Statistics(interfaceId, nanos, received, dropped, List.copyOf(comments));
    }

    private CaptureRecord secrets(CaptureInput input, long end) {
        long data = BODY_OFFSET + 8;
        if (data > end) return malformed(CaptureFault.BAD_BLOCK_BODY, input);
        long length = input.unsigned32(BODY_OFFSET + 4);
        if (data + length > end) return malformed(CaptureFault.BAD_BLOCK_BODY, input);
        return new Secrets(input.int32(BODY_OFFSET), input.slice(data, length));
    }

    /** Two words, the higher one first in either byte order. */
    private static long timestamp(CaptureInput input, long position) {
        return input.unsigned32(position) << 32 | input.unsigned32(position + 4);
    }

    private static List<String> plus(List<String> texts, String text) {
        List<String> longer = texts.isEmpty() ? new ArrayList<>() : texts;
        longer.add(text);
        return longer;
    }

    private static Malformed malformed(CaptureFault fault, CaptureInput input) {
        return new Malformed(fault, input.fileOffset());
    }

    private Malformed last(CaptureFault fault, CaptureInput input) {
        over = true;
        return malformed(fault, input);
    }

    /** Walks the options of a block until their end or the first that does not fit. */
    private static final class OptionCursor {
        private final CaptureInput input;
        private final long end;
        private long following;
        int code;
        int length;
        long value;

        OptionCursor(CaptureInput input, long start, long end) {
            this.input = input;
            this.following = start;
            this.end = end;
        }

        boolean next() {
            if (following + 4 > end) return false;
            code = input.unsigned16(following);
            length = input.unsigned16(following + 2);
            value = following + 4;
            following = value + padded(length);
            return code != PcapngBlock.END_OF_OPTIONS && value + length <= end;
        }

        String text() {
            return input.text(value, length);
        }

        /** The expression, where the first byte says that it is text (0) and not compiled. */
        String filter() {
            return length >= 1 && input.unsigned8(value) == 0 ? input.text(value + 1, length - 1) : "";
        }

        long int64(long otherwise) {
            return length >= 8 ? input.int64(value) : otherwise;
        }
    }
}
