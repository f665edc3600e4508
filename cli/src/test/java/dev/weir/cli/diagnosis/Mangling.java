package dev.weir.cli.diagnosis;

import dev.weir.analysis.finding.Fault;
import dev.weir.wire.pcap.CaptureDecoder;
import dev.weir.wire.pcap.CaptureRecord;
import dev.weir.wire.pcap.Direction;
import dev.weir.wire.pcap.LinkLayer;
import dev.weir.wire.pcap.PcapngEncoder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What the way of capturing does to captures. */
enum Mangling {
    /** The capturer loses one packet in thirty. */
    LOSS(Fault.CAPTURE_LOSS) {
        @Override
        List<Packet> apply(List<Packet> packets) {
            var chance = new Random(1);
            return packets.stream().filter(_ -> chance.nextInt(30) != 0).toList();
        }
    },
    /** Every packet twice, a microsecond apart, as with two interfaces. */
    TWICE(Fault.CAPTURE_DUPLICATES) {
        @Override
        List<Packet> apply(List<Packet> packets) {
            var twice = new ArrayList<Packet>();
            for (var packet : packets) {
                twice.add(packet);
                twice.add(packet.at(packet.nanos + 1000));
            }
            return twice;
        }
    },
    FIRST_DIRECTION_ONLY(Fault.ONE_SIDED_CAPTURE) {
        @Override
        List<Packet> apply(List<Packet> packets) {
            return packets.stream().filter(Packet::outbound).toList();
        }
    },
    SECOND_DIRECTION_ONLY(Fault.ONE_SIDED_CAPTURE) {
        @Override
        List<Packet> apply(List<Packet> packets) {
            return packets.stream().filter(packet -> !packet.outbound).toList();
        }
    },
    /** Headers only. */
    CUT(Fault.SNAP_LENGTH_CUT) {
        @Override
        List<Packet> apply(List<Packet> packets) {
            return packets.stream().map(packet -> packet.first(80)).toList();
        }
    },
    /** The first fifth is missing. */
    LATE(Fault.CAPTURE_STARTED_LATE) {
        @Override
        List<Packet> apply(List<Packet> packets) {
            return packets.subList(Math.min(packets.size(), packets.size() / 5 + 1), packets.size());
        }
    },
    /** Now and then two packets are swapped, with their times. */
    BACKWARDS(Fault.TIME_BACKWARDS) {
        @Override
        List<Packet> apply(List<Packet> packets) {
            var mixed = new ArrayList<>(packets);
            for (int i = 5; i + 1 < mixed.size(); i += 20) Collections.swap(mixed, i, i + 1);
            return mixed;
        }
    };

    record Packet(long nanos, byte[] bytes, int originalLength, boolean outbound) {
        Packet at(long nanos) {
            return new Packet(nanos, bytes, originalLength, outbound);
        }

        Packet first(int length) {
            return new Packet(nanos, Arrays.copyOf(bytes, Math.min(length, bytes.length)), originalLength,
                    outbound);
        }
    }

    private final Fault artefact;

    Mangling(Fault artefact) {
        this.artefact = artefact;
    }

    /** What it is called. */
    Fault artefact() {
        return artefact;
    }

    abstract List<Packet> apply(List<Packet> packets);

    static List<Packet> packets(byte[] capture) {
        var packets = new ArrayList<Packet>();
        var decoder = CaptureDecoder.of(MemorySegment.ofArray(capture));
        for (var record = decoder.next(); !(record instanceof CaptureRecord.End); record = decoder.next()) {
            if (record instanceof CaptureRecord.Packet packet) {
                packets.add(new Packet(packet.timestampNanos(), packet.data().toArray(ValueLayout.JAVA_BYTE),
                        packet.originalLength(), packet.direction() == Direction.OUTBOUND));
            }
        }
        return packets;
    }

    static byte[] capture(List<Packet> packets) {
        var encoder = new PcapngEncoder().section();
        int id = encoder.describe("", LinkLayer.RAW, 0);
        for (var packet : packets) {
            encoder.packet(id, packet.nanos, packet.originalLength, Direction.UNKNOWN, List.of(),
                    MemorySegment.ofArray(packet.bytes));
        }
        var buffer = encoder.take();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
